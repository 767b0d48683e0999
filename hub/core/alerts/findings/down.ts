import { UP } from '../../../../shared/model.ts'
import { OPEN } from '../../../../shared/time.ts'
import type { Component } from '../../components/component.ts'
import type { Context } from '../../context.ts'
import { openIncident } from '../../incidents/incident.ts'
import { lastMeasured } from '../../knowledge/knowledge.ts'
import type { Vessel } from '../../vessel.ts'
import { alarm, BETWEEN, calm, type Finding, lastEnd } from './finding.ts'

/** Not up, in an incident that is older than `for`. It lasts as long as the incident. */
export function downFinding(vessel: Vessel, component: Component, { now, policy }: Context): Finding {
  const bare = { kind: 'down', component: component.id } as const
  const { incidents } = vessel
  const incident = openIncident(incidents, component.id)
  if (incident === undefined) return { ...bare, says: calm(lastEnd(incidents, component.id)), turnsAt: OPEN }
  if (lastMeasured(vessel, component) === UP) return { ...bare, says: BETWEEN, turnsAt: OPEN }
  const alarmsAt = incident.began + policy.alerts.downForS
  if (now < alarmsAt) return { ...bare, says: BETWEEN, turnsAt: alarmsAt }
  return { ...bare, says: alarm(incident.began, incident.id, 'down'), turnsAt: OPEN }
}
