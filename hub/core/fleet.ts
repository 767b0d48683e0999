import type { FleetEvent } from './events.ts'
import { evolveListening, notListening } from './listening.ts'
import { evolveMassSilences, type MassSilence } from './mass-silence.ts'
import type { Listening } from './presence.ts'

/** What is of the whole fleet, folded from its stream. */
export type Fleet = { readonly listening: Listening; readonly massSilences: readonly MassSilence[] }

export const NEW_FLEET: Fleet = { listening: notListening, massSilences: [] }

export const evolveFleet = ({ listening, massSilences }: Fleet, event: FleetEvent): Fleet => ({
  listening: evolveListening(listening, event),
  massSilences: evolveMassSilences(massSilences, event),
})
