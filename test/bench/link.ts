import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Figure, tableOf } from './figure.ts'
import { type Cable, type Counted, cannotMeasure, layCable, SHORE } from './link/namespaces.ts'
import type { Order } from './link/ship.ts'

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
export async function benchLink(): Promise<readonly Figure[]> {
  const reason = cannotMeasure()
  if (reason !== null) return [{ what: 'left out', value: reason }]
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
    return await measure(cable, ship)
  } finally {
    for (const end of ends) end.disconnect()
    await Promise.all(ends.map((end) => (end.exitCode === null ? once(end, 'exit') : null)))
    cable.remove()
    rmSync(folder, { recursive: true })
  }
}

async function measure(cable: Cable, ship: ChildProcess): Promise<readonly Figure[]> {
  const first = await cable.counted(QUIET_MS)
  const birth = await paid(cable, ship, 'birth')
  const beats = await steady(cable, ship)
  const answers = total(await paid(cable, ship, 'short-answered')) - beats
  const redial = await paid(cable, ship, 'redial')
  const catchUp = await paid(cable, ship, 'catch-up')
  cable.sysctl('ship', 'net.ipv4.tcp_timestamps=0')
  await paid(cable, ship, 'redial')
  const lean = await steady(cable, ship)
  const day = (beat: number) => kb(BEATS_A_DAY * beat + ANSWERS_A_DAY * answers)
  return [
    { what: 'one steady vessel-day, all IP bytes both ways', value: day(beats), target: 'under 75 KB' },
    { what: `  ${BEATS_A_DAY} heartbeats of ${beats} B (${BEATS_MEASURED} measured)`, value: kb(BEATS_A_DAY * beats) },
    ...BEAT_BYTES.map(([what, value]) => ({ what: `    ${what}`, value })),
    { what: `  ${ANSWERS_A_DAY} acks of the hub, each ${answers} B`, value: kb(ANSWERS_A_DAY * answers) },
    { what: 'the same with net.ipv4.tcp_timestamps=0 on board', value: day(lean) },
    {
      what: 'one reconnect, session resumed, to its first heartbeat acknowledged',
      value: bothWays(redial),
      target: 'under 2.5 KB',
    },
    {
      what: 'a catch-up after 72 h with 10 changes, its one summary',
      value: `${catchUp.payload} B`,
      target: 'under 1 KB',
    },
    { what: '  with PUBACK and ack', value: bothWays(catchUp) },
    { what: 'first connection, full TLS handshake, to CONNACK and SUBACK', value: bothWays(first) },
    { what: `a birth of 3 components (${birth.payload} B) with PUBACK and ack`, value: bothWays(birth) },
  ]
}

/** What the bytes of a heartbeat are, for a vessel id of nine characters. */
const BEAT_BYTES = [
  ['PUBLISH: 20 IP + 32 TCP with timestamps + 22 TLS record + 6 MQTT + 16 topic + 20 payload', '116 B'],
  ['PUBACK: 20 IP + 32 TCP with timestamps + 22 TLS record + 4 MQTT', '78 B'],
  ['ACK of the PUBACK: 20 IP + 32 TCP with timestamps', '52 B'],
] as const

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

if (import.meta.main) for (const line of tableOf(await benchLink())) console.log(line)
