import type { IncidentBegin, IncidentEnd } from '../../../core/incidents/incident.ts'
import { counted, type EventType, subject, type Words, when } from './words.ts'

type OfIncidents = Extract<EventType, `incident-${string}` | `silence-${string}` | `mass-silence-${string}` | 'settled'>

export const incidentWords: Words<OfIncidents> = {
  'incident-began': ({ component, began, reason }, names) =>
    `Incident of ${subject(component, names)} began ${when(began)}: ${BEGINNINGS[reason]}`,
  'incident-restated': ({ began, ended, reason }) => {
    if (reason === 'never-was') return 'Incident corrected: it never was, by what the vessel told later'
    if (ended === null) return `Incident corrected: it began ${when(began)} and goes on`
    return `Incident corrected: it began ${when(began)} and ended ${when(ended)}`
  },
  'incident-ended': ({ ended, reason, heirs }) =>
    `Incident ended ${when(ended)}: ${ENDINGS[reason]}${heirs.length === 0 ? '' : `; ${heirs.join(', ')} ${heirs.length === 1 ? 'goes' : 'go'} on in its place`}`,
  'silence-began': ({ at }) => `Silent: last heard ${when(at)}`,
  'silence-ended': ({ since }) =>
    `Heard again after the silence since ${when(since)}; it is telling what was measured meanwhile`,
  settled: ({ since }) => `Told: what was measured has taken the place of the silence since ${when(since)}`,
  'mass-silence-began': ({ scope, vessels, of, since }) =>
    `${vessels.length} of ${counted(of, 'vessel')}${scope.kind === 'fleet' ? '' : ` of ${scope.name}`} are silent together since ${when(since)}: ${vessels.join(', ')}`,
  'mass-silence-ended': () => 'The vessels that were silent together are heard again',
}

const BEGINNINGS: Readonly<Record<IncidentBegin, string>> = {
  measured: 'measured on board',
  silent: 'no message comes from the vessel',
  inherited: 'it was not up after a silence',
  late: 'it was over before shore knew',
}

export const ENDINGS: Readonly<Record<IncidentEnd, string>> = {
  recovered: 'up again for good',
  'link-only': 'heard again, and nothing was down behind the silence',
  told: 'heard again, and what was measured has taken its place',
  'never-was': 'what the vessel told later says that it never was',
  'not-watched': 'it is not watched any more',
}
