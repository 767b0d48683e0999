/** What the agent knows on board, as its own page shows it and `/status.json` tells it. Times are ISO 8601 UTC. */
export type CrewView = {
  readonly at: string
  /** Its id, as shore knows it. */
  readonly vessel: string
  /** As people call it. */
  readonly name: string
  readonly version: string
  /** When something was last measured; null when nothing ever was. What was read and held nothing is no measurement. */
  readonly measuredTo: string | null
  readonly components: readonly CrewComponent[]
  readonly shore: CrewShore
  /** The worst first. */
  readonly troubles: readonly CrewTrouble[]
  /** What was lost of the journal. */
  readonly losses: readonly CrewLoss[]
}

export type CrewComponent = {
  readonly id: string
  readonly name: string
  readonly state: CrewState
  /** Why the state is unknown; null when it is known. */
  readonly cause: CrewCause | null
  readonly since: string | null
  readonly uptime24h: number | null
  /** Of the last 24 h, how much is known. */
  readonly measured24hS: number
  readonly intervals: readonly { readonly state: CrewState; readonly from: string; readonly to: string }[]
}
export type CrewState = 'up' | 'down' | 'unknown'
/** `new`: it has not been measured yet. */
export type CrewCause = 'no-samples' | 'database' | 'agent-off' | 'new' | 'other'

export type CrewShore = {
  readonly connected: boolean
  /** Since when it is, or is not, connected. */
  readonly since: string | null
  readonly because: CrewLinkLoss | null
  /** When shore last answered. */
  readonly lastContact: string | null
  /** What shore does not have yet: nothing, what was measured since a time, or not known until shore has answered. */
  readonly waiting: 'nothing' | 'not known' | { readonly since: string }
  /** What the link has carried this UTC day, since the agent was started. */
  readonly bytesToday: { readonly up: number; readonly down: number }
}

/** Why it is not connected, to which hub; `message` says it in English, for who repairs it. */
export type CrewLinkLoss = { readonly message: string } & (
  | { readonly kind: 'dialling' }
  | { readonly kind: 'no-answer' | 'no-name' | 'cut' | 'refused' | 'certificate' | 'other'; readonly hub: string }
)

/** A day of it, what came after its last save but one, all of it, or all that is on a disk which cannot be read now. */
export type CrewLoss = { readonly message: string } & (
  | { readonly kind: 'day'; readonly day: string }
  | { readonly kind: 'last-save' | 'journal' | 'unreadable' }
)

export type CrewTrouble = {
  readonly about: 'measurement' | 'journal' | 'clock' | 'configuration' | 'shore'
  readonly code: string
  /** Of the components that it is about; none when it is about all, or none of them. */
  readonly names: readonly string[]
  /** In English, for who repairs it. */
  readonly message: string
  readonly hint: string | null
}
