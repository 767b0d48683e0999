import type { Alert } from '../../../shared/api/alert.ts'
import { ago, lasting, secondsOf, time } from '../../format.ts'
import { flag, type Hole, type Html, html } from '../../html.ts'
import { personName } from '../../person.ts'
import { recoveryWords } from '../../recovery.ts'
import { plainBelowSla, plainMark } from '../../state.ts'
import { incidentAddress } from '../history/incidents.ts'
import { type AlertAction, type Attempt, actionForms } from './forms.ts'

export type AlertPlace = {
  readonly now: string
  /** The page that shows it, to which a form without script comes back. */
  readonly back: string
  /** Whether who looks may do something about it. */
  readonly mayAct: boolean
  readonly attempt?: Attempt
  /** One of several of its vessel, as a line that opens; `opened`: somebody was just doing something about it. */
  readonly line?: 'folded' | 'opened' | undefined
}

/** One alert: what it is, why, who does something about it, and what can be done. */
export function alertItem(alert: Alert, place: AlertPlace): Html {
  const { vessel, state, severity, since } = alert
  const { now, back, attempt, line } = place
  const page = `/vessels/${vessel.id}`
  const age = time(since, lasting(secondsOf(alert.resolved?.at ?? now) - secondsOf(since)))
  const name = html`${alert.recovery === null ? MARKS[alert.kind] : plainMark('up')} ${title(alert)}`
  // While somebody corrects what was refused, news does not take it away.
  return html`<article class="alert" id="${elementId(alert)}" tabindex="-1" data-kind="${alert.kind}" data-state="${state}" data-severity="${severity}" data-recovering="${flag(alert.recovery !== null)}" data-hold="${flag(attempt !== undefined)}">
${
  line === undefined
    ? html`<header><h3>${name}${back !== page && html` <span class="muted">on</span> <a href="${page}">${vessel.name}</a>`}</h3>
<p class="age">${age}</p></header>
${about(alert, place)}`
    : folded(
        `${elementId(alert)}-more`,
        line === 'opened',
        html`${back === page ? html`<h3>${name}</h3>` : html`<h4>${name}</h4>`} <span class="muted">${briefly(alert)}</span> <span class="age">${age}</span>`,
        about(alert, place),
      )
}
</article>`
}

const folded = (id: string, isOpen: boolean, summary: Html, inside: Html): Html =>
  isOpen
    ? html`<details class="line" id="${id}" open><summary>${summary}</summary>${inside}</details>`
    : html`<details class="line" id="${id}"><summary>${summary}</summary>${inside}</details>`

/** How it stands, for a line. */
const briefly = ({ recovery, heldBy, acknowledged, snoozed }: Alert): string =>
  [
    recovery && (recovery.overAt === null ? 'heard again' : 'up again'),
    heldBy && 'held',
    acknowledged && `acknowledged by ${personName(acknowledged.by)}`,
    snoozed && `snoozed by ${personName(snoozed.by)}`,
  ]
    .filter((words) => words)
    .join(', ')

/** Everything but what it is called. */
function about(alert: Alert, { now, back, mayAct, attempt, line }: AlertPlace): Html {
  const { vessel, state, severity, since, deeds } = alert
  return html`
${attempt?.conflict === true && html`<p class="refused" role="alert"><strong>Nothing was changed.</strong> ${lastWords(alert, now)}</p>`}
<p><strong class="severity">${severity}</strong> · since ${time(since)} · ${alert.recovery === null ? REASONS[alert.reason] : ['now ', recoveryWords(alert.recovery), '.']}${alert.flapping && ' It comes and goes.'}${alert.incident !== null && html` <a href="${incidentAddress(vessel.id, alert.incident)}">Everything about it</a>`}</p>
${standing(alert, now)}
${
  deeds.length > 0 &&
  html`<details id="${`${elementId(alert)}-deeds`}"><summary>What was done</summary><ol class="deeds">${deeds.map(
    (deed) => html`<li>${time(deed.at)} ${deedWords(deed)}</li>`,
  )}</ol></details>`
}
${mayAct && state !== 'resolved' && actionForms(alert, elementId(alert), { back, isLine: line !== undefined, attempt })}`
}

/** An alert by itself, when something about it was refused and there is no script to say so in its place. */
export const alertMain = (item: Html, vessel: string, back: string): Html => html`<main id="main" class="narrow alerts">
<p class="path"><a href="${back}">Back without doing it</a></p>
<header class="title"><h1>Not done</h1> <p>${vessel}</p></header>
${item}
</main>`

/** Of its element, and of the place on a page that a link leads to. */
export const elementId = ({ vessel, id }: Alert): string => `alert-${vessel.id}-${id}`

const MARKS: Readonly<Record<Alert['kind'], Html>> = {
  silent: plainMark('silent'),
  down: plainMark('down'),
  'no-data': plainMark('unknown'),
  sla: plainBelowSla,
}

const REASONS: Readonly<Record<Alert['reason'], string>> = {
  down: 'Measured on board: not up.',
  'not-heard': 'No message comes from the vessel.',
  missed: 'Its uptime over the window of the SLA is under the target.',
  'no-samples': 'The vessel is heard, but nothing is known of this component.',
}

const ENDS: Readonly<Record<NonNullable<Alert['resolved']>['reason'], string>> = {
  recovered: 'it works again',
  'link-only': 'the vessel is heard again, and nothing was down behind its silence',
  told: 'the vessel has told what was measured meanwhile, which has taken its place',
  'never-was': 'what the vessel told later says that it never was',
  'not-watched': 'it is not watched any more',
  met: 'the SLA is met again',
  measured: 'it is measured again',
  excused: 'all of the time is excused',
}

function title({ kind, component, recovery }: Alert): Hole {
  const what = component?.name ?? 'Vessel'
  switch (kind) {
    case 'silent':
      return recovery === null ? 'Silent' : 'Heard again'
    case 'down':
      return `${what} ${recovery === null ? 'down' : 'up again'}`
    case 'no-data':
      return `${what} without data`
    case 'sla':
      return `${what} below its SLA`
  }
}

/** What came of what somebody did, in a sentence that stands by itself. */
export const doneWords = (alert: Alert, action: AlertAction): Html =>
  html`${DONE[action]}: ${title(alert)} on ${alert.vessel.name}.`

/** What came of acknowledging several of one vessel. */
export const togetherWords = (vessel: string, done: number, asked: number): string =>
  done === asked
    ? `Acknowledged: ${done} ${done === 1 ? 'alert' : 'alerts'} on ${vessel}.`
    : `Acknowledged: ${done} of ${asked} alerts on ${vessel}. The others are not what they were: look again.`

const DONE: Readonly<Record<AlertAction, string>> = {
  acknowledge: 'Acknowledged',
  release: 'Acknowledgement taken back',
  snooze: 'Snoozed',
  wake: 'Snooze ended',
  note: 'Owner and note kept',
}

/** What holds it, who looks after it, how it ended. */
function standing({ heldBy, acknowledged, snoozed, owner, note, resolved }: Alert, now: string): Hole {
  const lines: Hole[] = [
    resolved && html`<p class="quiet">Resolved ${time(resolved.at)}: ${ENDS[resolved.reason]}.</p>`,
    heldBy && resolved === null && html`<p class="quiet">Held: while ${holder(heldBy)} it calls nobody.</p>`,
    acknowledged &&
      html`<p class="kept">Acknowledged by ${personName(acknowledged.by)} ${ago(acknowledged.at, now)}${until(acknowledged.until)}${quoted(acknowledged.reason)}</p>`,
    snoozed &&
      html`<p class="kept">Snoozed by ${personName(snoozed.by)} ${ago(snoozed.at, now)}${until(snoozed.until)}${quoted(snoozed.reason)}</p>`,
    (owner ?? note) !== null && html`<p class="kept">${owner !== null && `Owner: ${owner}. `}${note}</p>`,
  ]
  return lines.filter((line) => line)
}

function holder(hold: NonNullable<Alert['heldBy']>): Hole {
  switch (hold.kind) {
    case 'excused':
      return html`there is <a href="/maintenance">maintenance</a>, or it has just ended,`
    case 'silent':
      return 'the vessel is silent'
    case 'depends-on':
      return `${hold.component.name} is down`
    case 'mass-silence':
      return hold.among === null ? 'many vessels are silent' : `many vessels of ${hold.among} are silent`
  }
}

const until = (instant: string | null): Hole => instant !== null && [', until ', time(instant)]
const quoted = (reason: string | null): Hole => reason !== null && `: “${reason}”`

function deedWords(deed: Alert['deeds'][number]): Hole {
  const by = personName(deed.by)
  switch (deed.did) {
    case 'acknowledged':
      return [`${by} acknowledged it`, until(deed.until), quoted(deed.reason)]
    case 'acknowledgement-released':
      return [`${by} took the acknowledgement back`, quoted(deed.reason)]
    case 'acknowledgement-expired':
      return 'the acknowledgement expired'
    case 'snoozed':
      return [`${by} snoozed it`, until(deed.until), quoted(deed.reason)]
    case 'woken':
      return [`${by} ended the snooze`, quoted(deed.reason)]
    case 'snooze-over':
      return 'the snooze was over'
    case 'noted':
      return [`${by} noted`, deed.reason === null ? ' the owner' : quoted(deed.reason)]
  }
}

/** What is different from what somebody saw who wanted to do something else. */
function lastWords({ resolved, deeds }: Alert, now: string): Hole {
  if (resolved !== null) return ['Meanwhile it was resolved: ', ENDS[resolved.reason], '.']
  const last = deeds.at(-1)
  return last === undefined ? 'It is not what it was.' : ['Meanwhile ', deedWords(last), ' ', ago(last.at, now), '.']
}
