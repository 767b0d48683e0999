import type { Seconds } from '../../shared/time.ts'

/** Of a browser that somebody signed in with. */
export type Session = {
  /** The hash of what the browser keeps. */
  readonly id: string
  readonly user: string
  readonly begunAt: Seconds
  readonly usedAt: Seconds
  /** Where it was last used, and by what browser, as far as that is known. */
  readonly from: string | null
  readonly agent: string | null
}

/** A link that is good once; without a user it makes the first admin. */
export type OneTimeLink = { readonly hash: string; readonly user: string | null; readonly until: Seconds }

/** What a log that forgets nothing must not hold: hashes of passwords, sessions, links. Lost, people need new passwords. */
export interface Vault {
  password(user: string): string | null
  keepPassword(user: string, hash: string): void
  session(id: string): Session | null
  /** The one that was used last comes first. */
  sessions(user: string): readonly Session[]
  begin(session: Session): void
  used(id: string, at: Seconds, from: string | null): void
  /** How many ended. */
  end(user: string, which: { readonly only: string } | { readonly but: string } | 'all'): number
  /** In place of any that was made for the same user before. */
  keepLink(link: OneTimeLink): void
  link(hash: string): OneTimeLink | null
  /** Whether it was there still: it is not any more. */
  takeLink(hash: string): boolean
  /** Forgets sessions that began or were used too long ago, and links that are over. */
  forget(before: { readonly begun: Seconds; readonly used: Seconds; readonly now: Seconds }): void
}
