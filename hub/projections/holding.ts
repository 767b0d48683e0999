import type { Layers } from '../../shared/layers.ts'
import type { ComponentId, StateCode } from '../../shared/model.ts'
import { OPEN, type Seconds } from '../../shared/time.ts'
import { join, overlay, type Timeline } from '../../shared/timeline.ts'
import type { ComponentRow, VesselRow } from '../ports.ts'

/** What the rows hold of one vessel over some span. */
export type Holding = {
  readonly row: VesselRow
  readonly timelines: ReadonlyMap<ComponentId, Timeline<StateCode>>
  readonly silence: Timeline<true>
  readonly listening: Timeline<true>
}

const NO_TIMELINE: Timeline<StateCode> = []
const NO_EXCUSES: Timeline<string> = []

/** The layers of one component, told up to the watermark. */
export const layersOf = (holding: Holding, component: ComponentRow, watermark: Seconds | null): Layers => ({
  measured: holding.timelines.get(component.id) ?? NO_TIMELINE,
  watermark,
  silence: holding.silence,
  listening: holding.listening,
  excused: NO_EXCUSES,
  inService: inService(holding.row, component),
})

/** Configured on board as far as shore knows: only such a component is shown. */
export const isConfigured = ({ claimed }: ComponentRow): boolean => claimed === null || claimed.to === OPEN

/** In the yard, laid up, not yet taken over: nobody expects anything of it now. */
export const isOutOfService = ({ profile }: VesselRow, now: Seconds): boolean =>
  profile.inService.length > 0 && !profile.inService.some(({ from, to }) => from <= now && now < to)

/** A component serves while it is claimed and its vessel is in service: as entered, else as long as anything is claimed. */
function inService({ profile, retiredAt }: VesselRow, { claimed }: ComponentRow): Timeline<true> {
  if (claimed === null) return []
  const entered = profile.inService.length === 0 ? [{ from: -OPEN, to: OPEN }] : profile.inService
  const periods = entered
    .toSorted((a, b) => a.from - b.from)
    .map(({ from, to }) => ({ from, to: Math.min(to, retiredAt ?? OPEN), state: true as const }))
  return overlay(join(periods), [], claimed, (serves) => serves)
}
