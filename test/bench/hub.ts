import { demoFleet } from '../../deploy/demo/fleet.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { toSeconds } from '../../shared/time.ts'
import { type Figure, quantile, tableOf } from './figure.ts'
import type { Taken } from './hub/fleet.ts'
import { overTls } from './hub/over-tls.ts'
import { straight } from './hub/straight.ts'
import type { Way } from './hub/way.ts'
import { inFolder } from './in-folder.ts'

const VESSELS = demoFleet(1_000).map((vessel) => ({ ...vessel, plot: 'calm' as const }))
const ROUNDS = 10
const HEARTBEAT_S = 300

/** What the hub takes in on SQLite from a thousand vessels that all tell at once, and how soon it answers when they do not. */
export async function benchHub(): Promise<readonly Figure[]> {
  const begin = toSeconds(systemClock.now())
  const ids = VESSELS.map(({ id }) => id)
  return [
    ...(await inFolder(async (folder) => figuresOf(await straight(folder, ids, begin), 'no sockets', begin))),
    ...(await inFolder(async (folder) => {
      const { way, connectedMs } = await overTls(folder, VESSELS, begin)
      return [
        { what: 'connections made, full TLS handshakes', value: rate(VESSELS.length, connectedMs) },
        ...(await figuresOf(way, 'MQTT over TLS', begin)),
      ]
    })),
  ]
}

async function figuresOf(way: Way, name: string, begin: number): Promise<readonly Figure[]> {
  try {
    let now = begin
    const rounds = async (
      count: number,
      together: number,
      server: (round: number) => 'up' | 'down',
    ): Promise<Taken> => {
      const taken: Taken[] = []
      for (let round = 0; round < count; round++) {
        now += HEARTBEAT_S
        taken.push(await way.round({ now, together, server: server(round) }))
      }
      return { ms: taken.reduce((sum, { ms }) => sum + ms, 0), latenciesMs: taken.flatMap((one) => one.latenciesMs) }
    }
    const always = () => 'up' as const
    const alternating = (round: number) => (round % 2 === 0 ? 'down' : 'up')
    const all = VESSELS.length
    const births = await rounds(1, all, always)
    const beats = await rounds(ROUNDS, all, always)
    const changes = await rounds(ROUNDS, all, alternating)
    const calmBeats = await rounds(1, 1, always)
    const calmChanges = await rounds(1, 1, () => 'down')
    const beginMs = systemClock.monotonic()
    const { down } = await way.fleetCounts()
    const fleetMs = systemClock.monotonic() - beginMs
    const storm = `${all} vessels at once, ${name}`
    return [
      { what: `births, ${storm}`, value: rateOf(births) },
      { what: `beats, ${storm}`, value: rateOf(beats), target: 'printed' },
      { what: '  until acknowledged', value: latency(beats) },
      { what: '  until acknowledged, one after the other', value: latency(calmBeats) },
      { what: `changes, synced to disk, ${storm}`, value: rateOf(changes), target: 'printed' },
      { what: '  until acknowledged', value: latency(changes) },
      { what: '  until acknowledged, one after the other', value: latency(calmChanges) },
      {
        what: `fleet of ${all} with three components, ${down} down, drawn anew, ${name}`,
        value: `${fleetMs.toFixed(0)} ms`,
      },
    ]
  } finally {
    await way.close()
  }
}

const rate = (count: number, ms: number) => `${Math.round((1000 * count) / ms)} /s`
const rateOf = ({ ms, latenciesMs }: Taken) => `${rate(latenciesMs.length, ms)} (${latenciesMs.length} messages)`

function latency({ latenciesMs }: Taken): string {
  const sorted = latenciesMs.toSorted((a, b) => a - b)
  return `p50 ${quantile(sorted, 0.5).toFixed(1)} ms, p99 ${quantile(sorted, 0.99).toFixed(1)} ms`
}

if (import.meta.main) for (const line of tableOf(await benchHub())) console.log(line)
