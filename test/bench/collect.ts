import { createReads } from '../../agent/reads.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { DAY_S, HOUR_S, toSeconds } from '../../shared/time.ts'
import { givenId, givenPing, givenSource, never } from '../agent/given-source.ts'
import { startInfluxd } from '../lab/influxd.ts'
import { needs } from '../servers.ts'
import { type Figure, tableOf } from './figure.ts'

const DAYS = 35
const URLS = ['10.0.0.1', '10.0.0.2', '10.0.0.3']

/** What reading three checks of 10 s costs the agent, with 35 days of them in a real influxd. */
export async function benchCollect(): Promise<readonly Figure[]> {
  const { skip } = needs('influxd')
  if (skip !== false) return [{ what: 'left out', value: skip }]
  const influxd = await startInfluxd()
  try {
    const now = toSeconds(systemClock.now())
    for (let day = DAYS; day > 0; day--) await influxd.write(pings(now - day * DAY_S, now - (day - 1) * DAY_S))
    const components = URLS.map((url, nth) => ({
      id: givenId(`c${nth}`),
      combination: 'any' as const,
      checks: [givenPing(url)],
    }))
    const reads = createReads(givenSource({ url: influxd.url }), components, null, async () => {})
    const round = async (at: number, repairS: number | null): Promise<number> => {
      let readings = 0
      for await (const _ of reads.next(at, repairS, never)) readings++
      return readings
    }
    const first = await cost(() => round(now, 26 * HOUR_S))
    const older = await cost(async () => {
      while (reads.hasOlder()) await reads.older(never)
    })
    const steady = await cost(async () => {
      for (let i = 0; i < 100; i++) await round(now + i, null)
    })
    const repair = await cost(() => round(now + 100, 26 * HOUR_S))
    const wide = await cost(() => round(now + 101, 72 * HOUR_S))
    return [
      { what: 'first start, 26 h of 3 checks', value: first },
      { what: `the older ${DAYS} days, in slices of 6 h`, value: older },
      { what: '100 reads, one every 30 s', value: steady },
      { what: 'fingerprints of 26 h every 15 min, nothing changed', value: repair },
      { what: 'fingerprints of 72 h, two days of them never read', value: wide },
    ]
  } finally {
    await influxd.stop()
  }
}

function pings(from: number, to: number): string[] {
  const lines: string[] = []
  for (let at = from; at < to; at += 10) {
    for (const url of URLS)
      lines.push(`ping,url=${url} percent_packet_loss=${at % 7000 < 60 ? 100 : 0},result_code=0i ${at}`)
  }
  return lines
}

async function cost(work: () => Promise<unknown>): Promise<string> {
  const [begun, before] = [systemClock.monotonic(), process.cpuUsage()]
  await work()
  const cpu = process.cpuUsage(before)
  return `${Math.round(systemClock.monotonic() - begun)} ms, ${Math.round((cpu.user + cpu.system) / 1000)} ms of CPU`
}

if (import.meta.main) for (const line of tableOf(await benchCollect())) console.log(line)
