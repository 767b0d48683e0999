import type { JiraState, StoredIssue, Transition } from './state.ts'

/** What an operation is given: the state, which it may change, and the request. */
export type Context = {
  readonly state: JiraState
  readonly site: string
  readonly nowMs: number
  readonly query: URLSearchParams
  readonly body: Readonly<Record<string, unknown>>
  /** False once somebody took the hub's permission: everything looks as if it were not there. */
  readonly mayBrowse: boolean
  readonly mayCreate: boolean
  readonly ways: readonly Transition[]
  /** How many keys are lost before the next issue. */
  readonly keyGap: () => number
  readonly changed: (issue: StoredIssue, event: WebhookEvent) => void
}

export type WebhookEvent = 'jira:issue_created' | 'jira:issue_updated' | 'jira:issue_deleted'

/** A null body is none. */
export type Reply = {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export type Operation = (context: Context, parts: readonly string[]) => Reply

export const ok = (body: unknown): Reply => ({ status: 200, body })

export const no = (status: number, ...errorMessages: string[]): Reply => ({
  status,
  body: { errorMessages, errors: {} },
})

export const bad = (what: string | Readonly<Record<string, string>>): Reply =>
  typeof what === 'string' ? no(400, what) : { status: 400, body: { errorMessages: [], errors: what } }
