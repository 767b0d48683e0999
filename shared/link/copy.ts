import type { ComponentId, StateCode } from '../model.ts'
import type { Seconds, Span } from '../time.ts'
import type { Timeline } from '../timeline.ts'
import type { AgentAbout, Claimed, Session } from '../wire/messages.ts'

/** What the hub holds of one vessel's journal, folded from the log. */
export type Copy = {
  readonly current: { readonly session: Session; readonly components: readonly Claimed[] } | null
  readonly seen: Seen
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
