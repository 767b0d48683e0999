import { evolveMassSilences, type MassSilence } from './alerts/mass-silence.ts'
import type { FleetEvent } from './events.ts'
import { evolveGroupExcuses, type GroupExcuse } from './excuses/group-excuse.ts'
import { evolveFleetNotices, type FleetNotices, NO_FLEET_NOTICES, withBegin } from './notices/fleet-notices.ts'
import type { Listening } from './presence/listening.ts'
import { evolveListening, notListening } from './presence/listening.ts'
import { evolveReports, type Freezing } from './reports/freezing.ts'
import { isOf } from './subject.ts'

/** What is of the whole fleet, folded from its stream. */
export type Fleet = Freezing & {
  readonly listening: Listening
  readonly massSilences: readonly MassSilence[]
  readonly groupExcuses: readonly GroupExcuse[]
  readonly notices: FleetNotices
}

export const NEW_FLEET: Fleet = {
  listening: notListening,
  massSilences: [],
  groupExcuses: [],
  notices: NO_FLEET_NOTICES,
  reports: [],
  reportDraft: null,
}

export function evolveFleet(before: Fleet, event: FleetEvent): Fleet {
  const fleet = { ...before, notices: withBegin(before.notices, event.at) }
  if (isOf(event, 'listening')) return { ...fleet, listening: evolveListening(fleet.listening, event) }
  if (isOf(event, 'mass-silence')) return { ...fleet, massSilences: evolveMassSilences(fleet.massSilences, event) }
  if (isOf(event, 'group-excuse')) return { ...fleet, groupExcuses: evolveGroupExcuses(fleet.groupExcuses, event) }
  if (isOf(event, 'notice')) return { ...fleet, notices: evolveFleetNotices(fleet.notices, event) }
  if (isOf(event, 'report')) return { ...fleet, ...evolveReports(fleet, event) }
  return fleet
}
