import type { VesselId } from '../../shared/model.ts'
import { DAY_S, iso } from '../../shared/time.ts'
import type { MissedSince } from '../../web/attention.ts'
import { type Counts, countPieces } from '../../web/counts.ts'
import type { Asked } from '../../web/filter.ts'
import { secondsOf } from '../../web/format.ts'
import type { Html } from '../../web/html.ts'
import type { Piece } from '../../web/layout.ts'
import { type AlertsView, alertsPiece } from '../../web/pages/alerts/alerts.ts'
import { type ApprovalsView, approvalsPiece } from '../../web/pages/approvals/approvals.ts'
import { errorMain } from '../../web/pages/error.ts'
import type { FleetChoice } from '../../web/pages/fleet/choice.ts'
import { drawFleet, type FleetView } from '../../web/pages/fleet/fleet.ts'
import { tileId, tilesOf } from '../../web/pages/fleet/tile.ts'
import { type VesselView, vesselMain, vesselPieces } from '../../web/pages/vessel/vessel.ts'
import type { History } from '../ports/history.ts'
import type { AlertQuery, Views } from '../ports/views.ts'
import { writeCursor } from '../projections/history/page.ts'
import { titleOf } from './answer.ts'
import type { Picture } from './live/versions.ts'

/** What every choice of the fleet is drawn from. */
export type FleetReading = Omit<FleetView, 'choice'> & { readonly counts: Counts }

export async function fleetReading(views: Views): Promise<FleetReading> {
  const fleet = await views.fleet()
  const missedSince = await missedSinceOf(views)
  const tileOf = tilesOf(fleet, missedSince)
  return { fleet, tileOf, missedSince, health: views.health(), counts: await openAlerts(views) }
}

/** By those that stand, held ones too: the oldest of each vessel. */
async function missedSinceOf(views: Views): Promise<MissedSince> {
  const { alerts } = await views.alerts({ state: null, kind: 'sla', group: null, vessel: null, size: 0 })
  const newestFirst = alerts.toSorted((a, b) => (a.since < b.since ? 1 : -1))
  return new Map(newestFirst.map(({ vessel, since }) => [vessel.id, since]))
}

/** The fleet page in pieces, so that news of one vessel costs one tile. */
export function fleetPicture({ counts, ...reading }: FleetReading, choice: FleetChoice): Picture<Piece> {
  const { pieces, main } = drawFleet({ ...reading, choice })
  // On a wall there is no header that counts them.
  const also = choice.wall ? [] : countPieces(counts)
  // Under another heading it is another part: a tile alone would stay where it was.
  const headings = new Map(reading.fleet.vessels.map(({ id, group }) => [tileId(id), group]))
  const keyOf = ({ id }: Piece) => (choice.by === null ? id : `${headings.get(id) ?? ''} ${id}`)
  return {
    parts: new Map([...pieces, ...also].map((piece) => [keyOf(piece), piece])),
    whole: { id: 'main', html: main, also },
  }
}

/** The vessel's page in pieces, so that a minute that passes does not send ninety days again. */
export async function vesselPicture(sources: VesselSources, id: VesselId, mayAct: boolean): Promise<Picture<Piece>> {
  const view = await vesselAsked(sources, id, mayAct)
  const counts = countPieces(await openAlerts(sources.views))
  if (view === null) return single({ id: 'main', html: noVessel(), also: counts })
  const pieces = [...vesselPieces(view), ...counts]
  return {
    parts: new Map(pieces.map((piece) => [piece.id, piece])),
    whole: { id: 'main', html: vesselMain(view), also: counts },
  }
}

/** The list of alerts as one piece. */
export const alertsPicture = async (views: Views, query: AlertQuery, mayAct: boolean): Promise<Picture<Piece>> =>
  single(alertsPiece(await drawAlerts(views, query, mayAct)))

export const single = (piece: Piece): Picture<Piece> => ({ parts: new Map([[piece.id, piece]]), whole: piece })

/** What a vessel's page is drawn from. */
export type VesselSources = {
  readonly views: Views
  readonly history: Pick<History, 'tickets' | 'audit'>
  /** The template of the address of its dashboards. */
  readonly grafana: string | null
}

export async function drawVessel(sources: VesselSources, id: VesselId, mayAct: boolean) {
  const view = await vesselAsked(sources, id, mayAct)
  return view && { name: view.vessel.name, main: vesselMain(view) }
}

async function vesselAsked(
  { views, history, grafana }: VesselSources,
  id: VesselId,
  mayAct: boolean,
): Promise<VesselView | null> {
  const vessel = await views.vessel(id)
  if (vessel === null) return null
  const to = secondsOf(vessel.at)
  const timeline = await views.timeline(id, { from: to - DAY_S, to, component: null })
  const newest = { vessel: id, from: null, to: null, after: null, size: NEWEST }
  const { tickets } = await history.tickets({ ...newest, group: null, stage: null, stillDown: null })
  const { entries } = await history.audit({ ...newest, subject: null, except: null, actor: 'people', name: null })
  return timeline && { vessel, timeline, health: views.health(), grafana, mayAct, record: { tickets, deeds: entries } }
}

/** So many tickets and deeds stand on a vessel's own page. */
const NEWEST = 5

export async function drawAlerts(views: Views, query: AlertQuery, mayAct: boolean): Promise<AlertsView> {
  const alerts = await views.alerts(query)
  const counts = await openAlerts(views)
  return { alerts, counts, health: views.health(), asked: alertsAsked(query), mayAct }
}

/** What the address of the page says of this choice. */
export function alertsAsked(query: AlertQuery): Asked {
  const { state, kind, group, vessel, severity, acknowledged = null, from = null, to = null, after } = query
  return {
    state: state ?? '',
    kind: kind ?? '',
    group: group ?? '',
    vessel: vessel ?? '',
    severity: severity ?? '',
    acknowledged: acknowledged === null ? '' : acknowledged ? 'yes' : 'no',
    from: from === null ? '' : iso(from),
    to: to === null ? '' : iso(to),
    after: after ? writeCursor(after) : '',
  }
}

/** How many alerts of the fleet are open and not held, and how many tickets wait for a decision, for the header. */
export const openAlerts = async (views: Views): Promise<Counts> => ({
  alerts: (await views.alerts({ state: 'resolved', kind: null, group: null, vessel: null, size: 0 })).counts.open,
  waiting: await views.waiting(),
})

/** The inbox as one piece. */
export const approvalsPicture = async (views: Views, mayDecide: boolean): Promise<Picture<Piece>> =>
  single(approvalsPiece(await drawApprovals(views, mayDecide)))

export const drawApprovals = async (views: Views, mayDecide: boolean): Promise<ApprovalsView> => ({
  mayDecide,
  proposals: await views.proposals(),
  counts: await openAlerts(views),
  health: views.health(),
})

export const noVessel = (): Html =>
  errorMain({
    status: 404,
    title: titleOf(404),
    detail: 'No vessel of this id is known.',
    hint: 'It may have been retired, or the address is mistyped.',
  })
