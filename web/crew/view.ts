/** What the agent knows on board, as its own page shows it and `/status.json` tells it. Times are ISO 8601 UTC. */
export type CrewView = {
  readonly at: string
  /** Its id, as shore knows it. */
  readonly vessel: string
  /** As people call it. */
  readonly name: string
  readonly version: string
  /** Up to when the database was read; null before the first good read. */
  readonly measuredTo: string | null
  readonly components: readonly CrewComponent[]
  readonly shore: CrewShore
  /** The worst first. */
  readonly troubles: readonly CrewTrouble[]
  /** What was lost of the journal, in words. */
  readonly losses: readonly string[]
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
  /** Why it is not connected. */
  readonly because: string | null
  /** When shore last answered. */
  readonly lastContact: string | null
  /** What shore does not have yet: nothing, what was measured since a time, or not known until shore has answered. */
  readonly waiting: 'nothing' | 'not known' | { readonly since: string }
  /** What the link has carried this UTC day, since the agent was started. */
  readonly bytesToday: { readonly up: number; readonly down: number }
}

export type CrewTrouble = {
  readonly about: 'measurement' | 'journal' | 'clock' | 'configuration' | 'shore'
  readonly code: string
  /** Of the components that it is about; none when it is about all, or none of them. */
  readonly names: readonly string[]
  /** In English, for who repairs it. */
  readonly message: string
  readonly hint: string | null
}
