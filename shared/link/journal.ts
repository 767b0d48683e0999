import type { ComponentId, StateCode } from '../model.ts'
import { DAY_S, OPEN, type Seconds, type Span } from '../time.ts'
import { combine, covered, join, replace, type Timeline } from '../timeline.ts'
import { type Claimed, DIGEST_DAYS } from '../wire/messages.ts'
import { remembered } from './remembered.ts'

/** One component in the journal: where the timeline says nothing, the agent claims nothing. */
export type JournalComponent = {
  readonly id: ComponentId
  /** No longer configured; listed until its claims have left the digest's window and shore knows, or a birth has no room for it. */
  readonly removed: boolean
  /**
   * While the component is measured the last piece is `OPEN`: its state is held on. No piece begins at or after `to`.
   * Empty as long as the database has never had anything to say of it.
   */
  readonly timeline: Timeline<StateCode>
}

/** What the agent keeps on disk: the truth of the vessel. Saved before anything made from it is sent. */
export type Journal = {
  /** Made once per data folder; tells two agents with one credential apart. */
  readonly instance: number
  readonly boots: number
  /** Configured components first, then removed ones; the order is part of the session. */
  readonly components: readonly JournalComponent[]
  /** Complete up to here; null before the first good read. */
  readonly to: Seconds | null
  /** The last `to`s with the running time at which each was reached, oldest first: where to read again from. */
  readonly ring: readonly { readonly runningS: number; readonly to: Seconds }[]
}

/** What a birth lists: the components in their order, and what the agent can speak for. */
export const listOf = remembered((components: readonly JournalComponent[]): readonly Claimed[] =>
  components.map(({ id, timeline }) => ({ id, claims: covered(timeline).map(({ from, to }) => ({ from, to })) })),
)

/** Whether a birth would list the same: what no session may change. */
export function sameList(a: readonly JournalComponent[], b: readonly JournalComponent[]): boolean {
  return a === b || JSON.stringify(listOf(a)) === JSON.stringify(listOf(b))
}

/** What of the last 35 days some component that is measured does not claim since its first claim. */
export function unclaimed({ components, to }: Journal): readonly Span[] {
  if (to === null) return []
  const window = { from: to - DIGEST_DAYS * DAY_S, to }
  const gaps = components
    .filter(({ removed }) => !removed)
    .map(({ timeline }) => {
      const since = join([{ from: timeline[0]?.from ?? window.from, to, state: true }])
      return covered(timeline).reduce((left, claim) => replace(left, claim, []), since)
    })
  return combine(gaps, window, (missing) => (missing.some((one) => one) ? true : undefined))
}

/** What the digest is made of. */
export const claimsOf = remembered((components: readonly JournalComponent[]) => components.map((one) => one.timeline))

/** The begin of the least claim; `OPEN` when nothing is claimed. */
export const leastClaim = (components: readonly JournalComponent[]): Seconds =>
  Math.min(OPEN, ...components.map(({ timeline }) => timeline[0]?.from ?? OPEN))
