import type { Recurrence } from '../../../shared/pattern.ts'
import { DAY_S, OPEN, type Seconds, type Span } from '../../../shared/time.ts'
import { dated } from '../dated.ts'
import { EXCUSABLE_S, type Excuse, type ExcuseEvent, once, type Times } from './excuse.ts'
import { occurrences } from './recurrence.ts'

/** So far ahead is worked out what recurs, and at least so many times; more when less than `RENEWED_S` of it is left. */
const AHEAD_S = 35 * DAY_S
const LEAST = 3
const RENEWED_S = 28 * DAY_S

export type Planned = { readonly span: Span; readonly times: Times }

/** What recurs, from its first occurrence of which there is detail on; null when there is none at all. */
export const planned = (recurs: Recurrence, now: Seconds): Planned | null =>
  replanned([], recurs, now - EXCUSABLE_S, now)

/** Other times for what has stood: what recurred and has begun stays as it was, what was once stays until now. */
export const replannedFromNow = (before: Times, recurs: Recurrence, now: Seconds): Planned | null =>
  replanned(before.recurs === null ? until(before.spans, now) : before.spans, recurs, now + 1, now)

const until = (spans: readonly Span[], now: Seconds): readonly Span[] =>
  spans.filter(({ from }) => from < now).map(({ from, to }) => ({ from, to: Math.min(to, now) }))

function replanned(before: readonly Span[], recurs: Recurrence, from: Seconds, now: Seconds): Planned | null {
  const begun = before.filter((one) => one.from < from)
  const free = begun.at(-1)?.to ?? -OPEN
  const more = worked(recurs, from, now)
  const after = more.spans.filter(({ to }) => to > free).map((one) => ({ ...one, from: Math.max(one.from, free) }))
  const spans = [...begun, ...after]
  const [first] = spans
  if (first === undefined) return null
  const to = more.workedOutTo === null ? (spans.at(-1)?.to ?? first.to) : endOf(recurs, more.workedOutTo)
  return { span: { from: first.from, to }, times: { ...once(first), spans, recurs, workedOutTo: more.workedOutTo } }
}

/** More of what recurs, since time has passed; null while enough of it is worked out. */
export function continued({ times, withdrawn }: Excuse, now: Seconds): Times | null {
  const { recurs, workedOutTo } = times
  if (recurs === null || workedOutTo === null || withdrawn !== null || now < workedOutTo - RENEWED_S) return null
  const more = worked(recurs, workedOutTo, now)
  const kept = times.spans.filter(({ to }) => to > now - EXCUSABLE_S)
  return { ...times, spans: [...kept, ...more.spans], workedOutTo: more.workedOutTo }
}

/** When more of what recurs is to be worked out. */
export const continuesAt = ({ times: { workedOutTo }, withdrawn }: Excuse): Seconds =>
  withdrawn !== null || workedOutTo === null ? OPEN : workedOutTo - RENEWED_S

export const whenContinued = (excuses: readonly Excuse[], now: Seconds): readonly ExcuseEvent[] =>
  excuses.flatMap((excuse) => {
    const times = continued(excuse, now)
    const why = { by: { kind: 'hub' }, reason: 'it recurs' } as const
    return times === null ? [] : [{ type: 'excuse-continued', ...dated(now), excuse: excuse.id, times, ...why }]
  })

function worked(recurs: Recurrence, from: Seconds, now: Seconds): Pick<Times, 'spans' | 'workedOutTo'> {
  const spans: Span[] = []
  let ahead = 0
  for (const span of occurrences(recurs, from)) {
    if (span.from >= now + AHEAD_S && ahead >= LEAST) return { spans, workedOutTo: span.from }
    if (span.from > now) ahead++
    spans.push(span)
  }
  return { spans, workedOutTo: null }
}

function endOf(recurs: Recurrence, from: Seconds): Seconds {
  if (recurs.pattern.lastDay === null) return OPEN
  let end = from
  for (const { to } of occurrences(recurs, from)) end = to
  return end
}
