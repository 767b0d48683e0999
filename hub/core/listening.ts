import { DAY_S, OPEN, type Seconds } from '../../shared/time.ts'
import { cut, replace } from '../../shared/timeline.ts'
import type { FleetEvent } from './events.ts'
import type { Listening } from './presence.ts'

/** The hub's own timeline of being able to hear, in the fleet's stream. */
export const notListening: Listening = { since: null, spells: [] }

/** The hub begins to listen. One that was killed left its spell open: it ended when the hub was last known to live. */
export function begin(listening: Listening, aliveAt: Seconds | null, now: Seconds): readonly FleetEvent[] {
  return [
    ...end(listening, aliveAt ?? listening.since ?? now, now),
    { type: 'listening-began', at: now, learnedAt: now },
  ]
}

/** It stops, or cannot write any more, since `at`. */
export function end(listening: Listening, at: Seconds, now: Seconds): readonly FleetEvent[] {
  if (listening.since === null) return []
  return [{ type: 'listening-ended', at: Math.min(now, Math.max(at, listening.since)), learnedAt: now }]
}

const KEPT_S = 36 * DAY_S

export function evolveListening(listening: Listening, event: FleetEvent): Listening {
  const { spells } = listening
  switch (event.type) {
    case 'listening-began': {
      const span = { from: event.at, to: OPEN }
      const kept = spells.filter(({ to }) => to > event.at - KEPT_S)
      return { since: event.at, spells: replace(kept, span, [{ ...span, state: true }]) }
    }
    case 'listening-ended':
      return { since: null, spells: cut(spells, event.at) }
    default:
      return listening
  }
}
