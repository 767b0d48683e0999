import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { freePort as firstFree } from '../../deploy/demo/ports.ts'

const SLOTS = 160
const DOORS_FROM = 19_000
const PORTS_FROM = 24_000
const PORTS_OF_A_SLOT = 50

/** A range of ports that is this process's alone for as long as its door is open. */
type Slot = { readonly door: Server; next: number; readonly end: number }

let own: Promise<Slot> | null = null

/**
 * A port for what has to know its own before it listens. It lies below those that the system gives to whoever asks for
 * any, so that no outgoing connection takes it while its owner is being started again. None is given twice: one whose
 * owner does not listen yet, or has been killed, looks free. Files that run at the same time have ports of their own.
 */
export async function freePort(): Promise<number> {
  own ??= holdSlot(process.pid)
  const slot = await own
  while (slot.next < slot.end) {
    const port = slot.next++
    if ((await firstFree(port)) === port) return port
  }
  throw new Error(`the ports of one file are at an end: there are ${PORTS_OF_A_SLOT}`)
}

/** The first slot from the wished one on that no other process holds. */
export async function holdSlot(wish: number): Promise<Slot> {
  for (let tried = 0; tried < SLOTS; tried++) {
    const nth = (wish + tried) % SLOTS
    const door = await listening(DOORS_FROM + nth)
    if (door === null) continue
    const next = PORTS_FROM + nth * PORTS_OF_A_SLOT
    return { door, next, end: next + PORTS_OF_A_SLOT }
  }
  throw new Error(`all slots for ports are held: ${DOORS_FROM} to ${DOORS_FROM + SLOTS - 1} are taken`)
}

/** Keeps no process alive. */
async function listening(port: number): Promise<Server | null> {
  const door = createServer().listen(port, '127.0.0.1')
  try {
    await once(door, 'listening')
  } catch {
    return null
  }
  return door.unref()
}
