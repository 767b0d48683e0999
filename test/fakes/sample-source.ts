import type { Check } from '../../agent/core/check.ts'
import { SourceFault } from '../../agent/core/source-fault.ts'
import type { SampleSource } from '../../agent/ports.ts'
import type { Sample } from '../../shared/sampling.ts'
import { HOUR_S, type Seconds, type Span } from '../../shared/time.ts'

export type Call = { readonly kind: 'read' | 'fingerprints' | 'oldest' | 'examine' | 'ping'; readonly window?: Span }

export type FakeSource = SampleSource & {
  /** What the database holds of each check, in any order; to be changed at will. */
  readonly samples: Sample[]
  /** Every call, in order; to be emptied at will. */
  calls: Call[]
  /** What every call ends in, until it is null again. */
  fault: SourceFault | null
  findings: SourceFault | null
}

export const aFault = (cure: SourceFault['cure'] = 'wait') =>
  new SourceFault('refused', cure, 'InfluxDB is not running.')

/** A database in memory, the same for all checks. */
export function fakeSource(): FakeSource {
  const within = ({ from, to }: Span) =>
    source.samples.filter(({ at }) => at >= from && at < to).toSorted((a, b) => a.at - b.at)
  async function answer<T>(call: Call, checks: readonly Check[], one: () => T): Promise<readonly T[]> {
    source.calls.push(call)
    if (source.fault !== null) throw source.fault
    return checks.map(one)
  }
  const source: FakeSource = {
    samples: [],
    calls: [],
    fault: null,
    findings: null,
    read: (checks, window) => answer({ kind: 'read', window }, checks, () => within(window)),
    fingerprints: (checks, window) =>
      answer({ kind: 'fingerprints', window }, checks, () =>
        hoursOf(window).map((hour) => ({ hour, print: JSON.stringify(within({ from: hour, to: hour + HOUR_S })) })),
      ),
    oldest: (checks) =>
      answer({ kind: 'oldest' }, checks, () =>
        source.samples.length > 0 ? Math.min(...source.samples.map(({ at }) => at)) : null,
      ),
    examine: (checks) => answer({ kind: 'examine' }, checks, () => source.findings),
    ping: async () => {
      await answer({ kind: 'ping' }, [], () => null)
    },
  }
  return source
}

function hoursOf({ from, to }: Span): Seconds[] {
  const hours: Seconds[] = []
  for (let hour = Math.ceil(from / HOUR_S) * HOUR_S; hour + HOUR_S <= to; hour += HOUR_S) hours.push(hour)
  return hours
}
