import type { FleetEvent } from './events.ts'
import { evolveFleetNotices, type FleetNotices, NO_FLEET_NOTICES } from './fleet-notices.ts'
import { evolveListening, notListening } from './listening.ts'
import { evolveMassSilences, type MassSilence } from './mass-silence.ts'
import type { Listening } from './presence.ts'

/** What is of the whole fleet, folded from its stream. */
export type Fleet = {
  readonly listening: Listening
  readonly massSilences: readonly MassSilence[]
  readonly notices: FleetNotices
}

export const NEW_FLEET: Fleet = { listening: notListening, massSilences: [], notices: NO_FLEET_NOTICES }

export const evolveFleet = ({ listening, massSilences, notices }: Fleet, event: FleetEvent): Fleet => ({
  listening: evolveListening(listening, event),
  massSilences: evolveMassSilences(massSilences, event),
  notices: evolveFleetNotices(notices, event),
})
