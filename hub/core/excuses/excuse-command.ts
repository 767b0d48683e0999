import type { Category } from '../../../shared/excuse.ts'
import type { ComponentId } from '../../../shared/model.ts'
import type { Recurrence } from '../../../shared/pattern.ts'
import { DAY_S, OPEN, type Seconds, type Span } from '../../../shared/time.ts'
import type { By } from '../by.ts'
import { dated } from '../dated.ts'
import type { Decision } from '../decision.ts'
import { EXCUSABLE_S, type Excuse, type ExcuseDeed, type ExcuseEvent, type ExcuseId, type Times } from './excuse.ts'
import { planned, replannedFromNow } from './occurrence.ts'
import { occurrences } from './recurrence.ts'

/** What a person asks about maintenance, before, during or after the fact; always with a reason. */
export type ExcuseCommand = { readonly reason: string; readonly by: By } & (
  | ({ readonly type: 'excuse'; readonly component: ComponentId | null; readonly category: Category } & Extent)
  | ({ readonly type: 'change-excuse'; readonly excuse: ExcuseId } & Extent)
  | { readonly type: 'withdraw-excuse'; readonly excuse: ExcuseId }
)

/** When: once, or again and again. One without an end has a day on which it is looked at again. */
export type Extent = { readonly reviewAt: Seconds | null } & ({ readonly span: Span } | { readonly recurs: Recurrence })

export type ExcuseAnswer =
  | { readonly kind: 'done'; readonly excuse: ExcuseId }
  | { readonly kind: 'withdrawn-already'; readonly deed: ExcuseDeed }
  | { readonly kind: 'refused'; readonly reason: ExcuseRefusal }

export type ExcuseRefusal =
  | 'no-vessel'
  | 'no-component'
  | 'no-excuse'
  | 'no-time'
  | 'too-long-ago'
  | 'too-far-ahead'
  | 'no-review'
  | 'never'
  | 'of-group'

export type ExcuseDecision = Decision<ExcuseEvent, ExcuseAnswer>

/** What an excuse can be of. */
type Known = {
  readonly isVessel: boolean
  readonly components: readonly { readonly id: ComponentId }[]
  readonly excuses: readonly Excuse[]
}

export function decideExcuse(known: Known, command: ExcuseCommand, now: Seconds): ExcuseDecision {
  const { reason, by } = command
  const when = { ...dated(now), reason, by }
  if (!known.isVessel) return refused('no-vessel')
  if (command.type === 'excuse') {
    const { component, category, reviewAt } = command
    if (component !== null && !known.components.some(({ id }) => id === component)) return refused('no-component')
    const plan = planOf(command, null, now)
    if ('refused' in plan) return refused(plan.refused)
    const excuse = newExcuseId(known.excuses, component, plan.span.from)
    return done(excuse, { type: 'excused', ...when, excuse, component, category, ...plan, reviewAt })
  }
  const { excuse } = command
  const stored = known.excuses.find(({ id }) => id === excuse)
  if (stored === undefined) return refused('no-excuse')
  if (stored.withdrawn !== null) {
    return { events: [], answer: { kind: 'withdrawn-already', deed: stored.withdrawn } }
  }
  if (stored.times.ofGroup !== null) return refused('of-group')
  if (command.type === 'withdraw-excuse') return done(excuse, { type: 'excuse-withdrawn', ...when, excuse })
  const plan = planOf(command, stored, now)
  if ('refused' in plan) return refused(plan.refused)
  return done(excuse, { type: 'excuse-changed', ...when, excuse, ...plan, reviewAt: command.reviewAt })
}

type Plan = { readonly span: Span; readonly times?: Times } | { readonly refused: ExcuseRefusal }

/** A change of what recurs holds from now on. */
function planOf(extent: Extent, stored: Excuse | null, now: Seconds): Plan {
  if ('span' in extent) {
    const wrong = wrongWith(extent.span, extent.reviewAt, now)
    return wrong === null ? { span: extent.span } : { refused: wrong }
  }
  const { recurs, reviewAt } = extent
  const wrong = wrongPattern(recurs, reviewAt, now, stored === null)
  if (wrong !== null) return { refused: wrong }
  const plan = stored === null ? planned(recurs, now) : replannedFromNow(stored.times, recurs, now)
  return plan ?? { refused: 'never' }
}

/** Nobody plans further: a slip of the pen does. */
const AHEAD_S = 5 * 366 * DAY_S

/** What was entered long ago may be changed still: that holds from now on. */
export function wrongPattern(
  { pattern, zone }: Recurrence,
  reviewAt: Seconds | null,
  now: Seconds,
  isNew: boolean,
): ExcuseRefusal | null {
  const [first = 0, last = first] = [pattern.firstDay, pattern.lastDay ?? pattern.firstDay].map(
    (day) => Date.parse(day) / 1000,
  )
  if (isNew && first <= now - EXCUSABLE_S) return 'too-long-ago'
  if (Math.max(first, last) > now + AHEAD_S) return 'too-far-ahead'
  const next = occurrences({ pattern, zone }, isNew ? -OPEN : now).next()
  if (next.done === true) return isNew ? 'never' : null
  return pattern.lastDay === null && (reviewAt === null || reviewAt <= (isNew ? Math.max(now, next.value.from) : now))
    ? 'no-review'
    : null
}

export function wrongWith({ from, to }: Span, reviewAt: Seconds | null, now: Seconds) {
  if (from >= to) return 'no-time'
  if (from <= now - EXCUSABLE_S) return 'too-long-ago'
  if (from > now + AHEAD_S || (to !== OPEN && to > now + AHEAD_S)) return 'too-far-ahead'
  return to === OPEN && (reviewAt === null || reviewAt <= Math.max(now, from)) ? 'no-review' : null
}

export function newExcuseId(excuses: readonly Excuse[], component: ComponentId | null, from: Seconds): ExcuseId {
  const base = `e-${component ?? 'vessel'}-${from.toString(36)}`
  const taken = excuses.filter(({ id }) => id === base || id.startsWith(`${base}-`)).length
  return taken === 0 ? base : `${base}-${taken + 1}`
}

const done = (excuse: ExcuseId, event: ExcuseEvent): ExcuseDecision => ({
  events: [event],
  answer: { kind: 'done', excuse },
})

const refused = (reason: ExcuseRefusal): ExcuseDecision => ({ events: [], answer: { kind: 'refused', reason } })
