import type { Category } from '../../shared/excuse.ts'
import type { ComponentId } from '../../shared/model.ts'
import { DAY_S, OPEN, type Seconds, type Span } from '../../shared/time.ts'
import { covered, overlay, pieceAt, type Timeline } from '../../shared/timeline.ts'
import type { By, VesselEvent } from './events.ts'

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
  /** `to` is `OPEN` until somebody knows better. */
  readonly span: Span
  /** When an open-ended one is to be looked at again. */
  readonly reviewAt: Seconds | null
  readonly entered: ExcuseDeed
  readonly changed: readonly ExcuseDeed[]
  readonly withdrawn: ExcuseDeed | null
}

export type ExcuseEvent = { readonly excuse: ExcuseId; readonly reason: string; readonly by: By } & (
  | {
      readonly type: 'excused'
      readonly component: ComponentId | null
      readonly category: Category
      readonly span: Span
      readonly reviewAt: Seconds | null
    }
  | { readonly type: 'excuse-changed'; readonly span: Span; readonly reviewAt: Seconds | null }
  | { readonly type: 'excuse-withdrawn' }
)

/** No further back than there is detail to be restated. */
export const EXCUSABLE_S = 400 * DAY_S

/** In the order in which they were entered, the withdrawn ones too, as far back as there is detail. */
export function evolveExcuses(excuses: readonly Excuse[], event: VesselEvent): readonly Excuse[] {
  switch (event.type) {
    case 'excused': {
      const { excuse: id, component, category, span, reviewAt, by, at, reason } = event
      const kept = excuses.filter(({ span: { to } }) => to > at - EXCUSABLE_S)
      const entered = { by, at, reason }
      return [...kept, { id, component, category, span, reviewAt, entered, changed: [], withdrawn: null }]
    }
    case 'excuse-changed':
    case 'excuse-withdrawn':
      return excuses.map((one) => (one.id === event.excuse ? evolveExcuse(one, event) : one))
    default:
      return excuses
  }
}

function evolveExcuse(
  excuse: Excuse,
  event: Extract<VesselEvent, { type: 'excuse-changed' | 'excuse-withdrawn' }>,
): Excuse {
  const deed = { by: event.by, at: event.at, reason: event.reason }
  if (event.type === 'excuse-withdrawn') return { ...excuse, withdrawn: deed }
  return { ...excuse, span: event.span, reviewAt: event.reviewAt, changed: [...excuse.changed, deed] }
}

const NONE: Timeline<ExcuseId> = []

/** What excuses a component, its own excuses and the vessel's; with null the vessel's alone. Of several the first one entered. */
export function excusedOf(excuses: readonly Excuse[], component: ComponentId | null): Timeline<ExcuseId> {
  let excused = NONE
  for (const { id, component: of, span, withdrawn } of excuses) {
    if (withdrawn !== null || (of !== null && of !== component)) continue
    excused = overlay(excused, [{ ...span, state: id }], EVER, (before, after) => before ?? after)
  }
  return excused
}

const EVER: Span = { from: -OPEN, to: OPEN }

/** What excuses the component, or the vessel with null, at this instant. */
export const excuseAt = (excuses: readonly Excuse[], component: ComponentId | null, at: Seconds): Excuse | undefined =>
  excuses.find(
    ({ component: of, span, withdrawn }) =>
      withdrawn === null && (of === null || of === component) && span.from <= at && at < span.to,
  )

/** What excuses the component, or the vessel with null, or has done so within so long before now. */
export const lastingExcuse = (
  excuses: readonly Excuse[],
  component: ComponentId | null,
  { now, withinS }: { readonly now: Seconds; readonly withinS: Seconds },
): Excuse | undefined =>
  excuseAt(excuses, component, now) ??
  excuses.find(
    ({ component: of, span, withdrawn }) =>
      withdrawn === null && (of === null || of === component) && span.from <= now && now < span.to + withinS,
  )

/** Whether nothing of the span counts. */
export function isWhollyExcused(excuses: readonly Excuse[], component: ComponentId | null, span: Span): boolean {
  const piece = pieceAt(covered(excusedOf(excuses, component)), span.from)
  return piece !== undefined && piece.to >= span.to
}

/** When each begins and ends that is not withdrawn, and when its end is so long ago. */
export const excusesTurn = (excuses: readonly Excuse[], withinS: Seconds): readonly Seconds[] =>
  standing(excuses).flatMap(({ span: { from, to } }) => [from, to, to + withinS])

export const excusesEnd = (excuses: readonly Excuse[]): readonly Seconds[] =>
  standing(excuses).map(({ span }) => span.to)

const standing = (excuses: readonly Excuse[]): readonly Excuse[] =>
  excuses.filter(({ withdrawn }) => withdrawn === null)
