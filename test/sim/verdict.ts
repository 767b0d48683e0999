import type { FleetEvent } from '../../hub/core/events.ts'
import { bestKnowledge, type Known } from '../../shared/layers.ts'
import type { Copy } from '../../shared/link/copy.ts'
import type { JournalComponent } from '../../shared/link/journal.ts'
import { DATABASE, type StateCode } from '../../shared/model.ts'
import { OPEN, type Seconds, type Span } from '../../shared/time.ts'
import { clip, covered, cut, join, replace, stateAt, type Timeline } from '../../shared/timeline.ts'
import type { Database } from './database.ts'
import type { Watch } from './invariants.ts'
import type { Network } from './network.ts'
import { bestAt, firstLie, truthAt, turningPoints } from './oracle.ts'
import type { Plan } from './plan.ts'
import type { PresenceWatch } from './presence.ts'
import type { Shore } from './shore.ts'
import type { Vessel } from './vessel.ts'

/** What is looked at when the dust has settled. */
type World = {
  readonly plan: Plan
  readonly shore: Shore
  readonly database: Database
  readonly watch: Watch
  readonly presence: PresenceWatch
  readonly ship: { readonly vessel: Vessel; readonly network: Network }
  readonly wall: () => Seconds
}

/** What is found when the dust has settled. */
export type Judged = {
  readonly faults: readonly string[]
  readonly messages: { readonly up: number; readonly down: number }
}

export function judge({ plan, shore, database, watch, ship, wall, presence }: World): Judged {
  const found = [...watch.violations]
  const state = ship.vessel.state()
  const told = shore.told()
  const seen = shore.seen()
  if (state === null) return { faults: [...found, 'the agent is not running'], messages: { up: 0, down: 0 } }
  const { watermark } = seen
  if (state.told !== Infinity) found.push(`the agent still has to tell from ${state.told}`)
  if (watermark === null || wall() - watermark > plan.heartbeatS + 2 * plan.readEveryS + 60) {
    found.push(`shore's watermark is ${watermark}, at ${wall()}`)
  }
  for (const truth of database.truth()) {
    const component = state.journal.components.find(({ id }) => id === truth.id)
    if (component === undefined || watermark === null) continue
    const turns = turningPoints(truth)
    const doubted = component.removed ? unseen(component, ship.vessel, database) : []
    for (const span of judged(component.timeline, watermark, doubted)) {
      const onBoard = firstLie((at) => truthAt(truth, at), turns, component.timeline, span)
      if (onBoard) found.push(`on board ${truth.id} is ${onBoard.said} at ${onBoard.at}, but ${onBoard.holds} holds`)
    }
    // What was once told on shore stays, also when the journal has long forgotten it.
    const first = watch.firstClaim(truth.id)
    const whole = first !== null && watch.nothingLost() ? [{ from: first, to: watermark }] : null
    for (const span of whole ?? judged(component.timeline, watermark, doubted)) {
      const lie = firstLie((at) => truthAt(truth, at), turns, told.get(truth.id) ?? [], span)
      if (lie) found.push(`on shore ${truth.id} is ${lie.said} at ${lie.at}, but ${lie.holds} holds`)
    }
    const { removed, timeline } = component
    if (!removed && timeline.at(-1)?.to !== Infinity) found.push(`${truth.id} claims nothing`)
  }
  for (const [id, timeline] of told) {
    const late = timeline.find(({ from }) => watermark !== null && from >= watermark)
    if (late) found.push(`on shore ${id} turns at ${late.from}, after the watermark ${watermark}`)
    const listed = state.journal.components.find((one) => one.id === id)
    if ((listed === undefined || listed.removed) && timeline.at(-1)?.to === Infinity)
      found.push(`on shore ${id} goes on though it was removed`)
  }
  if (plan.replicas === 1 && watermark !== null) found.push(...bestKnowledgeLies({ presence, shore, told, watermark }))
  const atLast = shore.vessel().presence.kind
  // A hub whose clock was ahead waits until the vessel's truth has passed the time at which it believes to have heard it.
  if (atLast !== 'heard' && plan.replicas === 1 && !plan.faults.includes('hub-clock'))
    found.push(`the vessel is ${atLast}, though everything is told`)
  const quiet = watch.quiet()

  // Once a week the journal forgets what the digest no longer covers: that is a birth. And a clock that was ahead has
  // left points of the time to come, which turn when their time is there.
  const still = !plan.faults.includes('vessel-clock')
  if (still && quiet.others.join() !== 'birth' && quiet.others.length > 0)
    found.push(`though nothing changes there were ${quiet.others.join(', ')}`)
  return { faults: found, messages: { up: quiet.up, down: quiet.down } }
}

/** When the database can no longer be read: past what its last samples hold shore knows that, and why. */
export function judgeBlind({ plan, shore, ship }: World): readonly string[] {
  const { measuredTo, journal } = ship.vessel.state() ?? { measuredTo: null, journal: null }
  const { watermark } = shore.seen()
  if (measuredTo === null || journal === null || watermark === null) return ['nothing is known of the blind time']
  const told = shore.told()
  return plan.components.flatMap(({ id, checks }) => {
    const component = journal.components.find((one) => one.id === id)
    if (component === undefined || component.removed) return []
    const from = measuredTo + Math.max(...checks.map(({ holdForS }) => holdForS))
    if (from >= watermark) return [`shore has heard nothing of the blind time from ${from}`]
    const lie = firstLie(() => DATABASE, [], told.get(id) ?? [], { from, to: watermark })
    return lie ? [`on shore ${id} is ${lie.said} at ${lie.at}, but the database cannot be read`] : []
  })
}

/** What a removed component's database said after it had been read for the last time is read when it comes back. */
function unseen(component: JournalComponent, vessel: Vessel, database: Database): readonly Span[] {
  const { wholeAt, readTo } = vessel.looked(component)
  return [...database.writtenSince(component.id, wholeAt), { from: readTo, to: OPEN }]
}

/** What is claimed before the watermark, without what is in doubt. */
function judged(timeline: Timeline<StateCode>, watermark: Seconds, doubted: readonly Span[]): readonly Span[] {
  const claimed = clip(covered(timeline), { from: 0, to: watermark })
  return doubted.reduce((left, span) => replace(left, span, []), claimed)
}

/** The product's reading of its layers against the bare facts: silence stands only where nothing was measured. */
function bestKnowledgeLies(
  world: Pick<World, 'presence' | 'shore'> & { told: Copy['timelines']; watermark: Seconds },
): string[] {
  const { presence, shore, told, watermark } = world
  const silent = presence.spells()
  const listened = presence.listened()
  const span = {
    from: Math.max(presence.judgedFrom(), ...shore.fleet.slice(0, 1).map(({ at }) => at)) + 60,
    to: watermark,
  }
  const always = [{ from: -Infinity, to: Infinity, state: true as const }]
  // A killed hub knows to a few seconds only until when it listened.
  const doubted = listened.map(({ to }) => ({ from: to - 5, to: to + 1 }))
  return [...told].flatMap(([id, measured]) => {
    const best = bestKnowledge(
      { measured, watermark, silence: whole(silent), listening: heard(shore.fleet), excused: [], inService: always },
      span,
    )
    const edges = [...best, ...silent, ...listened, ...clip(measured, span)].flatMap(({ from, to }) => [
      from,
      to - 1,
      to,
    ])
    const lie = edges
      .filter((at) => at >= span.from && at < span.to && !doubted.some(({ from, to }) => at >= from && at < to))
      .find((at) => bestAt(measured, silent, listened, at) !== plainly(stateAt(best, at)))
    return lie === undefined ? [] : [`best knowledge of ${id} at ${lie} is ${stateAt(best, lie)}`]
  })
}

const whole = (spans: readonly Span[]): Timeline<true> => join(spans.map((span) => ({ ...span, state: true as const })))

const plainly = (known: Known | undefined) =>
  known === 'up' || known === 'down' || known === 'silent' ? known : 'unknown'

/** As the projections fold the hub's own timeline. */
function heard(fleet: readonly FleetEvent[]): Timeline<true> {
  let timeline: Timeline<true> = []
  for (const { type, at } of fleet) {
    timeline =
      type === 'listening-ended' ? cut(timeline, at) : join([...timeline, { from: at, to: Infinity, state: true }])
  }
  return timeline
}
