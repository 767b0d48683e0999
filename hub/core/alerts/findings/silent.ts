import { OPEN } from '../../../../shared/time.ts'
import { total } from '../../../../shared/timeline.ts'
import type { Context } from '../../context.ts'
import { openIncident } from '../../incidents/incident.ts'
import type { Vessel } from '../../vessel.ts'
import { alarm, BETWEEN, calm, type Finding, lastEnd } from './finding.ts'

/** Not heard for longer than `alertAfter`, in time in which the hub could hear. It lasts until the silence has settled. */
export function silentFinding({ presence, incidents }: Vessel, { now, listening, policy }: Context): Finding {
  const bare = { kind: 'silent', component: null } as const
  const incident = openIncident(incidents, null)
  if (incident === undefined) return { ...bare, says: calm(lastEnd(incidents, null)), turnsAt: OPEN }
  if (presence.kind !== 'silent' || listening.since === null) return { ...bare, says: BETWEEN, turnsAt: OPEN }
  const unheardS = total(listening.spells, { from: presence.since, to: now }, () => true)
  const alarmsAt = Math.max(now + policy.alerts.silentForS - unheardS, listening.since + policy.silentAfterS)
  if (now < alarmsAt) return { ...bare, says: BETWEEN, turnsAt: alarmsAt }
  return { ...bare, says: alarm(incident.began, incident.id, 'not-heard'), turnsAt: OPEN }
}
