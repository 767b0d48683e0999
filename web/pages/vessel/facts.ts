import type { Vessel } from '../../../shared/api/vessel.ts'
import { linkTo } from '../../../shared/link-template.ts'
import { aged, ago, bytes, duration, lasting, secondsOf, utc, utcExact } from '../../format.ts'
import { type Hole, type Html, html } from '../../html.ts'
import { zoneTime } from '../../zone-clock.ts'
import { offsetWords } from '../notices.ts'
import { trafficTable } from './traffic.ts'

type Fact = readonly [string, Hole]

const facts = (all: readonly Fact[]): Html =>
  html`<dl class="about">${all.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`

/** The exact time in UTC and by the vessel's own clock. */
export const exactly = (instant: string, { zone }: Pick<Vessel, 'zone'>): string =>
  zone === 'UTC' ? utcExact(instant) : `${utcExact(instant)}, ${zoneTime(instant, zone, true)} on board`

/** How well the vessel can be heard, and what runs on it: above everything else, since all figures hang on it. */
export function linkHealth(vessel: Vessel, grafana: string | null): Html {
  const { at, lastHeard, watermark, provider, link, agent, configuration, zone } = vessel
  return html`<section class="panel" id="link" aria-label="Link and agent">${facts([
    ['Last heard', lastHeard === null ? 'never' : ago(lastHeard, at, exactly(lastHeard, vessel))],
    [
      'Has told up to',
      watermark === null ? 'nothing yet' : aged(watermark, utc(watermark), exactly(watermark, vessel)),
    ],
    ['Link', [link.connected ? 'connected' : 'not connected', provider !== null && ` · ${provider}`]],
    ['Bytes today', `${bytes(link.bytesToday.up)} up · ${bytes(link.bytesToday.down)} down`],
    ['Session', link.session ?? '—'],
    ['Agent', agent === null ? '—' : `${agent.version} · heartbeat ${duration(agent.heartbeatS)}`],
    ['Configuration', configurationWords(configuration)],
    ['Clock on board', [link.clockOffsetS === null ? '—' : offsetWords(link.clockOffsetS), ` · ${zoneTime(at, zone)}`]],
  ])}<p class="ways">${
    grafana !== null &&
    html`<a href="${linkTo(grafana, { vessel: vessel.id, name: vessel.name, imo: vessel.imo, group: vessel.group })}" rel="noreferrer">Grafana</a>`
  } <a href="${`/vessels/${vessel.id}/reckoning`}">Figures of any period</a> <a href="${`/maintenance?vessel=${vessel.id}`}">Maintenance</a> <a href="${`/alerts?vessel=${vessel.id}`}">All its alerts</a></p></section>`
}

function configurationWords({ desired, reported }: Vessel['configuration']): string {
  if (desired === 0 && (reported ?? 0) === 0) return 'the one on board'
  if (reported === null) return `revision ${desired} wanted, none reported`
  return reported === desired ? `revision ${reported}` : `revision ${reported} runs, ${desired} is wanted`
}

/** What does not change with the day, and what the link has carried. */
export const about = (vessel: Vessel): Html =>
  html`<section class="panel" id="about" aria-labelledby="about-title"><h2 id="about-title">Vessel and traffic</h2>${facts(
    [
      ['Group', vessel.group ?? '—'],
      ['IMO number', vessel.imo ?? '—'],
      ['Time zone', vessel.zone],
      ['Contact', vessel.contact ?? '—'],
    ],
  )}${trafficTable(vessel.link)}
<p class="data">As data: <a href="${`/api/v1/vessels/${vessel.id}`}">the vessel</a> · <a href="${`/api/v1/vessels/${vessel.id}/timeline`}">its timelines of the last 24 h</a></p></section>`

/** How long something has gone on, with the exact begin on hover and focus. */
export const since = (instant: string, vessel: Vessel): Html =>
  aged(instant, lasting(secondsOf(vessel.at) - secondsOf(instant)), `since ${exactly(instant, vessel)}`)
