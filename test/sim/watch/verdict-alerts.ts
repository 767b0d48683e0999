import { DAY_S, HOUR_S, MINUTE_S } from '../../../shared/time.ts'
import { eventsOf, hubWasThere, type World } from './evidence.ts'
import { asOne, excusedAsOf } from './excused.ts'
import {
  type ComponentLife,
  countedOutages,
  isSteady,
  isWithin,
  type Spell,
  type State,
  stateOf,
  touches,
  type VesselLife,
  wasUpFor,
} from './oracle.ts'
import { HEARTBEAT_S } from './ship.ts'
import { entriesOf, isExcused } from './verdict-excuses.ts'

/** What must stand at the end: `since` in seconds, from the earliest to the latest that it may be; null: whenever. */
type Expected = {
  readonly since: readonly [number, number] | null
  readonly heldBy: 'silent' | 'depends-on' | 'excused' | null
  /** What stands only if it stood before. */
  readonly mayBeAbsent?: true
}

/** Every open alert is the truth, everything that is true has its alert, and there are never two of a kind. */
export function alertFaults(world: World): readonly string[] {
  return [...world.life.vessels.flatMap((vessel) => ofVessel(world, vessel)), ...twins(world)]
}

function ofVessel(world: World, vessel: VesselLife): readonly string[] {
  const open = world.alerts.filter((one) => one.vessel.id === vessel.id && one.state !== 'resolved')
  const expected = expectedOf(world, vessel)
  const named = (kind: string, component: string | null) => `${vessel.id}: ${kind} of ${component ?? 'the vessel'}`
  const lies = open.flatMap(({ kind, component, since, heldBy }) => {
    const wanted = expected.get(`${kind} ${component?.id ?? ''}`)
    const name = named(kind, component?.id ?? null)
    if (wanted === undefined) return [`${name} is open, since ${since}, and nothing is wrong`]
    if (wanted === 'either') return []
    const at = Date.parse(since) / 1000
    const isLate = wanted.since !== null && (at < wanted.since[0] || at > wanted.since[1])
    // Whether it was many that fell silent together is not judged here.
    const isHeld = (heldBy?.kind ?? null) === wanted.heldBy || (kind === 'silent' && heldBy?.kind === 'mass-silence')
    return [
      ...(isLate ? [`${name} is open since ${at}, not ${wanted.since.join(' to ')}`] : []),
      ...(isHeld ? [] : [`${name} is held by ${heldBy?.kind ?? 'nothing'}, not by ${wanted.heldBy ?? 'nothing'}`]),
    ]
  })
  const missing = [...expected].filter(
    ([key, wanted]) =>
      wanted !== 'either' &&
      !wanted.mayBeAbsent &&
      !open.some((one) => `${one.kind} ${one.component?.id ?? ''}` === key),
  )
  return [...lies, ...missing.map(([key]) => `${vessel.id}: there is no alert ${key}`)]
}

/** By `<kind> <component>`; what may be there or not is `either`. */
function expectedOf(world: World, vessel: VesselLife): Wanted {
  const { end } = world
  const offline = vessel.offline.find(({ from, to }) => from <= end && end < to)
  const expected: Wanted = new Map()
  if (offline) {
    const { from } = offline
    const before = { from: from - 3 * HEARTBEAT_S, to: from }
    const wasHeard = wasWhole(world, vessel, before)
    const since = wasHeard ? ([from - 2 * HEARTBEAT_S, from + 2 * MINUTE_S] as const) : null
    expected.set('silent ', { since, heldBy: null })
  }
  excuse(world, vessel, null, expected)
  for (const component of vessel.components) {
    const says = offline ? silently(world, vessel, component, offline.from) : plainly(world, vessel, component)
    for (const [kind, wanted] of Object.entries(says))
      if (wanted !== null) expected.set(`${kind} ${component.id}`, wanted)
    if (!offline) hang(world, vessel, component, expected)
    excuse(world, vessel, component.id, expected)
  }
  return expected
}

type Wanted = Map<string, Expected | 'either'>

const of = (expected: Wanted, component: string | null) =>
  [...expected].filter(([key]) => key.split(' ')[1] === (component ?? ''))

/** Held under what it depends on while that goes on. */
function hang(world: World, vessel: VesselLife, { id }: ComponentLife, expected: Wanted): void {
  const causes = [...world.policy.dependsOn].find(([one]) => one === id)?.[1] ?? []
  const stands = vessel.components
    .filter((one) => causes.some((cause) => cause === one.id))
    .map((one) => downAt(world, vessel, one, world.end, null))
  const isClear = stands.every((one) => one === null)
  const goesOn = stands.some((one) => one !== null && one !== 'either')
  for (const [key, wanted] of of(expected, id)) {
    if (wanted === 'either' || isClear) continue
    expected.set(key, goesOn ? { ...wanted, heldBy: 'depends-on' } : 'either')
  }
}

/** Nothing is raised under an excuse; what stood before is held. Where nothing of the window counts, no figure is missed. */
function excuse(world: World, vessel: VesselLife, component: string | null, expected: Wanted): void {
  const { end, policy } = world
  const entries = entriesOf(world, vessel.id)
  const window = { from: end - DAY_S - HOUR_S, to: end }
  const excused = asOne(excusedAsOf(entries, component, end))
  const isWhole = excused.some(({ from, to }) => from <= window.from && to >= window.to)
  if (isWhole) expected.delete(`sla ${component}`)
  const isNow = (at: number) => isExcused(entries, component, at, policy.incident.resolveAfterS)
  const moments = [end - HOUR_S, end - HOUR_S / 2, end]
  if (moments.every((at) => !isNow(at)) && !touches(excused, { from: end - HOUR_S, to: end })) return
  for (const [key, wanted] of of(expected, component)) {
    if (wanted === 'either') continue
    const isSure = moments.every(isNow)
    expected.set(key, isSure ? { since: wanted.since, heldBy: 'excused', mayBeAbsent: true } : 'either')
  }
}

type Kinds = Readonly<Record<'down' | 'sla' | 'no-data', Expected | 'either' | null>>

/** Heard, and nothing has turned for longer than any window. */
function plainly(world: World, vessel: VesselLife, component: ComponentLife): Kinds {
  const state = stateOf(component, world.end)
  const down = downAt(world, vessel, component, world.end, null)
  const always = { since: null, heldBy: null }
  const of: Record<State, Kinds> = {
    up: { down: null, sla: null, 'no-data': null },
    down: { down, sla: always, 'no-data': null },
    unknown: { down, sla: 'either', 'no-data': always },
  }
  return of[state]
}

/** Not heard since then: it stands as it was told, under the silence, and the figure counts as down. */
function silently(world: World, vessel: VesselLife, component: ComponentLife, from: number): Kinds {
  const before = { from: from - 3 * HEARTBEAT_S, to: from }
  const isClear = wasWhole(world, vessel, before) && isSteady(component, before)
  const sla: Expected = { since: null, heldBy: 'silent' }
  if (!isClear) return { down: 'either', sla, 'no-data': 'either' }
  const stands: Expected = { since: null, heldBy: 'silent' }
  return {
    down: downAt(world, vessel, component, from - 1, 'silent'),
    sla,
    'no-data': stateOf(component, from - 1) === 'unknown' ? stands : null,
  }
}

/** All that was to tell of that time could be told. */
const wasWhole = (world: World, vessel: VesselLife, span: Spell): boolean =>
  span.from > vessel.begin + HEARTBEAT_S && !touches(vessel.offline, span) && hubWasThere(world, span)

/** The alert of an outage that goes on at that time. */
function downAt(
  world: World,
  vessel: VesselLife,
  component: ComponentLife,
  at: number,
  heldBy: Expected['heldBy'],
): Expected | 'either' | null {
  const { life, policy } = world
  const known = { from: life.begin, to: at + 1 }
  const last = countedOutages(component, policy.incident.resolveAfterS, known).at(-1)
  const began = last !== undefined && isWithin([last], at) ? last.from : null
  if (isBySilence(world, vessel, component, began ?? at)) return began === null ? 'either' : { since: null, heldBy }
  return began === null ? null : { since: [began, began], heldBy }
}

/** Where nothing was measured silence counts as down, and that lasts until it is up for good. */
function isBySilence({ policy }: World, vessel: VesselLife, component: ComponentLife, until: number): boolean {
  return component.gaps.some((gap) =>
    vessel.offline.some(({ from, to }) => {
      const both = { from: Math.max(from, gap.from), to: Math.min(to, gap.to, until) }
      if (both.from > both.to || to - from < HEARTBEAT_S) return false
      return !wasUpFor(component, policy.incident.resolveAfterS, { from: both.to, to: until })
    }),
  )
}

/** One open alert of a component and kind at any time. */
function twins(world: World): readonly string[] {
  return world.life.vessels.flatMap(({ id }) => {
    const open = new Map<string, string>()
    const found: string[] = []
    for (const event of eventsOf(world, id, 'alert-opened', 'alert-resolved')) {
      if (event.type === 'alert-resolved') {
        if (!open.delete(event.alert)) found.push(`${id}: ${event.alert} is resolved, and was not open`)
        continue
      }
      const key = `${event.kind} of ${event.component ?? 'the vessel'}`
      if ([...open.values()].includes(key)) found.push(`${id}: ${event.alert} is a second ${key}`)
      open.set(event.alert, key)
    }
    const shown = world.alerts.filter((one) => one.vessel.id === id && one.state !== 'resolved').map((one) => one.id)
    if ([...open.keys()].sort().join() !== shown.sort().join())
      found.push(`${id}: the pages show ${shown.join()} as open, the log says ${[...open.keys()].join()}`)
    return found
  })
}
