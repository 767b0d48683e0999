import type { Identity } from './accounts.ts'

/** What the browser keeps between its going to the provider and its coming back. */
export type Kept = { readonly state: string; readonly nonce: string; readonly verifier: string }

export type Recognised =
  | { readonly kind: 'recognised'; readonly identity: Identity }
  /** Somebody whom the provider knows, and to whom no role is given. */
  | { readonly kind: 'no-role'; readonly subject: string; readonly words: string }
  | { readonly kind: 'refused'; readonly words: string }

/** Signing in at somebody else's, who vouches for people. Fault: `unavailable` while it cannot be reached. */
export interface SignOn {
  /** As people call it. */
  readonly name: string
  begin(): Promise<{ readonly address: string; readonly kept: Kept }>
  /** `query` is what the provider sent the browser back with. */
  finish(query: URLSearchParams, kept: Kept): Promise<Recognised>
}
