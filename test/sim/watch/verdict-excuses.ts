import { DAY_S, HOUR_S } from '../../../shared/time.ts'
import { eventsOf, type World } from './evidence.ts'
import { asOne, type Entry, excusedAsOf, lengthWithin } from './excused.ts'
import { groupOf } from './life.ts'
import type { Asked } from './maintainers.ts'
import { type ComponentLife, isWithin, type Spell, stateOf, touches, turnsOf, type VesselLife } from './oracle.ts'

/** What is excused calls nobody and is proposed to nobody, is left out of every figure to the second, and nobody excused it but people. */
export function excuseFaults(world: World): readonly string[] {
  return [
    ...world.life.vessels.flatMap((vessel) => [
      ...invented(world, vessel),
      ...called(world, vessel),
      ...miscounted(world, vessel),
    ]),
    ...unheeded(world),
  ]
}

type Deed = { readonly excuse: string; readonly at: number; readonly reason: string; readonly type: string }

const deedsOf = (world: World, vessel: string) =>
  eventsOf(world, vessel, 'excused', 'excuse-changed', 'excuse-withdrawn')

/** The excuses of a vessel: when each deed came into its log by the log, what it was by who asked for it. */
export function entriesOf(world: World, vessel: string): readonly Entry[] {
  const deeds: readonly Deed[] = deedsOf(world, vessel)
  return [...Map.groupBy(deeds, ({ excuse }) => excuse).values()].flatMap((of) => {
    const known = of.flatMap(({ at, reason }) => {
      const asked = world.asked.find((one) => one.reason === reason)
      return asked === undefined ? [] : [{ at, asked }]
    })
    const [first] = known
    if (first === undefined) return []
    const versions = known.flatMap(({ at, asked: { plan } }) => (plan === null ? [] : [{ at, plan }]))
    const withdrawnAt = known.find(({ asked: { plan } }) => plan === null)?.at ?? null
    return [{ component: first.asked.of.component, versions, withdrawnAt }]
  })
}

/** Whether it was excused at the time as was known then, or had been until less than `afterS` before. */
export function isExcused(entries: readonly Entry[], component: string | null, at: number, afterS: number): boolean {
  // What came into the log in the same second may stand before it or behind it.
  return [at - 1, at].every((asOf) =>
    excusedAsOf(entries, component, asOf).some(({ from, to }) => from <= at && at < to + afterS),
  )
}

/** At some time of the span, or a little before or behind. */
export const mayBeExcused = (entries: readonly Entry[], component: string | null, { from, to }: Spell): boolean =>
  [from, to, ...entries.flatMap(({ versions, withdrawnAt }) => [...versions.map(({ at }) => at), withdrawnAt ?? to])]
    .filter((asOf) => asOf >= from && asOf <= to)
    .some((asOf) => touches(excusedAsOf(entries, component, asOf), { from: from - 2 * HOUR_S, to }))

function invented(world: World, { id }: VesselLife): readonly string[] {
  return deedsOf(world, id).flatMap(({ excuse, reason, type }) => {
    const asked = world.asked.find((one) => one.reason === reason)
    if (asked === undefined) return [`${id}: ${type} of ${excuse}, which nobody asked for`]
    const isOfIt = asked.of.vessel === id || asked.of.group === groupOf(world.life, id)
    return isOfIt ? [] : [`${id}: ${excuse} is of ${asked.of.vessel ?? asked.of.group}`]
  })
}

/** Whoever was told that it is done finds it with each vessel that it is of. */
function unheeded(world: World): readonly string[] {
  return world.asked.flatMap((asked) => {
    if (asked.answer !== 'done') return []
    return reachedBy(world, asked).flatMap(({ id }) =>
      deedsOf(world, id).some(({ reason }) => reason === asked.reason) ? [] : [`${id}: ${asked.reason} is not with it`],
    )
  })
}

function reachedBy({ life, asked: all }: World, { of, at }: Asked): readonly VesselLife[] {
  if (of.group === null) return life.vessels.filter(({ id }) => id === of.vessel)
  // A later word about the same may have come before a vessel heard this one.
  if (all.some((later) => later.at >= at && later.at < at + DAY_S && later.of.group === of.group && later.at !== at))
    return []
  return life.vessels.filter(
    ({ id, components }) =>
      groupOf(life, id) === of.group && (of.component === null || components.some((one) => one.id === of.component)),
  )
}

/** Nothing is raised under an excuse, nor just after it, and nobody is reminded of what rests. */
function called(world: World, { id }: VesselLife): readonly string[] {
  const entries = entriesOf(world, id)
  const { resolveAfterS } = world.policy.incident
  const about = new Map<string, readonly (string | null)[]>()
  const found: string[] = []
  const calls = ['proposal-reminded', 'proposal-escalated', 'proposal-expired'] as const
  for (const event of eventsOf(world, id, 'alert-opened', 'proposal-raised', 'proposal-revised', ...calls)) {
    const { at, type } = event
    if (event.type === 'alert-opened') {
      if (isExcused(entries, event.component, at, resolveAfterS))
        found.push(`${id}: ${event.alert} is opened under an excuse at ${at}`)
    } else if (event.type === 'proposal-raised' || event.type === 'proposal-revised') {
      const { components } = event.facts
      about.set(event.proposal, components.length === 0 ? [null] : components)
      const excused = components.find((one) => isExcused(entries, one, at, resolveAfterS))
      const isVessel = components.length === 0 && isExcused(entries, null, at, resolveAfterS)
      if (event.type === 'proposal-raised' && (excused !== undefined || isVessel))
        found.push(`${id}: ${event.proposal} is raised under an excuse of ${excused ?? 'the vessel'} at ${at}`)
    } else if (about.get(event.proposal)?.every((one) => isExcused(entries, one, at, 0)))
      found.push(`${id}: ${type} of ${event.proposal}, all of which is excused at ${at}`)
  }
  return found
}

/** Each whole day that has been told, by the truth. */
function miscounted(world: World, vessel: VesselLife): readonly string[] {
  const { id, begin, offline, components } = vessel
  const entries = entriesOf(world, id)
  const unheard = offline.find(({ to }) => to > world.end)?.from ?? world.end
  const shown = world.vessels.find((one) => one.id === id)
  return components.flatMap((component) => {
    const excused = asOne(excusedAsOf(entries, component.id, world.end))
    const days = shown?.components.find((one) => one.id === component.id)?.days ?? []
    return days.flatMap(({ day, downS, excusedS }) => {
      const from = Date.parse(day) / 1000
      const span = { from: Math.max(from, begin), to: from + DAY_S }
      if (span.from >= span.to || span.to > unheard - DAY_S) return []
      const named = `${id}: ${component.id} on ${day}`
      const wanted = lengthWithin(excused, span)
      if (excusedS !== wanted) return [`${named} is excused for ${excusedS} s, not for ${wanted} s`]
      if (touches(component.gaps, span)) return []
      const down = downOf(component, excused, span)
      return downS === down ? [] : [`${named} counts ${downS} s as down, not ${down} s`]
    })
  })
}

function downOf(component: ComponentLife, excused: readonly Spell[], span: Spell): number {
  const edges = [span.from, span.to, ...turnsOf(component), ...excused.flatMap(({ from, to }) => [from, to])]
    .filter((at) => at >= span.from && at <= span.to)
    .sort((a, b) => a - b)
  return edges.reduce((sum, at, i) => {
    const next = edges[i + 1] ?? at
    return stateOf(component, at) === 'down' && !isWithin(excused, at) ? sum + next - at : sum
  }, 0)
}
