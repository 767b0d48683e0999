import assert from 'node:assert/strict'
import { type ComponentId, DATABASE, NO_SAMPLES, type StateCode } from '../model.ts'
import { DAY_S, dayOf, HOUR_S, MINUTE_S, OPEN, type Seconds, type Span } from '../time.ts'
import {
  clip,
  combine,
  covered,
  cut,
  firstDifference,
  join,
  replace,
  stateAt,
  type Timeline,
  total,
} from '../timeline.ts'
import { DIGEST_DAYS, LISTED_COMPONENTS, MESSAGE_BYTES } from '../wire/messages.ts'
import { type Journal, type JournalComponent, leastClaim, listOf } from './journal.ts'

/** What the vessel's database said of `window`; `window.to` is the time of the read. */
export type Reading = {
  readonly window: Span
  /** Of every configured component, over the whole window. */
  readonly timelines: ReadonlyMap<ComponentId, Timeline<StateCode>>
  /**
   * From when on the database can speak for a component: its oldest point + `holdFor` (of several checks the latest),
   * absent when there is no point. To be asked after the rows, so that what is pruned meanwhile is not taken for a gap.
   */
  readonly speaksFrom: ReadonlyMap<ComponentId, Seconds>
}

/** How a journal came out of something: `changedAt` is the least second that is not as it was held on (`OPEN`: none). */
export type Amended = { readonly journal: Journal; readonly changedAt: Seconds }

const PROVISIONAL_S = 10 * MINUTE_S
type Mark = Journal['ring'][number]

const RING_STEP_S = HOUR_S
const REREAD_S = DAY_S

/** Takes a reading into the journal (rules 2, 3 and 4): what is configured gets its claims, what was read its place. */
export function takeIn(
  journal: Journal,
  configured: readonly ComponentId[],
  reading: Reading,
  runningS: number,
): Amended {
  const { window } = reading
  const before = journal.to ?? window.from
  assert(window.from < window.to, 'a reading is of some time')
  const to = Math.max(before, window.to)
  // After an absence that no reading bridges the database can speak from the begin of the window, not before.
  const bridged = window.from <= before
  let changedAt: Seconds = OPEN
  const components = list(journal, configured).map((component) => {
    if (component.removed) return component
    const speaksFrom = Math.max(reading.speaksFrom.get(component.id) ?? OPEN, bridged ? -OPEN : window.from)
    const claimed = opened(
      to - before > HOUR_S || !bridged ? closed(component, before, speaksFrom) : component,
      before,
      speaksFrom,
      to,
    )
    const span = { from: Math.max(window.from, Math.min(speaksFrom, before)), to: window.to < to ? window.to : OPEN }
    const told = heldOn(filled(reading.timelines.get(component.id) ?? [], window), span.to)
    const measured = { ...claimed, timeline: withinClaims(claimed.timeline, span, told) }
    const difference = firstDifference(component.timeline, measured.timeline, {
      from: Math.min(span.from, before - PROVISIONAL_S),
      to,
    })
    if (difference === null) return component
    changedAt = Math.min(changedAt, difference)
    return measured
  })
  const marks = ring(journal.ring, { runningS, to: before }, { runningS, to })
  return { journal: { ...journal, components: same(journal.components, components), to, ring: marks }, changedAt }
}

/**
 * From where on a reading may amend the journal (rule 4): where it stood 24 h of running time ago; and all that was ever
 * claimed of a component that is measured again, since nobody looked at what came late while it was not.
 */
export function rereadFrom(journal: Journal, configured: readonly ComponentId[], runningS: number): Seconds {
  const { ring } = journal
  const recent = ring.filter((_, i) => (ring[i + 1]?.runningS ?? OPEN) > runningS - REREAD_S || i === ring.length - 1)
  return Math.min(leastClaim(returning(journal, configured)), ...recent.map(({ to }) => to))
}

/** What was removed and is measured again with the next reading. */
export const returning = ({ components }: Journal, configured: readonly ComponentId[]): readonly JournalComponent[] =>
  components.filter(({ id, removed }) => removed && configured.includes(id))

/**
 * The database cannot be read (rule 4b): past what its last samples hold nothing is known, and that is why. Of more time
 * than a reading would span nothing is said before there is one: a clock that leapt by years is no blindness of years.
 */
export function goBlind(journal: Journal, heldUntil: ReadonlyMap<ComponentId, Seconds>, now: Seconds): Amended {
  if (journal.to === null || now <= journal.to || now - journal.to > DIGEST_DAYS * DAY_S) {
    return { journal, changedAt: OPEN }
  }
  let changedAt: Seconds = OPEN
  const components = journal.components.map((component) => {
    const from = heldUntil.get(component.id) ?? OPEN
    const state = stateAt(component.timeline, now)
    if (from >= now || state === undefined || state === DATABASE) return component
    changedAt = Math.min(changedAt, from)
    const blind = [{ from, to: OPEN, state: DATABASE }]
    return { ...component, timeline: withinClaims(component.timeline, { from, to: OPEN }, blind) }
  })
  return { journal: { ...journal, components: same(journal.components, components), to: now }, changedAt }
}

/** The clock had been ahead (rule 1): what was written of the time after `now` is no measurement. */
export function cutBack(journal: Journal, now: Seconds): Amended {
  const components = journal.components.map((component) => {
    const timeline = cut(component.timeline, now)
    const goesOn = timeline.at(-1)?.to === now && stateAt(component.timeline, now) !== undefined
    return { ...component, timeline: goesOn && !component.removed ? heldOn(timeline, OPEN) : timeline }
  })
  // While the clock was not trusted, points were written of the time before now.
  const ring = journal.ring.map(({ runningS, to }) => ({ runningS, to: Math.min(to, now - REREAD_S) }))
  return { journal: { ...journal, components, ring, to: now }, changedAt: now }
}

const SLACK_DAYS = 7
/** Of so many days that anything is claimed of, what shore has not acknowledged is kept: a clock that leaps costs none. */
const KEPT_DAYS = 400
/** As many as a birth has room for. */
const KEPT_CLAIMS = 500

/** What a birth says beside its list takes less than the rest. */
const LIST_BYTES = MESSAGE_BYTES - 4096

/** Drops what is not to be kept, and what a birth has no room for. */
export const forget = (journal: Journal, shoreKnows: boolean): Journal => {
  const kept = withoutOld(journal, shoreKnows)
  const components = listable(kept.components)
  return components === kept.components ? kept : { ...kept, components }
}

/**
 * A list that is too long for a birth loses those of the removed components that were measured longest ago: the hub would
 * hear nothing of the vessel. What it was told of them stays, since outside of its claims an agent says nothing.
 */
function listable(components: readonly JournalComponent[]): readonly JournalComponent[] {
  const bytes = new Map(listOf(components).map(({ id, claims }) => [id, 8 + id.length + 10 * claims.length]))
  let count = components.length
  let size = [...bytes.values()].reduce((sum, each) => sum + each, 0)
  const dropped = new Set<ComponentId>()
  for (const { id } of components.filter(({ removed }) => removed).sort((a, b) => endOf(a) - endOf(b))) {
    if (count <= LISTED_COMPONENTS && size <= LIST_BYTES) break
    dropped.add(id)
    count--
    size -= bytes.get(id) ?? 0
  }
  return dropped.size === 0 ? components : components.filter(({ id }) => !dropped.has(id))
}

const endOf = ({ timeline }: JournalComponent): Seconds => timeline.at(-1)?.to ?? -OPEN

/**
 * Drops what the digest no longer covers once shore knows it, a week at a time, since claims that shrink are a new
 * session; what shore does not know only when there is more than 400 days of it.
 */
function withoutOld(journal: Journal, shoreKnows: boolean): Journal {
  const { to, components } = journal
  if (to === null) return journal
  const edge = (dayOf(to) - DIGEST_DAYS + 1) * DAY_S
  const least = leastClaim(components)
  const bound =
    shoreKnows && least < edge - SLACK_DAYS * DAY_S
      ? edge
      : Math.max(beginOfDays(components, least, to), beginOfClaims(components))
  if (bound <= least) return journal
  const kept = components
    .map((component) => ({ ...component, timeline: clip(component.timeline, { from: bound, to: OPEN }) }))
    .filter(({ removed, timeline }) => !removed || timeline.length > 0)
  return { ...journal, components: kept }
}

/** The begin of the last 400 days of which anything is claimed. */
function beginOfDays(components: readonly JournalComponent[], least: Seconds, to: Seconds): Seconds {
  if (least >= to - (KEPT_DAYS + SLACK_DAYS) * DAY_S) return -OPEN
  const days = new Set<number>()
  for (const { from, to: end } of components.flatMap(({ timeline }) => timeline)) {
    for (let day = dayOf(from); day * DAY_S < Math.min(end, to); day++) days.add(day)
  }
  const oldestFirst = [...days].sort((a, b) => a - b)
  return oldestFirst.length > KEPT_DAYS + SLACK_DAYS ? (oldestFirst.at(-KEPT_DAYS) ?? 0) * DAY_S : -OPEN
}

function beginOfClaims(components: readonly JournalComponent[]): Seconds {
  const begins = listOf(components).flatMap(({ claims }) => claims.map(({ from }) => from))
  return begins.length > KEPT_CLAIMS ? (begins.sort((a, b) => a - b).at(-KEPT_CLAIMS) ?? -OPEN) : -OPEN
}

/**
 * Slices of the past have been read that nothing was claimed of: the older ones of a first start (rule 3), or days that
 * the disk has lost. What is claimed already stays; the rest is claimed as far as the database can speak for it.
 */
export function widen(journal: Journal, { window, timelines, speaksFrom }: Reading): Journal {
  const components = journal.components.map((component) => {
    const from = Math.max(window.from, speaksFrom.get(component.id) ?? OPEN)
    const span = { from, to: Math.min(window.to, journal.to ?? from) }
    const claimed = component.timeline
    if (component.removed || span.from >= span.to || total(claimed, span, () => true) === span.to - span.from) {
      return component
    }
    const read = filled(timelines.get(component.id) ?? [], window)
    const both = combine([claimed, read], span, ([own, found]) => own ?? found)
    return { ...component, timeline: replace(claimed, span, both) }
  })
  return { ...journal, components: same(journal.components, components) }
}

/** The journal's list as configured (rule 3): what is removed closes where it was last measured. */
function list({ components, to }: Journal, configured: readonly ComponentId[]): readonly JournalComponent[] {
  const known = new Map(components.map((component) => [component.id, component]))
  const measured = configured.map((id): JournalComponent => {
    const component = known.get(id) ?? { id, removed: false, timeline: [] }
    return component.removed ? { ...component, removed: false } : component
  })
  const removed = components
    .filter(({ id }) => !configured.includes(id))
    .map((component): JournalComponent => {
      if (component.removed) return component
      return { ...component, removed: true, timeline: cut(component.timeline, to ?? OPEN) }
    })
  return [...measured, ...removed]
}

/**
 * After more than an hour the database may have lost what was measured last (rule 2). Then the claim closes, ten minutes
 * early: the tail of an old journal is provisional, and can no longer be read again.
 */
function closed(component: JournalComponent, before: Seconds, speaksFrom: Seconds): JournalComponent {
  if (speaksFrom <= before - PROVISIONAL_S) return component
  return { ...component, timeline: cut(component.timeline, before - PROVISIONAL_S) }
}

/** A claim opens when the database can speak for the component, not before. */
function opened(component: JournalComponent, before: Seconds, speaksFrom: Seconds, to: Seconds): JournalComponent {
  const from = Math.max(before, speaksFrom)
  if (from >= to || component.timeline.at(-1)?.to === OPEN) return component
  return { ...component, timeline: join([...component.timeline, { from, to: OPEN, state: NO_SAMPLES }]) }
}

/** Outside its claims nothing is said. */
function withinClaims(timeline: Timeline<StateCode>, span: Span, told: Timeline<StateCode>): Timeline<StateCode> {
  return covered(clip(timeline, span)).reduce((amended, claim) => replace(amended, claim, told), timeline)
}

/** The last state is held on until `to`. */
function heldOn(timeline: Timeline<StateCode>, to: Seconds): Timeline<StateCode> {
  const last = timeline.at(-1)
  return last === undefined || last.to >= to ? timeline : [...timeline.slice(0, -1), { ...last, to }]
}

/** Where the database said nothing there were no samples. */
const filled = (timeline: Timeline<StateCode>, window: Span): Timeline<StateCode> =>
  combine([timeline], window, ([state]) => state ?? NO_SAMPLES)

/** One mark an hour, as far back as `rereadFrom` looks; the first is of where the first reading began. */
function ring(marks: Journal['ring'], first: Mark, next: Mark): Journal['ring'] {
  const last = marks.at(-1)
  if (last === undefined) return [first]
  if (last.runningS > next.runningS - RING_STEP_S) return marks
  return [...marks.filter((_, i) => (marks[i + 1]?.runningS ?? OPEN) > next.runningS - REREAD_S), next]
}

/** The array of before when nothing in it changed: what is derived from it need not be derived again. */
const same = <T>(before: readonly T[], after: readonly T[]): readonly T[] =>
  before.length === after.length && before.every((one, i) => one === after[i]) ? before : after
