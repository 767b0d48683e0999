import { accountWords } from './accounts.ts'
import { alertWords } from './alerts.ts'
import { incidentWords } from './incidents.ts'
import { maintenanceWords } from './maintenance.ts'
import { noteWords } from './notes.ts'
import { proposalWords } from './proposals.ts'
import { hubWords, noticeWords, toldWords, vesselWords } from './rest.ts'
import { ticketWords } from './tickets.ts'
import type { EventOf, EventType, Names, Words } from './words.ts'

/** A new kind of event does not compile until there are words for it. */
const WORDS: Words<EventType> = {
  ...alertWords,
  ...incidentWords,
  ...proposalWords,
  ...ticketWords,
  ...maintenanceWords,
  ...noteWords,
  ...noticeWords,
  ...vesselWords,
  ...toldWords,
  ...accountWords,
  ...hubWords,
}

/** What an event says happened, in a sentence for people. */
export const whatOf = <T extends EventType>(event: EventOf<T>, names: Names): string => WORDS[event.type](event, names)
