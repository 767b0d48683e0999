import type { Seconds } from '../../shared/time.ts'

/** What a target of the outbox last let be known of itself. */
export type TargetState = {
  readonly kind: (typeof TARGET_KINDS)[number]
  readonly since: Seconds
  readonly words: string | null
}

export const TARGET_KINDS = ['answers', 'away', 'locked-out', 'too-many'] as const
