import type { VesselId } from '../../shared/model.ts'
import { OPEN, type Seconds } from '../../shared/time.ts'
import { cut, type Timeline } from '../../shared/timeline.ts'
import type { Policy } from '../core/policy.ts'
import type { Heard, VesselRow } from '../ports.ts'
import type { Holding } from './holding.ts'

/** What no row holds: the hub's now, who was heard when, and what the fleet's policy is. */
export type Present = {
  readonly now: Seconds
  /** Until when the hub could hear: now, or since when its log has been away. */
  readonly hearsUntil: Seconds
  readonly heard: ReadonlyMap<VesselId, Heard>
  readonly policy: Policy
}

/** How far the vessel has told: by the register, which is newer than the log unless it was lost. */
export function watermarkOf({ id, seen }: VesselRow, present: Present): Seconds | null {
  const heard = present.heard.get(id)
  if (heard === undefined || seen === null) return (heard ?? seen)?.watermark ?? null
  const isNewer = heard.session > seen.session || (heard.session === seen.session && heard.seq >= seen.seq)
  return (isNewer ? heard : seen).watermark
}

/** When it was last heard: by the register, by the log where that was lost; null before the first time. */
export const lastHeardOf = ({ id, heardAt }: VesselRow, present: Present): Seconds | null =>
  present.heard.get(id)?.lastHeard ?? heardAt

/**
 * Where every window ends: at the watermark, for what has not been told yet is no gap; at now when the vessel is silent,
 * or is heard without telling anything for as long. A hub that has just begun to listen gives it that time anew.
 */
export function windowEndOf({ row, listening }: Holding, present: Present): Seconds {
  const watermark = watermarkOf(row, present)
  if (watermark === null || row.presence.kind === 'silent') return present.now
  const listensSince = listening.at(-1)?.from ?? -OPEN
  const untoldS = (lastHeardOf(row, present) ?? watermark) - Math.max(watermark, listensSince)
  return untoldS > present.policy.silentAfterS ? present.now : Math.min(watermark, present.now)
}

/** The hub does not listen past the moment in which its log went away. */
export const listeningUntil = (listening: Timeline<true>, { hearsUntil }: Present): Timeline<true> =>
  cut(listening, hearsUntil)
