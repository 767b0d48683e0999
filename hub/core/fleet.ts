import { evolveMassSilences, type MassSilence } from './alerts/mass-silence.ts'
import type { FleetEvent } from './events.ts'
import { evolveGroupExcuses, type GroupExcuse } from './excuses/group-excuse.ts'
import { evolveListening, notListening } from './listening.ts'
import { evolveFleetNotices, type FleetNotices, NO_FLEET_NOTICES } from './notices/fleet-notices.ts'
import type { Listening } from './presence.ts'
import { evolveReports, type FrozenReport } from './reports/report.ts'

/** What is of the whole fleet, folded from its stream. */
export type Fleet = {
  readonly listening: Listening
  readonly massSilences: readonly MassSilence[]
  readonly groupExcuses: readonly GroupExcuse[]
  readonly notices: FleetNotices
  readonly reports: readonly FrozenReport[]
}

export const NEW_FLEET: Fleet = {
  listening: notListening,
  massSilences: [],
  groupExcuses: [],
  notices: NO_FLEET_NOTICES,
  reports: [],
}

export const evolveFleet = (fleet: Fleet, event: FleetEvent): Fleet => ({
  listening: evolveListening(fleet.listening, event),
  massSilences: evolveMassSilences(fleet.massSilences, event),
  groupExcuses: evolveGroupExcuses(fleet.groupExcuses, event),
  notices: evolveFleetNotices(fleet.notices, event),
  reports: evolveReports(fleet.reports, event),
})
