import type { Category } from '../../../shared/excuse.ts'
import type { ComponentId } from '../../../shared/model.ts'
import type { Recurrence } from '../../../shared/pattern.ts'
import { DAY_S, OPEN, type Seconds, type Span } from '../../../shared/time.ts'
import { covered, join, overlay, pieceAt, type Timeline } from '../../../shared/timeline.ts'
import type { By } from '../by.ts'
import type { Dated } from '../dated.ts'

/** `e-<component or vessel>-<from, base 36>`, with a number when others begin at the same time. */
export type ExcuseId = string

/** Who did something about an excuse, when, and why. */
export type ExcuseDeed = { readonly by: By; readonly at: Seconds; readonly reason: string }

/** Time of the vessel or of one component that is not counted, and why. */
export type Excuse = {
  readonly id: ExcuseId
  /** Null: the whole vessel. */
  readonly component: ComponentId | null
  readonly category: Category
  /** From its first begin to its last end; `to` is `OPEN` until somebody knows better. */
  readonly span: Span
  readonly times: Times
  /** When an open-ended one is to be looked at again. */
  readonly reviewAt: Seconds | null
  readonly entered: ExcuseDeed
  readonly changed: readonly ExcuseDeed[]
  readonly withdrawn: ExcuseDeed | null
}

/**
 * When it is, in its span. What was worked out is recorded: a hub that is told of other clocks tomorrow restates nothing of
 * yesterday, and one without an end is never worked out further than a while ahead.
 */
export type Times = {
  /** In order and disjoint. */
  readonly spans: readonly Span[]
  /** Null: there is nothing more to come than these. */
  readonly recurs: Recurrence | null
  /** Those that begin before this are worked out; null: all are. */
  readonly workedOutTo: Seconds | null
  /** As maintenance of its group says; null: entered for this vessel alone. */
  readonly ofGroup: GroupPart | null
}

/** A vessel's part in the maintenance of a group, by what it was made of. */
export type GroupPart = {
  readonly id: string
  readonly revision: number
  readonly zone: string
  /** When the vessel belonged to the group, as far as it matters. */
  readonly within: readonly Span[]
}

export type ExcuseEvent = Dated & { readonly excuse: ExcuseId; readonly reason: string; readonly by: By } & (
    | {
        readonly type: 'excused'
        readonly component: ComponentId | null
        readonly category: Category
        readonly span: Span
        /** Absent of one that is its span and no more. */
        readonly times?: Times
        readonly reviewAt: Seconds | null
      }
    | {
        readonly type: 'excuse-changed'
        readonly span: Span
        readonly times?: Times
        readonly reviewAt: Seconds | null
      }
    | { readonly type: 'excuse-withdrawn' }
    /** Time has passed: more of what recurs was worked out. */
    | { readonly type: 'excuse-continued'; readonly times: Times }
  )

/** No further back than there is detail to be restated. */
export const EXCUSABLE_S = 400 * DAY_S

export const once = (span: Span): Times => ({ spans: [span], recurs: null, workedOutTo: null, ofGroup: null })

/** In the order in which they were entered, the withdrawn ones too, as far back as there is detail. */
export function evolveExcuses(excuses: readonly Excuse[], event: ExcuseEvent): readonly Excuse[] {
  switch (event.type) {
    case 'excused': {
      const { excuse: id, component, category, span, times = once(span), reviewAt, by, at, reason } = event
      const kept = excuses.filter(({ span: { to } }) => to > at - EXCUSABLE_S)
      const entered = { by, at, reason }
      return [...kept, { id, component, category, span, times, reviewAt, entered, changed: [], withdrawn: null }]
    }
    default:
      return excuses.map((one) => (one.id === event.excuse ? evolveExcuse(one, event) : one))
  }
}

function evolveExcuse(excuse: Excuse, event: Exclude<ExcuseEvent, { type: 'excused' }>): Excuse {
  if (event.type === 'excuse-continued') return { ...excuse, times: event.times }
  const deed = { by: event.by, at: event.at, reason: event.reason }
  if (event.type === 'excuse-withdrawn') return { ...excuse, withdrawn: deed }
  const { span, times = once(span), reviewAt } = event
  return { ...excuse, span, times, reviewAt, changed: [...excuse.changed, deed] }
}

const NONE: Timeline<ExcuseId> = []

/** What excuses a component, its own excuses and the vessel's; with null the vessel's alone. Of several the first one entered. */
export function excusedOf(excuses: readonly Excuse[], component: ComponentId | null): Timeline<ExcuseId> {
  let excused = NONE
  for (const { id, times } of bearing(excuses, component)) {
    const own = join(times.spans.map((span) => ({ ...span, state: id })))
    excused = excused === NONE ? own : overlay(excused, own, EVER, (before, after) => before ?? after)
  }
  return excused
}

const EVER: Span = { from: -OPEN, to: OPEN }

/** What excuses the component, or the vessel with null, at this instant. */
export const excuseAt = (excuses: readonly Excuse[], component: ComponentId | null, at: Seconds): Excuse | undefined =>
  lastingExcuse(excuses, component, { now: at, withinS: 0 })

/** What excuses the component, or the vessel with null, or has done so within so long before now. */
export function lastingExcuse(
  excuses: readonly Excuse[],
  component: ComponentId | null,
  { now, withinS }: { readonly now: Seconds; readonly withinS: Seconds },
): Excuse | undefined {
  const of = bearing(excuses, component)
  const at = (forS: Seconds) =>
    of.find(({ times }) => times.spans.some(({ from, to }) => from <= now && now < to + forS))
  return at(0) ?? at(withinS)
}

/** Until when it goes on that excuses something at this instant: of what recurs until then only. */
export const excusedUntil = ({ times, span }: Excuse, at: Seconds): Seconds =>
  times.spans.find(({ from, to }) => from <= at && at < to)?.to ?? span.to

/** Those that stand and excuse the component, or the vessel with null. */
const bearing = (excuses: readonly Excuse[], component: ComponentId | null): readonly Excuse[] =>
  excuses.filter(({ component: of, withdrawn }) => withdrawn === null && (of === null || of === component))

/** Whether nothing of the span counts. */
export function isWhollyExcused(excuses: readonly Excuse[], component: ComponentId | null, span: Span): boolean {
  const piece = pieceAt(covered(excusedOf(excuses, component)), span.from)
  return piece !== undefined && piece.to >= span.to
}

/** When each begins and ends that is not withdrawn, and when its end is so long ago. */
export const excusesTurn = (excuses: readonly Excuse[], withinS: Seconds): readonly Seconds[] =>
  standing(excuses).flatMap(({ from, to }) => [from, to, to + withinS])

export const excusesEnd = (excuses: readonly Excuse[]): readonly Seconds[] => standing(excuses).map(({ to }) => to)

const standing = (excuses: readonly Excuse[]): readonly Span[] =>
  excuses.filter(({ withdrawn }) => withdrawn === null).flatMap(({ times }) => times.spans)
