import { type AlertAnswer, type AlertCommand, decideAlert } from '../../hub/core/alerts/alert-command.ts'
import type { VesselEvent } from '../../hub/core/events.ts'
import { DEFAULT_POLICY } from '../../hub/core/policy.ts'
import type { AlertRow, VesselRow } from '../../hub/ports/read-store.ts'
import type { AlertQuery, Views } from '../../hub/ports/views.ts'
import { alertsView, alertView } from '../../hub/projections/alert-view.ts'
import { alertRows } from '../../hub/projections/alerts.ts'
import type { FleetVessel } from '../../shared/api/fleet.ts'
import { isComponentId, isVesselId, type VesselId } from '../../shared/model.ts'
import type { Seconds } from '../../shared/time.ts'
import { secondsOf } from '../../web/format.ts'

/** The alerts of a fleet of fakes: the real decider and the real rows, without a log. */
export type FakeAlerts = Pick<Views, 'alerts' | 'alert'> & {
  standing(): number
  act(vessel: VesselId, command: AlertCommand): AlertAnswer
  /** Recovered at this moment. */
  resolve(vessel: VesselId, id: string, at: Seconds): void
}

export function fakeAlerts(fleet: readonly FleetVessel[], now: Seconds): FakeAlerts {
  const rows = new Map<string, AlertRow>()
  const groups = new Map(fleet.map(({ id, name, group }) => [id, { name, group }]))
  const present = { now, hearsUntil: now, massSilences: [], groupExcuses: [], heard: new Map(), policy: DEFAULT_POLICY }
  const all = () => [...rows.values()]
  const open = () => all().filter(({ resolved }) => resolved === null)
  const store = {
    vessel: (id: VesselId): VesselRow | undefined => rowOf(id, groups.get(id)),
    vessels: () => fleet.flatMap(({ id }) => (isVesselId(id) ? (rowOf(id, groups.get(id)) ?? []) : [])),
    openAlerts: open,
    resolvedAlerts: () =>
      all()
        .filter(({ resolved }) => resolved !== null)
        .sort((a, b) => Number(b.resolved?.at) - Number(a.resolved?.at)),
  }
  const apply = (id: VesselId, event: VesselEvent): void => {
    for (const change of alertRows({ id }, event, (alert) => rows.get(`${id} ${alert}`)))
      if (change.kind === 'alert') rows.set(`${id} ${change.row.id}`, change.row)
  }
  for (const vessel of fleet) for (const event of openedBy(vessel)) if (isVesselId(vessel.id)) apply(vessel.id, event)

  return {
    alerts: async (query: AlertQuery) => alertsView(store, query, present, () => null),
    async alert(vessel, id) {
      const row = rows.get(`${vessel} ${id}`)
      return row ? alertView(row, store.vessel(vessel), present, () => null) : null
    },
    standing: () => open().filter(({ heldBy }) => heldBy === null).length,
    act(vessel, command) {
      const alerts = open().filter((row) => row.vessel === vessel)
      const { events, answer } = decideAlert({ alerts }, command, { now })
      for (const event of events) apply(vessel, event)
      return answer
    },
    resolve: (vessel, alert, at) =>
      apply(vessel, { type: 'alert-resolved', at, learnedAt: at, alert, reason: 'recovered' }),
  }
}

/** What the state of a vessel's components would have opened. */
function openedBy({ presence, components }: FleetVessel): VesselEvent[] {
  const silent = presence.kind === 'silent'
  const bare = { type: 'alert-opened', incident: null, severity: 'medium' } as const
  const opened = (component: string | null, kind: AlertRow['kind'], since: Seconds): VesselEvent[] => [
    {
      ...bare,
      at: since + 900,
      learnedAt: since + 900,
      since,
      alert: `a-${kind}-${component ?? 'vessel'}-${since.toString(36)}`,
      kind,
      component: component !== null && isComponentId(component) ? component : null,
      reason: kind === 'silent' ? 'not-heard' : kind === 'no-data' ? 'no-samples' : 'down',
      heldBy: silent && kind !== 'silent' ? { kind: 'silent' } : null,
    },
  ]
  return [
    ...(silent ? opened(null, 'silent', secondsOf(presence.since)) : []),
    ...components.flatMap(({ id, state, since }) => {
      if (since === null || state === 'up' || state === 'maintenance') return []
      return opened(id, state === 'unknown' ? 'no-data' : 'down', secondsOf(since))
    }),
  ]
}

export const rowOf = (id: VesselId, known: { name: string; group: string | null } | undefined): VesselRow | undefined =>
  known && {
    id,
    profile: { name: known.name, group: known.group, imo: null, link: null, zone: 'UTC', contact: null, inService: [] },
    presence: { kind: 'heard' },
    enteredAt: 0,
    retiredAt: null,
    contested: null,
    seen: null,
    heardAt: null,
    about: null,
    components: [],
    excuses: [],
    notes: [],
    detailFrom: 0,
  }
