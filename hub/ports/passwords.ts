/** Turns passwords into what may be kept, slowly. Fault: `unavailable` when too many wait already. */
export interface Passwords {
  hash(password: string): Promise<string>
  /** Takes as long for `null`, where there is nothing to compare with. */
  matches(password: string, hash: string | null): Promise<boolean>
}
