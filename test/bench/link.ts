import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Cable, type Counted, cannotMeasure, layCable, SHORE } from './link/namespaces.ts'
import type { Order } from './link/ship.ts'

type Print = (line: string) => void

const BEATS_MEASURED = 20
const BEATS_A_DAY = 288
/** The hub says at least every six hours what it has. */
const ANSWERS_A_DAY = 4
/**
 * Longer than TCP's retransmission time: as after five minutes, the kernel then acknowledges at once what it would
 * otherwise save up, and every acknowledgement that costs a packet in real life costs one here.
 */
const QUIET_MS = 700

/** What a vessel pays for its link: all IP bytes, both ways, on a cable between two network namespaces. */
export async function benchLink(print: Print): Promise<void> {
  const reason = cannotMeasure()
  if (reason !== null) return print(`link: left out, ${reason}`)
  const folder = mkdtempSync(join(tmpdir(), 'watchkeeper-bench-'))
  const cable = layCable()
  const ends: ChildProcess[] = []
  try {
    const shore = cable.run('shore', join(import.meta.dirname, 'link/shore.ts'), [folder, SHORE])
    ends.push(shore)
    await answer(shore)
    const ship = cable.run('ship', join(import.meta.dirname, 'link/ship.ts'), [join(folder, 'ca.pem'), SHORE])
    ends.push(ship)
    await answer(ship)
    await measure(print, cable, ship)
  } finally {
    for (const end of ends) end.disconnect()
    await Promise.all(ends.map((end) => (end.exitCode === null ? once(end, 'exit') : null)))
    cable.remove()
    rmSync(folder, { recursive: true })
  }
}

async function measure(print: Print, cable: Cable, ship: ChildProcess): Promise<void> {
  const first = await cable.counted(QUIET_MS)
  print(`link, first connection, full TLS handshake, to CONNACK and SUBACK: ${bothWays(first)}`)
  const birth = await paid(cable, ship, 'birth')
  print(`link, birth of 3 components (${birth.payload} B) with its PUBACK and ack: ${bothWays(birth)}`)

  const beats = await steady(cable, ship)
  const answered = await paid(cable, ship, 'short-answered')
  const answers = total(answered) - beats
  const day = BEATS_A_DAY * beats + ANSWERS_A_DAY * answers
  print(`link, one heartbeat: ${beats} B (${BEATS_MEASURED} measured)`)
  for (const line of BEAT_BYTES) print(`        ${line}`)
  print(`link, one ack of the hub: ${answers} B`)
  print(`link, one steady vessel-day, all IP bytes both ways: ${kb(day)} (target: under 75 KB)`)
  print(
    `        ${BEATS_A_DAY} heartbeats ${kb(BEATS_A_DAY * beats)}, ${ANSWERS_A_DAY} acks ${kb(ANSWERS_A_DAY * answers)}`,
  )

  const redial = await paid(cable, ship, 'redial')
  print(
    `link, one reconnect with a resumed session, to its first heartbeat acknowledged: ${bothWays(redial)} (target: under 2.5 KB)`,
  )
  const catchUp = await paid(cable, ship, 'catch-up')
  print(
    `link, catch-up after 72 h with 10 changes, one summary (${catchUp.payload} B) with PUBACK and ack: ${bothWays(catchUp)} (target: under 1 KB)`,
  )

  cable.sysctl('ship', 'net.ipv4.tcp_timestamps=0')
  await paid(cable, ship, 'redial')
  const lean = await steady(cable, ship)
  print(
    `link, the same vessel-day with net.ipv4.tcp_timestamps=0 on board: ${kb(BEATS_A_DAY * lean + ANSWERS_A_DAY * answers)}`,
  )
}

/** What the bytes of a heartbeat are, for a vessel id of nine characters. */
const BEAT_BYTES = [
  'PUBLISH 116 = 20 IP + 32 TCP with timestamps + 22 TLS record + 6 MQTT + 16 topic + 20 payload',
  'PUBACK   78 = 20 IP + 32 TCP with timestamps + 22 TLS record + 4 MQTT',
  'ACK      52 = 20 IP + 32 TCP with timestamps, of the PUBACK',
]

/** Bytes of one heartbeat. */
async function steady(cable: Cable, ship: ChildProcess): Promise<number> {
  let sum = 0
  for (let i = 0; i < BEATS_MEASURED; i++) sum += total(await paid(cable, ship, 'short'))
  return sum / BEATS_MEASURED
}

async function paid(cable: Cable, ship: ChildProcess, order: Order): Promise<Counted & { readonly payload: number }> {
  ship.send(order)
  const payload = Number(await answer(ship))
  return { ...(await cable.counted(QUIET_MS)), payload }
}

/** The next word from one end. */
async function answer(end: ChildProcess): Promise<unknown> {
  const heard = new AbortController()
  const { signal } = heard
  const stopped = once(end, 'exit', { signal }).then(() => {
    throw new Error('one end of the cable stopped before it answered')
  })
  try {
    const [word] = await Promise.race([once(end, 'message', { signal }), stopped])
    return word
  } finally {
    heard.abort()
  }
}

const total = ({ up, down }: Counted) => up + down
const kb = (bytes: number) => `${(bytes / 1000).toFixed(1)} KB`
const bothWays = (counted: Counted) =>
  `${total(counted)} B (up ${counted.up} in ${counted.packetsUp} packets, down ${counted.down} in ${counted.packetsDown})`

if (import.meta.main) await benchLink(console.log)
