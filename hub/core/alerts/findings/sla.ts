import { counted, type Sums, sumsOf } from '../../../../shared/availability.ts'
import { bestKnowledge } from '../../../../shared/layers.ts'
import { judge, targetFor } from '../../../../shared/sla.ts'
import { OPEN } from '../../../../shared/time.ts'
import type { Component } from '../../components/component.ts'
import type { Context } from '../../context.ts'
import { endOfWindow, layersOf } from '../../knowledge/knowledge.ts'
import type { Vessel } from '../../vessel.ts'
import type { Alert } from '../alert.ts'
import { alarm, BETWEEN, calm, type Finding, type Said } from './finding.ts'
import { turnsAt } from './sliding.ts'

/**
 * The sliding figure under its target; an alert lasts until it is a step above. While the window ends at the watermark it
 * only moves with what is told; where it ends at now, time alone carries it across.
 */
export function slaFinding(vessel: Vessel, component: Component, context: Context): Finding {
  const bare = { kind: 'sla', component: component.id } as const
  // What is just being told is judged when it is whole.
  if (vessel.presence.kind === 'settling') return { ...bare, says: BETWEEN, turnsAt: OPEN }
  const { now, policy } = context
  const { windowS } = policy.sla
  const end = endOfWindow(vessel, context)
  const layers = layersOf(vessel, component, context)
  const moves = end === now
  const span = { from: end - windowS, to: moves ? end + windowS : end }
  const figure = counted(bestKnowledge(layers, span), layers, span)
  const open = vessel.alerts.find(({ kind, component: of }) => kind === 'sla' && of === component.id)
  const say = sayer(vessel, component, open, context, end)
  return {
    ...bare,
    says: say(sumsOf(figure, { from: end - windowS, to: end })),
    turnsAt: moves ? turnsAt(figure, end, windowS, (sums) => say(sums).kind) : OPEN,
  }
}

function sayer(
  { admission }: Vessel,
  { id: component }: Component,
  open: Alert | undefined,
  { id: vessel, policy: { sla, alerts } }: Context,
  end: number,
): (sums: Sums) => Said {
  const target = targetFor(sla, { group: admission.profile?.group ?? null, vessel, component })
  return (sums) => {
    const verdict = judge(sums, target, sla)
    if (verdict.sla === 'missed') return alarm(open?.since ?? end, null, 'missed')
    if (verdict.reason === 'excused') return calm('excused')
    const well = judge(sums, Math.min(100, target + alerts.slaCloseAbove), sla)
    return well.sla === 'met' ? calm('met') : BETWEEN
  }
}
