import type { ExcuseAnswer, Extent } from '../../../hub/core/excuses/excuse-command.ts'
import type { GroupWhen } from '../../../hub/core/excuses/group-excuse.ts'
import type { GroupExcuseAnswer } from '../../../hub/core/excuses/group-excuse-command.ts'
import type { River } from '../../../hub/river.ts'
import { isComponentId, isVesselId } from '../../../shared/model.ts'
import { type Pattern, WEEKDAYS } from '../../../shared/pattern.ts'
import type { Clock } from '../../../shared/runtime/clock.ts'
import { DAY_S, HOUR_S, iso, MINUTE_S, OPEN, toSeconds } from '../../../shared/time.ts'
import type { Chance } from '../chance.ts'
import type { Plan } from './excused.ts'
import { type FleetLife, groupOf } from './life.ts'

/** What somebody asked about maintenance. By its reason it is found again in the log: each has another. */
export type Asked = {
  readonly at: number
  readonly reason: string
  /** Null: it is taken back. */
  readonly plan: Plan | null
  readonly of: Of
  answer: (ExcuseAnswer | GroupExcuseAnswer)['kind'] | null
}

/** Of a vessel, or of a group; `component` null: the whole of it. */
type Of = { readonly vessel: string | null; readonly group: string | null; readonly component: string | null }

type Entered = Of & { readonly id: string }

const BY = { kind: 'local', name: 'chief' } as const

/** Who enters maintenance before, during and after the fact, once or again and again, changes it and takes it back. */
export function createMaintainers(river: () => River | null, life: FleetLife, clock: Clock, chance: Chance) {
  const asked: Asked[] = []
  const entered: Entered[] = []
  let home = false

  function ask(of: Of, id: string | null, plan: Plan | null): void {
    const hub = river()
    if (hub === null) return
    const one: Asked = { at: toSeconds(clock.now()), reason: `m-${asked.length}`, plan, of, answer: null }
    asked.push(one)
    const known = (answer: ExcuseAnswer | GroupExcuseAnswer) => {
      one.answer = answer.kind
      if (id === null && answer.kind === 'done')
        entered.push({ ...of, id: 'excuse' in answer ? answer.excuse : answer.groupExcuse })
    }
    const answered = of.group === null ? ofVessel(hub, one, id) : ofGroup(hub, one, id)
    answered.then(known, () => {})
  }

  function act(): void {
    const before = entered.length > 0 && chance.happens(0.35) ? chance.pick(entered) : null
    const plan = planned(toSeconds(clock.now()), chance)
    if (before !== null) {
      ask(before, before.id, chance.happens(0.4) ? null : plan)
      return
    }
    const vessel = chance.pick(life.vessels)
    const component = chance.happens(0.3) ? null : chance.pick(vessel.components).id
    const group = chance.happens(0.3) ? groupOf(life, vessel.id) : null
    ask({ vessel: group === null ? vessel.id : null, group, component }, null, plan)
  }

  function again(): void {
    if (home) return
    act()
    clock.after(chance.span(4 * HOUR_S, 2.5 * DAY_S) * 1000, again)
  }

  return {
    asked,
    begin: () => void clock.after(chance.span(HOUR_S, 2 * DAY_S) * 1000, again),
    goHome() {
      home = true
    },
  }
}

function planned(now: number, chance: Chance): Plan {
  const minute = Math.floor(now / MINUTE_S) * MINUTE_S
  const length = chance.span(HOUR_S, 5 * DAY_S)
  switch (
    chance.pick(['before', 'before', 'during', 'during', 'after', 'after', 'open', 'recurs', 'recurs'] as const)
  ) {
    case 'before': {
      const from = minute + chance.span(HOUR_S, 2 * DAY_S)
      return { kind: 'once', from, to: from + length }
    }
    case 'during':
      return { kind: 'once', from: minute - chance.span(HOUR_S, 5 * DAY_S), to: minute + length }
    case 'after': {
      const to = minute - chance.span(HOUR_S, 2 * DAY_S)
      return { kind: 'once', from: to - length, to }
    }
    case 'open':
      return { kind: 'once', from: minute - chance.int(0, DAY_S), to: Infinity }
    case 'recurs': {
      const today = Math.floor(now / DAY_S) * DAY_S
      const firstDay = today + chance.int(-4, 2) * DAY_S
      const on = [0, 1, 2, 3, 4, 5, 6].filter(() => chance.happens(0.6))
      const lastDay = chance.happens(0.5) ? firstDay + chance.int(7, 12) * DAY_S : null
      const of = { beginS: chance.int(0, 23) * HOUR_S, lengthS: chance.int(1, 24) * HOUR_S }
      return { kind: 'recurs', firstDay, lastDay, on: on.length === 0 ? [0] : on, ...of }
    }
  }
}

async function ofVessel(hub: River, { reason, plan, of, at }: Asked, id: string | null): Promise<ExcuseAnswer> {
  const { vessel } = of
  if (vessel === null || !isVesselId(vessel)) throw new RangeError(String(vessel))
  const why = { reason, by: BY }
  if (id === null) {
    const said = { component: componentOf(of), category: 'planned-maintenance', ...why } as const
    return hub.maintain(vessel, { type: 'excuse', ...said, ...extentOf(plan, at) })
  }
  return plan === null
    ? hub.maintain(vessel, { type: 'withdraw-excuse', excuse: id, ...why })
    : hub.maintain(vessel, { type: 'change-excuse', excuse: id, ...extentOf(plan, at), ...why })
}

async function ofGroup(hub: River, { reason, plan, of, at }: Asked, id: string | null): Promise<GroupExcuseAnswer> {
  const why = { reason, by: BY }
  const { reviewAt } = extentOf(plan, at)
  if (id === null) {
    const said = { group: of.group ?? '', component: componentOf(of), category: 'yard', ...why } as const
    return hub.maintainGroup({ type: 'excuse-group', ...said, when: whenOf(plan), reviewAt })
  }
  return plan === null
    ? hub.maintainGroup({ type: 'withdraw-group-excuse', groupExcuse: id, ...why })
    : hub.maintainGroup({ type: 'change-group-excuse', groupExcuse: id, when: whenOf(plan), reviewAt, ...why })
}

function componentOf({ component }: Of) {
  if (component !== null && !isComponentId(component)) throw new RangeError(component)
  return component
}

function extentOf(plan: Plan | null, now: number): Extent {
  if (plan?.kind === 'recurs')
    return {
      recurs: { pattern: patternOf(plan), zone: 'UTC' },
      reviewAt: plan.lastDay === null ? now + 60 * DAY_S : null,
    }
  const { from, to } = plan ?? { from: 0, to: 0 }
  return to === Infinity
    ? { span: { from, to: OPEN }, reviewAt: now + 60 * DAY_S }
    : { span: { from, to }, reviewAt: null }
}

function whenOf(plan: Plan | null): GroupWhen {
  if (plan?.kind === 'recurs') return { kind: 'recurs', zone: 'UTC', pattern: patternOf(plan) }
  const { from, to } = plan ?? { from: 0, to: 0 }
  return { kind: 'once', zone: 'UTC', walls: { from, to: Math.min(to, OPEN) } }
}

function patternOf({ firstDay, lastDay, on, beginS, lengthS }: Extract<Plan, { kind: 'recurs' }>): Pattern {
  const day = (at: number) => iso(at).slice(0, 10)
  const clockOf = (seconds: number) => iso(seconds % DAY_S).slice(11, 16)
  return {
    // Sunday is the last of them.
    repeats: { kind: 'weekly', every: 1, on: on.flatMap((one) => WEEKDAYS[(one + 6) % 7] ?? []) },
    firstDay: day(firstDay),
    lastDay: lastDay === null ? null : day(lastDay),
    begins: clockOf(beginS),
    ends: clockOf(beginS + lengthS),
  }
}
