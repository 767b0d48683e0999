import { isVesselId, type VesselId } from '../../../shared/model.ts'
import { systemClock } from '../../../shared/runtime/clock.ts'
import type { Seconds } from '../../../shared/time.ts'
import { createShip, type Sent, type Ship } from './ship.ts'

/** How messages come to the hub, and its answers back. */
export type Carrier = {
  /** Settles when the hub has acknowledged it. */
  send(vessel: VesselId, sent: Sent): Promise<void>
  /** What was answered to the vessel since it was last asked. */
  takeAnswers(vessel: VesselId): readonly Uint8Array[]
  /** Settles when no answer is on its way any more. */
  quiet(): Promise<void>
}

/** One heartbeat of every vessel, `together` of them at a time, and how the server on board has been since the last. */
export type Round = { readonly now: Seconds; readonly server: 'up' | 'down'; readonly together: number }
export type Taken = { readonly ms: number; readonly latenciesMs: readonly number[] }

/** The machines of many vessels. What a round measures is the hub's part: what they tell is made before, answers are read after. */
export function createFleet(
  ids: readonly string[],
  begin: Seconds,
  carrier: Carrier,
): (round: Round) => Promise<Taken> {
  const ships = ids.filter(isVesselId).map((id, nth) => createShip(id, begin, nth))

  return async ({ now, server, together }) => {
    const taken = await deliver(
      lettersOf(ships, (ship) => ship.read(now, server)),
      together,
      carrier,
    )
    for (;;) {
      await carrier.quiet()
      const more = lettersOf(ships, (ship) => ship.answered(carrier.takeAnswers(ship.vessel)))
      if (more.length === 0) return taken
      await deliver(more, together, carrier)
    }
  }
}

type Letter = { readonly vessel: VesselId; readonly sent: Sent }

const lettersOf = (ships: readonly Ship[], write: (ship: Ship) => readonly Sent[]): readonly Letter[] =>
  ships.flatMap((ship) => write(ship).map((sent) => ({ vessel: ship.vessel, sent })))

async function deliver(letters: readonly Letter[], together: number, carrier: Carrier): Promise<Taken> {
  const waiting = letters.values()
  const latenciesMs: number[] = []
  const begin = systemClock.monotonic()
  const carry = async () => {
    for (const { vessel, sent } of waiting) {
      const arrived = systemClock.monotonic()
      await carrier.send(vessel, sent)
      latenciesMs.push(systemClock.monotonic() - arrived)
    }
  }
  await Promise.all(Array.from({ length: together }, carry))
  return { ms: systemClock.monotonic() - begin, latenciesMs }
}
