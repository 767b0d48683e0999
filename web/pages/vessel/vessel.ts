import type { Health } from '../../../shared/api/problem.ts'
import type { VesselTimeline } from '../../../shared/api/timeline.ts'
import type { Vessel } from '../../../shared/api/vessel.ts'
import { HOUR_S } from '../../../shared/time.ts'
import { ago, lasting, secondsOf, time } from '../../format.ts'
import { type Hole, type Html, html } from '../../html.ts'
import type { Piece } from '../../layout.ts'
import { LOOKS, mark } from '../../state.ts'
import { vesselAlerts } from '../alerts/alerts.ts'
import { banner } from '../banner.ts'
import { legend } from '../legend.ts'
import { notices } from '../notices.ts'
import { componentPanel, componentPieces } from './component.ts'
import { about, exactly, linkHealth, since } from './facts.ts'
import { figuresLine, figuresTable } from './figures.ts'
import { notesPiece, notesSection } from './notes.ts'
import { recordPieces, type VesselRecord } from './record.ts'

export type VesselView = {
  readonly vessel: Vessel
  /** Of the 24 h before `vessel.at`. */
  readonly timeline: VesselTimeline
  readonly health: Health
  /** The template of the address of its dashboards; null when none is configured. */
  readonly grafana?: string | null
  readonly record?: VesselRecord
  /** Whether who looks may do something about its alerts. */
  readonly mayAct?: boolean
}

/** What changes by itself, in pieces, so that a minute that passes does not send ninety days again. */
export const vesselPieces = (view: VesselView): readonly Piece[] => [
  ...top(view),
  notesPiece(view.vessel, view.mayAct === true),
  wholeVessel(view.vessel),
  ...view.vessel.components.flatMap((component) => componentPieces(view.vessel, component, view.timeline)),
  ...bottom(view),
]

export const vesselMain = (view: VesselView): Html => {
  const { vessel, timeline } = view
  return html`<main id="main" class="narrow vessel">
${top(view).map((piece) => piece.html)}
${notesSection(vessel, view.mayAct === true)}
${wholeVessel(vessel).html}
${
  vessel.components.length === 0
    ? html`<p class="empty">The vessel has not named any component yet: they come with its first message.</p>`
    : vessel.components.map((component) => componentPanel(vessel, component, timeline))
}
${bottom(view).map((piece) => piece.html)}
${legend()}
</main>`
}

const top = ({ vessel, health, grafana = null, mayAct = false }: VesselView): readonly Piece[] => [
  { id: 'banner', html: banner(health) },
  { id: 'title', html: title(vessel) },
  { id: 'link', html: linkHealth(vessel, grafana) },
  { id: 'alerts', html: vesselAlerts(vessel.alerts, vessel.id, vessel.at, mayAct) },
]

const bottom = ({ vessel, record = NO_RECORD }: VesselView): readonly Piece[] => [
  ...recordPieces(vessel.id, record),
  { id: 'about', html: about(vessel) },
]

const NO_RECORD: VesselRecord = { tickets: [], deeds: [] }

const title = (vessel: Vessel): Html => html`<div id="title">
<p class="path"><a href="/">Fleet</a> <span aria-hidden="true">›</span> ${vessel.name}</p>
<header class="title"><h1>${mark(vessel.state)} ${vessel.name}</h1> <p>${stateWords(vessel)}</p></header>
${notices(vessel)}</div>`

function wholeVessel({ id, name, uptime }: Vessel): Piece {
  const of = { vessel: id, component: null, name }
  return {
    id: 'whole',
    html:
      uptime === null
        ? html`<div id="whole"></div>`
        : html`<section class="panel" id="whole" aria-labelledby="whole-title"><header><h2 id="whole-title">The vessel as a whole <span class="muted">up while all its components are</span></h2></header>
${figuresLine(uptime, of)}${figuresTable(uptime, of)}</section>`,
  }
}

function stateWords(vessel: Vessel): Hole[] {
  const { presence, at } = vessel
  const heard =
    vessel.lastHeard === null
      ? null
      : html` · last heard ${ago(vessel.lastHeard, at, exactly(vessel.lastHeard, vessel))}`
  switch (presence.kind) {
    case 'never-heard':
      return ['Never heard: waiting for first contact']
    case 'silent':
      return [html`Silent for ${since(presence.since, vessel)}, counts as down until it is heard`]
    case 'settling':
      return [
        html`Heard again ${ago(presence.heardAt, at, exactly(presence.heardAt, vessel))} after a silence since ${time(presence.since)}; it is telling what was measured meanwhile`,
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
