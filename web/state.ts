import type { Presence, UnknownCause } from '../shared/api/fleet.ts'
import type { State } from '../shared/model.ts'
import { type Html, html } from './html.ts'

type Look = { readonly word: string; readonly glyph: string }

/** How each state is shown besides its colour: the glyph inside a shape that the style sheet draws, and the word. */
export const LOOKS: Readonly<Record<State, Look>> = {
  silent: { word: 'Silent', glyph: '?' },
  down: { word: 'Down', glyph: '✕' },
  unknown: { word: 'No data', glyph: '–' },
  maintenance: { word: 'Maintenance', glyph: '‖' },
  up: { word: 'Up', glyph: '✓' },
}

/** The mark of a state, read aloud as its word. */
export const mark = (state: State): Html =>
  html`<span class="mark" data-state="${state}" role="img" aria-label="${LOOKS[state].word}">${LOOKS[state].glyph}</span>`

/** The same mark beside its word, which is then read instead. */
export const plainMark = (state: State): Html =>
  html`<span class="mark" data-state="${state}" aria-hidden="true">${LOOKS[state].glyph}</span>`

/** The mark of what is up and has missed its SLA all the same; the plain one stands beside its words. */
export const belowSla: Html = html`<span class="mark low" role="img" aria-label="Below SLA">▼</span>`
export const plainBelowSla: Html = html`<span class="mark low" aria-hidden="true">▼</span>`

/** Why nothing is known, in words for people. */
export function causeWords(cause: UnknownCause | null): string {
  switch (cause) {
    case 'no-samples':
      return 'The database on board holds no samples of this time.'
    case 'database':
      return 'The database on board could not be read.'
    case 'agent-off':
      return 'The agent on board was not running.'
    case 'no-samples-yet':
      return 'The vessel has named this component, but has not measured it yet.'
    case 'not-told':
      return 'The vessel has not told about this time yet.'
    case 'not-configured':
      return 'This component was not configured on board.'
    case 'not-listening':
      return 'The hub itself was not running.'
    case 'out-of-service':
      return 'Out of service: not counted.'
    case 'other':
    case null:
      return 'The agent on board gave a reason that this hub does not know.'
  }
}

/** The same where there is room for a few words only. */
export const CAUSES: Readonly<Record<UnknownCause, string>> = {
  'no-samples': 'no samples on board',
  database: 'the database on board cannot be read',
  'agent-off': 'the agent was not running',
  'no-samples-yet': 'not measured yet',
  'not-told': 'not told yet',
  'not-configured': 'not configured on board',
  'not-listening': 'the hub was not running',
  'out-of-service': 'out of service',
  other: 'for an unknown reason',
}

/** Whether a vessel has ever been heard; one that has not is neither silent nor to blame. */
export const neverHeard = (presence: Presence): boolean => presence.kind === 'never-heard'

/** A vessel's name without the `MV` that all of them share, for where there is little room. */
export const bareName = (name: string): string => name.replace(/^(M\/?[VTSY]|S\/?[SVY]|LNG\/?C)\.? +(?=\S)/, '')

const SHORT: Readonly<Record<string, string>> = { 'access-point': 'AP', dashboard: 'DB', server: 'SRV' }

/** Two to four letters for where the name of a component has no room. */
export function shortName(id: string, name: string): string {
  const words = name.split(/[\s-]+/).filter((word) => word !== '')
  const letters = words.length > 1 ? words.map((word) => word[0]).join('') : name.slice(0, 3)
  return SHORT[id] ?? letters.slice(0, 4).toUpperCase()
}
