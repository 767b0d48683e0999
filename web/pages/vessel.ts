import type { Health } from '../../shared/api/problem.ts'
import type { Interval, VesselTimeline } from '../../shared/api/timeline.ts'
import type { Vessel, VesselComponent } from '../../shared/api/vessel.ts'
import { DAY_S, HOUR_S } from '../../shared/time.ts'
import { ago, bytes, duration, lasting, secondsOf, time } from '../format.ts'
import { flag, type Hole, type Html, html } from '../html.ts'
import { causeWords, LOOKS, mark, plainMark } from '../state.ts'
import { vesselAlerts } from './alerts.ts'
import { banner } from './banner.ts'
import { figuresTable, share } from './figures.ts'
import { dayStrip, intervalTable, lookOf } from './intervals.ts'
import { legend } from './legend.ts'
import { notices, offsetWords } from './notices.ts'
import { trafficTable } from './traffic.ts'

/** `timeline` covers the 24 h before `vessel.at`. */
export type VesselView = { readonly vessel: Vessel; readonly timeline: VesselTimeline; readonly health: Health }

/** It changes as a whole: it is small, and only its own vessel wakes it. */
export const vesselMain = ({
  vessel,
  timeline,
  health,
}: VesselView): Html => html`<main id="main" class="narrow vessel">
${banner(health)}
<p class="path"><a href="/">Fleet</a> <span aria-hidden="true">›</span> ${vessel.name}</p>
<header class="title"><h1>${mark(vessel.state)} ${vessel.name}</h1> <p>${stateWords(vessel)}</p></header>
${notices(vessel)}
${vesselAlerts(vessel.alerts, vessel.id, vessel.at)}
<section class="panel" aria-label="Contact">${facts(contact(vessel))}
<p><a href="${`/maintenance?vessel=${vessel.id}`}">Maintenance: what is not counted of it</a></p></section>
${
  vessel.components.length === 0
    ? html`<p class="empty">The vessel has not named any component yet: they come with its first message.</p>`
    : vessel.components.map((component) => componentPanel(vessel, component, timeline))
}
${
  vessel.uptime !== null &&
  html`<section class="panel" aria-labelledby="whole-title"><h2 id="whole-title">The vessel as a whole</h2>
<p class="muted">Up while all its components are up.</p>${figuresTable(vessel.uptime, { vessel: vessel.id, component: null, name: vessel.name })}</section>`
}
<section class="panel" aria-labelledby="about-title"><h2 id="about-title">Vessel, link and agent</h2>${facts(about(vessel))}${trafficTable(vessel.link.bytesByDay)}
<p class="data">As data: <a href="${`/api/v1/vessels/${vessel.id}`}">the vessel</a> · <a href="${`/api/v1/vessels/${vessel.id}/timeline`}">its timelines of the last 24 h</a></p></section>
${legend()}
</main>`

function stateWords(vessel: Vessel): Hole[] {
  const { presence, at } = vessel
  const heard = vessel.lastHeard === null ? null : html` · last heard ${ago(vessel.lastHeard, at)}`
  switch (presence.kind) {
    case 'never-heard':
      return ['Never heard: waiting for first contact']
    case 'silent':
      return [`Silent for ${lasting(secondsOf(at) - secondsOf(presence.since))}, counted as down until it is heard`]
    case 'settling':
      return [
        html`Heard again ${ago(presence.heardAt, at)} after a silence since ${time(presence.since)}; it is still telling what was measured meanwhile`,
        secondsOf(at) - secondsOf(presence.heardAt) > HOUR_S && ` · it takes so long because ${whyItTakesLong(vessel)}`,
      ]
    case 'heard':
      return [nowWords(vessel), heard]
  }
}

const whyItTakesLong = ({ agent }: Vessel): string =>
  agent?.trouble ? 'its agent has trouble, see below' : 'parts of it have yet to come'

function nowWords({ state, components }: Vessel): string {
  const ages = components.flatMap((one) => (state === 'down' && one.state === state ? (one.downtimeS ?? []) : []))
  return ages.length === 0 ? LOOKS[state].word : `${LOOKS[state].word} for ${lasting(Math.max(...ages))}`
}

type Fact = readonly [string, Hole]

const facts = (all: readonly Fact[]): Html =>
  html`<dl class="about">${all.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`

/** What stands above the components: how fresh all of it is. */
const contact = ({ at, lastHeard, watermark, provider, link }: Vessel): readonly Fact[] => [
  ['Last heard', lastHeard === null ? 'never' : [ago(lastHeard, at), ' · ', time(lastHeard)]],
  ['Has told up to', watermark === null ? 'nothing yet' : time(watermark)],
  ['Link', [link.connected ? 'connected' : 'not connected', provider !== null && ` · ${provider}`]],
  ['Bytes today', `${bytes(link.bytesToday.up)} up · ${bytes(link.bytesToday.down)} down`],
]

function about(vessel: Vessel): readonly Fact[] {
  const { link, agent, configuration } = vessel
  return [
    ['Session', link.session ?? '—'],
    ['Clock on board', link.clockOffsetS === null ? '—' : offsetWords(link.clockOffsetS)],
    ['Agent', agent === null ? '—' : `${agent.version} · heartbeat ${duration(agent.heartbeatS)}`],
    ['Configuration', configurationWords(configuration)],
    ['Group', vessel.group ?? '—'],
    ['IMO number', vessel.imo ?? '—'],
    ['Time zone', vessel.zone],
    ['Contact', vessel.contact ?? '—'],
  ]
}

function configurationWords({ desired, reported }: Vessel['configuration']): string {
  if (desired === 0 && (reported ?? 0) === 0) return 'the one on board'
  if (reported === null) return `revision ${desired} wanted, none reported`
  return reported === desired ? `revision ${reported}` : `revision ${reported} runs, ${desired} is wanted`
}

function componentPanel(vessel: Vessel, component: VesselComponent, timeline: VesselTimeline): Html {
  const span = { from: secondsOf(vessel.at) - DAY_S, to: secondsOf(vessel.at) }
  const intervals = timeline.components.find(({ id }) => id === component.id)?.intervals ?? []
  const below = component.sla === 'missed'
  return html`<section class="panel" id="${`component-${component.id}`}" aria-labelledby="${`title-${component.id}`}" data-state="${component.state}" data-below="${flag(below)}">
<header><h2 id="${`title-${component.id}`}">${plainMark(component.state)} ${component.name} <span class="muted">${componentWords(component, vessel.at, intervals.at(-1))}</span></h2>
<p class="headline"><strong>24 h ${share(component.uptime24h)}</strong> <span class="verdict" data-sla="${component.sla}">${verdictWords(component)}</span></p></header>
${component.state === 'unknown' && html`<p>${causeWords(component.cause)}</p>`}
${dayStrip(component.name, span, intervals)}
${component.uptime !== null && figuresTable(component.uptime, { vessel: vessel.id, component: component.id, name: component.name })}
${intervalTable(component.id, intervals, timeline.excuses)}
</section>`
}

/** How long it has been in its state; and since when it has not been up, when that began earlier in another state. */
function componentWords({ state, since, downtimeS, cause }: VesselComponent, now: string, last?: Interval): Hole[] {
  const word = cause === 'out-of-service' ? 'Out of service' : LOOKS[state].word
  const ageS = since === null ? null : secondsOf(now) - secondsOf(since)
  if (state === 'maintenance') {
    const beneath = last === undefined ? null : ` · not counted; measured: ${LOOKS[lookOf(last)].word.toLowerCase()}`
    return [word, ageS !== null && ` for ${lasting(ageS)}`, beneath]
  }
  const earlier = state !== 'up' && downtimeS !== null && downtimeS > (ageS ?? 0)
  return [
    since === null || ageS === null ? word : html`${word} for ${time(since, lasting(ageS))}`,
    earlier && ` · not up for ${lasting(downtimeS)}`,
  ]
}

function verdictWords({ sla, slaTarget, reason }: VesselComponent): string {
  switch (sla) {
    case 'met':
      return `SLA ${slaTarget} % met`
    case 'missed':
      return `▼ below SLA ${slaTarget} %`
    case 'undetermined':
      return `SLA ${slaTarget} % not judged${reason === null ? '' : `: ${REASONS[reason] ?? reason}`}`
  }
}

const REASONS: Readonly<Record<string, string>> = {
  new: 'too little of the time in service',
  excused: 'all of the time is excused',
  coverage: 'too little of the time is known',
}
