import type { Cure } from './source-fault.ts'

/** How often the database is asked, by how it answered: failures in a row, and what cures the last one. */
export type Pulse = { readonly failures: number; readonly cure: Cure | null }

export const STEADY: Pulse = { failures: 0, cure: null }

const READ_EVERY_MS = 30_000
const HOPELESS_EVERY_MS = 300_000
const MOST_BACKOFF_MS = 60_000
const FAILURES_TO_OPEN = 5

export const failed = (pulse: Pulse, cure: Cure): Pulse => ({ failures: pulse.failures + 1, cure })

/** After so many failures nothing but a ping is sent until one is answered. */
export const isOpen = ({ failures, cure }: Pulse): boolean => failures >= FAILURES_TO_OPEN && cure !== 'human'

/**
 * How long to wait before the next attempt: 1, 2, 4 .. 60 s with full jitter (`random` in [0, 1)) when it may mend by
 * itself; five minutes when only a human can mend it.
 */
export function waitMs(pulse: Pulse, random: number): number {
  if (pulse.failures === 0) return READ_EVERY_MS
  if (pulse.cure === 'human') return HOPELESS_EVERY_MS
  if (isOpen(pulse)) return READ_EVERY_MS
  return Math.max(100, random * Math.min(MOST_BACKOFF_MS, 1000 * 2 ** (pulse.failures - 1)))
}
