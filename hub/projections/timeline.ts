import type { Interval, VesselTimeline } from '../../shared/api/timeline.ts'
import { bestKnowledge, isUnknown, type Known, type Layers, type Unknown } from '../../shared/layers.ts'
import { iso, type Span } from '../../shared/time.ts'
import { overlay } from '../../shared/timeline.ts'
import type { Excuse } from '../core/excuses/excuse.ts'
import type { ComponentRow, VesselRow } from '../ports/read-store.ts'
import type { TimelineQuery } from '../ports/views.ts'
import { causeOf } from './component.ts'
import { type Holding, layersOf } from './holding.ts'
import { type Present, watermarkOf, windowEndOf } from './present.ts'

/** What is known of each component, instant by instant. The holding reaches over the query's span. */
export function timelineView(holding: Holding, query: TimelineQuery, present: Present): VesselTimeline {
  const { row } = holding
  const watermark = watermarkOf(row, present)
  const span = { from: query.from, to: Math.min(query.to, windowEndOf(holding, present)) }
  return {
    vessel: row.id,
    from: iso(query.from),
    to: iso(query.to),
    watermark: watermark === null ? null : iso(watermark),
    excuses: excusing(holding.row.excuses, span),
    components: row.components
      .filter(({ id }) => query.component === null || query.component === id)
      .map((component) => ({
        id: component.id,
        intervals: intervals(layersOf(holding, component, watermark), component, row, span),
      })),
  }
}

/** What is named as `excusedBy`, in words. */
const excusing = (excuses: readonly Excuse[], { from, to }: Span): VesselTimeline['excuses'] =>
  excuses
    .filter(({ times, withdrawn }) => withdrawn === null && times.spans.some((one) => one.from < to && one.to > from))
    .map(({ id, component, category, entered: { reason } }) => ({ id, component, category, reason }))

type Served = Known | 'out-of-service'

/** What was measured while nobody counted on it is excused by that. */
const OUT_OF_SERVICE = 'out of service'

/** What is known of one component, and why not. */
export function intervals(layers: Layers, component: ComponentRow, vessel: VesselRow, span: Span): Interval[] {
  const serving = overlay(
    bestKnowledge(layers, span),
    layers.inService,
    span,
    (known = 'not-told', serves): Served => (serves === undefined && isUnknown(known) ? 'out-of-service' : known),
  )
  const idle = overlay(serving, layers.inService, span, (known, serves) =>
    serves === undefined && known !== 'out-of-service' ? OUT_OF_SERVICE : undefined,
  )
  const excuses = overlay(layers.excused, idle, span, (excuse, other) => excuse ?? other)
  const said = overlay(serving, excuses, span, (known = 'not-told', excusedBy) => ({ known, excusedBy }))
  const why = (unknown: Unknown | 'out-of-service') =>
    unknown === 'out-of-service' ? unknown : causeOf(unknown, component, vessel)
  return said.map(({ from, to, state: { known, excusedBy = null } }): Interval => {
    const stretch = { from: iso(from), to: iso(to), excusedBy }
    switch (known) {
      case 'up':
      case 'down':
        return { ...stretch, state: known, source: 'measured', cause: null }
      case 'silent':
        return { ...stretch, state: 'down', source: 'silent', cause: null }
      default:
        return { ...stretch, state: 'unknown', source: 'none', cause: why(known) }
    }
  })
}
