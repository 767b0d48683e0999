import type { Excuse as ExcuseView } from '../../shared/api/maintenance.ts'
import { iso, OPEN, type Seconds, type Span } from '../../shared/time.ts'
import type { Excuse, ExcuseDeed } from '../core/excuses/excuse.ts'
import { byView } from './by.ts'

const SHOWN = 3

/** What goes on or comes next. */
export const nextOf = (spans: readonly Span[], now: Seconds): readonly Span[] =>
  spans.filter(({ to }) => to > now).slice(0, SHOWN)

export const isoOrNull = (at: Seconds): string | null => (at === OPEN ? null : iso(at))

/** Between its times what recurs is one that comes. */
export function stateAt({ times, withdrawn }: Pick<Excuse, 'times' | 'withdrawn'>, now: Seconds): ExcuseView['state'] {
  if (withdrawn !== null) return 'withdrawn'
  const [next] = nextOf(times.spans, now)
  if (next === undefined) return times.workedOutTo === null ? 'past' : 'coming'
  return now < next.from ? 'coming' : 'now'
}

type Deeds<D> = { readonly entered: D; readonly changed: readonly D[]; readonly withdrawn: D | null }

/** Who did what, when and why. */
export const deedViews = ({ entered, changed, withdrawn }: Deeds<ExcuseDeed>) => ({
  entered: deedView(entered),
  changed: changed.map(deedView),
  withdrawn: withdrawn && deedView(withdrawn),
})

const deedView = ({ by, at, reason }: ExcuseDeed): ExcuseView['entered'] => ({ by: byView(by), at: iso(at), reason })
