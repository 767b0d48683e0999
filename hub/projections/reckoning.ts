import type { Reckoned, Reckoning } from '../../shared/api/reckoning.ts'
import { bestKnowledge, isUnknown, type Known } from '../../shared/layers.ts'
import { judge, targetFor } from '../../shared/sla.ts'
import { iso, type Seconds, type Span } from '../../shared/time.ts'
import { clip, stateAt, type Timeline } from '../../shared/timeline.ts'
import { nameOf } from '../core/components/component-name.ts'
import { excusedOf } from '../core/excuses/excuse.ts'
import type { ComponentRow, VesselRow } from '../ports/read-store.ts'
import type { TimelineQuery } from '../ports/views.ts'
import { causeOf } from './component.ts'
import { figuresOf, figuresTogether, sumsIn, type ThreeFigures, windowFigures } from './figures.ts'
import { type Holding, layersOf } from './holding.ts'
import { type Present, watermarkOf, windowEndOf } from './present.ts'

/**
 * A period with its figures and every interval that they come from; null for a component that the vessel does not have.
 * The holding reaches over the query's span.
 */
export function reckoningView(holding: Holding, query: TimelineQuery, present: Present): Reckoning | null {
  const { row } = holding
  const claimed = row.components.filter(({ claimed }) => claimed !== null)
  const component = row.components.find(({ id }) => id === query.component) ?? null
  if (query.component !== null && component === null) return null
  const until = Math.max(query.from, Math.min(query.to, windowEndOf(holding, present)))
  const span = { from: query.from, to: until }
  const watermark = watermarkOf(row, present)
  const three = (one: ComponentRow): ThreeFigures => figuresOf(layersOf(holding, one, watermark), span)
  const figures =
    component === null ? figuresTogether(claimed.map(three), excusedOf(row.excuses, null), span) : three(component)
  const known = component === null ? [] : bestKnowledge(layersOf(holding, component, watermark), span)
  const { sla } = present.policy
  const target = targetFor(sla, { group: row.profile.group, vessel: row.id, component: component?.id ?? null })
  const intervals = intervalsOf(figures, known, span).map(reckonedOf(row, component))
  return {
    at: iso(present.now),
    vessel: { id: row.id, name: row.profile.name, zone: row.profile.zone },
    component: component && { id: component.id, name: nameOf(component.id, present.policy) },
    from: iso(query.from),
    to: iso(query.to),
    until: iso(until),
    figures: windowFigures(figures, row.excuses, span),
    slaTarget: target,
    ...judge(sumsIn(figures, span).best, target, { ...sla, windowS: until - query.from }),
    minCoverage: sla.minCoveragePercent,
    excuses: row.excuses
      .filter(({ id }) => intervals.some(({ excusedBy }) => excusedBy === id))
      .map(({ id, category, entered: { reason } }) => ({ id, category, reason })),
    intervals,
  }
}

type Interval = Span & {
  readonly of: Pick<Reckoned, 'best' | 'measured' | 'observed' | 'excusedBy'>
  readonly known: Known | undefined
}

/** From each turn of any of them to the next. */
function intervalsOf(figures: ThreeFigures, known: Timeline<Known>, span: Span): readonly Interval[] {
  const { best, measured, observed, excused } = figures
  const turns = new Set([best, measured, observed, excused, known].flatMap((one) => turnsOf(one, span)))
  const sorted = [...turns].sort((a, b) => a - b)
  return sorted.slice(0, -1).map((from, at) => ({
    from,
    to: sorted[at + 1] ?? from,
    of: {
      best: stateAt(best, from) ?? 'out-of-service',
      measured: stateAt(measured, from) ?? 'out-of-service',
      observed: stateAt(observed, from) ?? 'out-of-service',
      excusedBy: stateAt(excused, from) ?? null,
    },
    known: stateAt(known, from),
  }))
}

const turnsOf = (timeline: Timeline<unknown>, span: Span): readonly Seconds[] =>
  span.from >= span.to ? [] : [span.from, ...clip(timeline, span).flatMap(({ from, to }) => [from, to]), span.to]

const reckonedOf =
  (row: VesselRow, component: ComponentRow | null) =>
  ({ from, to, of, known }: Interval): Reckoned => ({
    from: iso(from),
    to: iso(to),
    seconds: to - from,
    ...of,
    cause: component !== null && known !== undefined && isUnknown(known) ? causeOf(known, component, row) : null,
  })
