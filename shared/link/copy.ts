import type { ComponentId, StateCode } from '../model.ts'
import { DAY_S, type Seconds, type Span } from '../time.ts'
import { replace, type Timeline } from '../timeline.ts'
import type { AgentAbout, Claimed, Session } from '../wire/messages.ts'

/** What the hub holds of one vessel's journal, folded from the log. */
export type Copy = {
  readonly current: {
    readonly session: Session
    readonly components: readonly Claimed[]
    readonly about: AgentAbout
  } | null
  readonly seen: Seen
  /** Sessions up to here bound nobody any more, whoever may still have heard one: people locked out who spoke. */
  readonly annulled: Session
  /** What keeps the agent from measuring, as last told. */
  readonly trouble: string | null
  readonly timelines: ReadonlyMap<ComponentId, Timeline<StateCode>>
}

/** How far the hub has heard: the newest message and the watermark. Kept in the register too, where it may be ahead of the log. */
export type Seen = { readonly session: Session; readonly seq: number; readonly watermark: Seconds | null }

/** One stretch of one component's timeline replaced whole. */
export type Change = { readonly component: ComponentId; readonly span: Span; readonly pieces: Timeline<StateCode> }

/** A session began: what it lists and claims, and what that alone changes in the copy. */
export type Born = {
  readonly type: 'born'
  readonly seen: Seen
  readonly components: readonly Claimed[]
  readonly about: AgentAbout
  readonly changes: readonly Change[]
}

/** Something new was told: the changes as they are to be applied, whole. */
export type Told = {
  readonly type: 'told'
  readonly seen: Seen
  readonly trouble: string | null
  readonly changes: readonly Change[]
}

export type CopyEvent = Born | Told

export const EMPTY_COPY: Copy = {
  current: null,
  seen: { session: 0, seq: 0, watermark: null },
  annulled: 0,
  trouble: null,
  timelines: new Map(),
}

/** The digest looks 35 days back; a day more is in hand for a message that is still on its way. */
const KEPT_S = 36 * DAY_S

/** The changes are whole and effective, so that folding them is replacing them. */
export function evolveCopy(copy: Copy, event: CopyEvent): Copy {
  const bound = (event.seen.watermark ?? -Infinity) - KEPT_S
  const timelines = new Map<ComponentId, Timeline<StateCode>>()
  for (const [id, timeline] of changed(copy.timelines, event.changes)) {
    const kept = timeline.filter(({ to }) => to > bound)
    if (kept.length > 0) timelines.set(id, kept.length === timeline.length ? timeline : kept)
  }
  const { seen } = event
  const { annulled } = copy
  if (event.type === 'told') return { ...copy, seen, trouble: event.trouble, timelines }
  const { session } = seen
  const { components, about } = event
  return { current: { session, components, about }, seen, annulled, trouble: about.trouble, timelines }
}

/**
 * Whoever could speak for the vessel was locked out: whoever speaks next is heard, however far the sessions of that one
 * had risen. What was told stays.
 */
export const begunAnew = (copy: Copy): Copy => ({
  ...copy,
  seen: { ...copy.seen, session: 0, seq: 0 },
  annulled: Math.max(copy.annulled, copy.seen.session),
})

/** The timelines with each change in its place. */
export function changed(
  timelines: ReadonlyMap<ComponentId, Timeline<StateCode>>,
  changes: readonly Change[],
): ReadonlyMap<ComponentId, Timeline<StateCode>> {
  const result = new Map(timelines)
  for (const { component, span, pieces } of changes) {
    result.set(component, replace(result.get(component) ?? [], span, pieces))
  }
  return result
}
