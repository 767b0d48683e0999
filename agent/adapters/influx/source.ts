import type { Clock } from '../../../shared/runtime/clock.ts'
import { HOUR_S, MINUTE_S, type Span } from '../../../shared/time.ts'
import type { Check } from '../../core/check.ts'
import { SourceFault } from '../../core/source-fault.ts'
import type { SampleSource } from '../../ports.ts'
import { createAsk } from './ask.ts'
import { examine } from './examine.ts'
import type { Access } from './exchange.ts'
import type { Where } from './faults.ts'
import { type Place, selectFingerprint, selectOldest, selectRows } from './influxql.ts'
import { fingerprintsOf, samplesOf, timeOf } from './rows.ts'

export type InfluxSettings = Access & Place

type Sizes = { readonly mostS: number; readonly leastS: number; readonly gridS: number }

const ROWS: Sizes = { mostS: 6 * HOUR_S, leastS: 10 * MINUTE_S, gridS: 1 }
const FINGERPRINTS: Sizes = { mostS: 96 * HOUR_S, leastS: HOUR_S, gridS: HOUR_S }

/** Reads a vessel's InfluxDB by InfluxQL: 1.x, 2.x with a DBRP mapping, 3 Core. */
export function createInfluxSource(settings: InfluxSettings, clock: Clock): SampleSource {
  const ask = createAsk(settings, whereOf(settings), clock)
  return {
    read: (checks, window, signal) =>
      inPieces(checks, window, ROWS, (piece) =>
        ask.each(
          checks,
          (check) => selectRows(settings, check, piece),
          (check, series) => samplesOf(check, series, piece),
          signal,
        ),
      ),
    fingerprints: (checks, window, signal) =>
      inPieces(checks, wholeHours(window), FINGERPRINTS, (piece) =>
        ask.each(
          checks,
          (check) => selectFingerprint(settings, check, piece),
          (check, series) => fingerprintsOf(check, series, piece),
          signal,
        ),
      ),
    oldest: (checks, signal) => ask.each(checks, (check) => selectOldest(settings, check), timeOf, signal),
    examine: (checks, signal) => examine(ask, settings, clock, checks, signal),
    ping: ask.ping,
  }
}

/** Reads a window in pieces of at most `mostS`, each halved as long as the database finds it too large. */
async function inPieces<T>(
  checks: readonly Check[],
  window: Span,
  sizes: Sizes,
  read: (piece: Span) => Promise<readonly (readonly T[])[]>,
): Promise<readonly (readonly T[])[]> {
  const all = checks.map((): T[] => [])
  const halve = async ({ from, to }: Span): Promise<void> => {
    const middle = from + Math.ceil((to - from) / 2 / sizes.gridS) * sizes.gridS
    await take({ from, to: middle })
    await take({ from: middle, to })
  }
  const take = async (piece: Span): Promise<void> => {
    const lengthS = piece.to - piece.from
    if (lengthS <= 0) return
    if (lengthS > sizes.mostS) return halve(piece)
    try {
      const values = await read(piece)
      for (const [index, found] of values.entries()) for (const value of found) all[index]?.push(value)
    } catch (error) {
      if (!(error instanceof SourceFault) || error.cure !== 'halve') throw error
      if (lengthS <= sizes.leastS) throw givenUp(error, sizes.leastS)
      await halve(piece)
    }
  }
  await take(window)
  return all
}

const givenUp = (fault: SourceFault, leastS: number): SourceFault =>
  new SourceFault('limit', 'wait', `${fault.message} Even ${leastS / MINUTE_S} minutes are too much for it.`, {
    hint: "Raise InfluxDB's limits (max-row-limit, max-select-point, query-timeout), or watch fewer checks.",
    cause: fault,
  })

const wholeHours = ({ from, to }: Span): Span => ({
  from: Math.ceil(from / HOUR_S) * HOUR_S,
  to: Math.floor(to / HOUR_S) * HOUR_S,
})

function whereOf({ url, username, database }: InfluxSettings): Omit<Where, 'version'> {
  const { origin, pathname, hostname } = new URL(url)
  return { url: pathname === '/' ? origin : `${origin}${pathname}`, host: hostname, username, database }
}
