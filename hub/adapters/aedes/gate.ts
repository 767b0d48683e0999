import type { Clock } from '../../../shared/runtime/clock.ts'
import type { LinkLimits } from './limits.ts'

/** A connection that has not shown a credential yet. */
export type Stranger = {
  /** Calls `start` when a handshake may begin. */
  handshake(start: () => void): void
  /** The handshake is over, well or not. */
  shaken(): void
  /** It is a stranger no longer: admitted, or gone. */
  leave(): void
}

/** How long a handshake keeps its place to itself: one that dawdles goes on, but keeps nobody waiting. */
const PLACE_MS = 2000

/**
 * Bounds those whom nobody knows yet. When there are too many the oldest goes, not the newest: an honest ship is through
 * in seconds, and must not find the door blocked by those who only stand in it.
 */
export function createGate(limits: LinkLimits, clock: Clock) {
  const strangers = new Map<Stranger, { readonly address: string; readonly drop: (reason: string) => void }>()
  const queue = new Map<Stranger, () => void>()
  const shaking = new Map<Stranger, () => void>()

  function sendAway(stranger: Stranger, reason: string): void {
    const drop = strangers.get(stranger)?.drop
    stranger.leave()
    drop?.(reason)
  }

  function dropOldest(most: number, address: string | null): void {
    const those = [...strangers].filter(([, one]) => address === null || one.address === address)
    const [oldest] = those
    if (oldest && those.length >= most) sendAway(oldest[0], 'made room for newer connections')
  }

  function next(): void {
    for (const [stranger, start] of queue) {
      if (shaking.size >= limits.handshakes) return
      queue.delete(stranger)
      shaking.set(stranger, clock.after(PLACE_MS, stranger.shaken))
      start()
    }
  }

  function enter(address: string, drop: (reason: string) => void): Stranger {
    dropOldest(limits.strangersPerAddress, address)
    dropOldest(limits.strangers, null)
    const cancel = clock.after(limits.strangerMs, () => sendAway(stranger, 'showed no credential in time'))
    const stranger: Stranger = {
      handshake(start) {
        queue.set(stranger, start)
        next()
      },
      shaken() {
        shaking.get(stranger)?.()
        if (shaking.delete(stranger)) next()
      },
      leave() {
        cancel()
        strangers.delete(stranger)
        queue.delete(stranger)
        stranger.shaken()
      },
    }
    strangers.set(stranger, { address, drop })
    return stranger
  }

  return { enter }
}
