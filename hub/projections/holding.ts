import type { Layers } from '../../shared/layers.ts'
import type { ComponentId, StateCode } from '../../shared/model.ts'
import type { Seconds } from '../../shared/time.ts'
import type { Timeline } from '../../shared/timeline.ts'
import { serviceOf } from '../core/components/service.ts'
import { excusedOf } from '../core/excuses/excuse.ts'
import type { ComponentRow, VesselRow } from '../ports/read-store.ts'

/** What the rows hold of one vessel over some span. */
export type Holding = {
  readonly row: VesselRow
  readonly timelines: ReadonlyMap<ComponentId, Timeline<StateCode>>
  readonly silence: Timeline<true>
  readonly listening: Timeline<true>
}

const NO_TIMELINE: Timeline<StateCode> = []

/** The layers of one component, told up to the watermark. */
export const layersOf = (holding: Holding, component: ComponentRow, watermark: Seconds | null): Layers => ({
  measured: holding.timelines.get(component.id) ?? NO_TIMELINE,
  watermark,
  silence: holding.silence,
  listening: holding.listening,
  excused: excusedOf(holding.row.excuses, component.id),
  inService: serviceOf(holding.row.profile, holding.row.retiredAt, component),
})
