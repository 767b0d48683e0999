import type { VesselId } from '../../shared/model.ts'
import { OPEN, type Seconds } from '../../shared/time.ts'
import { cut, type Timeline } from '../../shared/timeline.ts'
import type { MassSilence } from '../core/alerts/mass-silence.ts'
import type { GroupExcuse } from '../core/excuses/group-excuse.ts'
import { windowEnd } from '../core/knowledge/window.ts'
import type { Policy } from '../core/policy.ts'
import type { VesselRow } from '../ports/read-store.ts'
import type { Heard } from '../ports/register.ts'
import type { Holding } from './holding.ts'

/** What no row holds: the hub's now, who was heard when, and what the fleet's policy is. */
export type Present = {
  readonly now: Seconds
  /** Until when the hub could hear: now, or since when its log has been away. */
  readonly hearsUntil: Seconds
  readonly heard: ReadonlyMap<VesselId, Heard>
  readonly policy: Policy
  /** Those that stand. */
  readonly massSilences: readonly MassSilence[]
  /** Maintenance of groups, whatever became of it. */
  readonly groupExcuses: readonly GroupExcuse[]
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

/** Where every window of the vessel ends. */
export const windowEndOf = ({ row, listening }: Pick<Holding, 'row' | 'listening'>, present: Present): Seconds =>
  windowEnd({
    now: present.now,
    watermark: watermarkOf(row, present),
    lastHeard: lastHeardOf(row, present),
    silent: row.presence.kind === 'silent',
    listensSince: listening.at(-1)?.from ?? -OPEN,
    silentAfterS: present.policy.silentAfterS,
  })

/** The hub does not listen past the moment in which its log went away. */
export const listeningUntil = (listening: Timeline<true>, { hearsUntil }: Present): Timeline<true> =>
  cut(listening, hearsUntil)
