import type { Alert, Alerts } from '../../shared/api/alert.ts'
import { iso, type Seconds } from '../../shared/time.ts'
import type { Deed, Hold } from '../core/alerts/alert.ts'
import { nameOf } from '../core/components/component-name.ts'
import type { Policy } from '../core/policy.ts'
import type { AlertRow, ReadStore, VesselRow } from '../ports/read-store.ts'
import type { AlertQuery } from '../ports/views.ts'
import { byView } from './by.ts'
import { pageOf, vesselsMeant, writeCursor } from './history/page.ts'
import type { Present } from './present.ts'
import type { Recovering } from './recovery.ts'

type AlertStore = Pick<ReadStore, 'vessel' | 'vessels' | 'openAlerts' | 'resolvedAlerts'>

/** Open ones first, then those that are held, the oldest first; then the resolved ones, the newest first. */
export function alertsView(store: AlertStore, query: AlertQuery, present: Present, recovering: Recovering): Alerts {
  const { state, size, after = null } = query
  const fits = fitting(store, query)
  const standing = store.openAlerts().filter(fits).sort(oldestFirst)
  const open = standing.filter(({ heldBy }) => heldBy === null)
  const held = standing.filter(({ heldBy }) => heldBy !== null)
  const shows = (one: 'open' | 'held') => after === null && (state === null || state === one)
  const past = state === null || state === 'resolved' ? resolvedOf(store, query, fits) : []
  const { rows: resolved, next } = pageOf(past, size, cursorOf)
  const shown = [...(shows('open') ? open : []), ...(shows('held') ? held : []), ...resolved]
  return {
    at: iso(present.now),
    counts: { open: open.length, held: held.length },
    massSilences: present.massSilences.map(({ scope, since, vessels, of }) => ({
      among: scope.kind === 'fleet' ? null : scope.name,
      since: iso(since),
      vessels: vessels.map((id) => ({ id, name: store.vessel(id)?.profile.name ?? id })),
      of,
    })),
    alerts: shown.map((row) => alertView(row, store.vessel(row.vessel), present, recovering)),
    more: next !== null,
    next,
  }
}

function fitting(store: AlertStore, query: AlertQuery): (row: AlertRow) => boolean {
  const { kind, vessel, group, severity = null, acknowledged = null, from = null, to = null } = query
  return (row) =>
    (kind === null || row.kind === kind) &&
    (vessel === null || row.vessel === vessel) &&
    (group === null || store.vessel(row.vessel)?.profile.group === group) &&
    (severity === null || row.severity === severity) &&
    (acknowledged === null || (row.acknowledged !== null) === acknowledged) &&
    (from === null || row.resolved === null || row.resolved.at >= from) &&
    (to === null || row.since < to)
}

function* resolvedOf(store: AlertStore, query: AlertQuery, fits: (row: AlertRow) => boolean): Iterable<AlertRow> {
  const { kind, severity = null, acknowledged = null, from = null, to = null, after = null } = query
  const sought = { vessels: vesselsMeant(store, query), kind, severity, acknowledged, from, to, after }
  for (const row of store.resolvedAlerts(sought)) if (fits(row)) yield row
}

const cursorOf = ({ resolved, vessel, id }: AlertRow): string => writeCursor({ at: resolved?.at ?? 0, vessel, id })

const oldestFirst = (a: AlertRow, b: AlertRow): number =>
  a.since - b.since || (a.vessel < b.vessel ? -1 : a.vessel > b.vessel ? 1 : a.id < b.id ? -1 : 1)

/** One alert with everything that was done about it. */
export function alertView(
  row: AlertRow,
  vessel: VesselRow | undefined,
  { policy }: Present,
  recovering: Recovering,
): Alert {
  const { resolved, heldBy, acknowledged, snoozed } = row
  return {
    id: row.id,
    vessel: { id: row.vessel, name: vessel?.profile.name ?? row.vessel, group: vessel?.profile.group ?? null },
    kind: row.kind,
    component: row.component === null ? null : { id: row.component, name: nameOf(row.component, policy) },
    incident: row.incident,
    state: resolved !== null ? 'resolved' : heldBy !== null ? 'held' : 'open',
    severity: row.severity,
    reason: row.reason,
    since: iso(row.since),
    recovery: goesByIncident(row) ? recovering(row) : null,
    openedAt: iso(row.openedAt),
    heldBy: heldBy && holdView(heldBy, policy),
    flapping: row.flapping,
    acknowledged: acknowledged && { ...deedView(acknowledged), until: isoOrNull(acknowledged.until) },
    snoozed: snoozed && { ...deedView(snoozed), until: iso(snoozed.until) },
    owner: row.owner,
    note: row.note,
    deeds: row.deeds.map((deed) => ({ did: deed.did, ...deedView(deed), until: isoOrNull(deed.until) })),
    resolved: resolved && { at: iso(resolved.at), reason: resolved.reason },
  }
}

function holdView(hold: Hold, policy: Policy): NonNullable<Alert['heldBy']> {
  switch (hold.kind) {
    case 'excused':
    case 'silent':
      return hold
    case 'depends-on':
      return { kind: hold.kind, component: { id: hold.component, name: nameOf(hold.component, policy) } }
    case 'mass-silence':
      return { kind: hold.kind, among: hold.scope.kind === 'fleet' ? null : hold.scope.name }
  }
}

/** Others end as their own rules say. */
const goesByIncident = ({ kind, resolved }: AlertRow): boolean =>
  resolved === null && (kind === 'down' || kind === 'silent')

const isoOrNull = (at: Seconds | null): string | null => (at === null ? null : iso(at))

const deedView = ({ by, at, reason }: Deed) => ({ by: byView(by), at: iso(at), reason })
