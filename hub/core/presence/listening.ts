import { DAY_S, OPEN, type Seconds } from '../../../shared/time.ts'
import { cut, replace, type Timeline } from '../../../shared/timeline.ts'
import { type Dated, dated } from '../dated.ts'

/** The hub's own timeline of being able to hear: `since` is null while it cannot (stopped, its log away). */
export type Listening = {
  readonly since: Seconds | null
  /** Its spells, the last one `OPEN` while it listens. */
  readonly spells: Timeline<true>
}

export type ListeningEvent = Dated & ({ readonly type: 'listening-began' } | { readonly type: 'listening-ended' })

export const notListening: Listening = { since: null, spells: [] }

/** The hub begins to listen. One that was killed left its spell open: it ended when the hub was last known to live. */
export function begin(listening: Listening, aliveAt: Seconds | null, now: Seconds): readonly ListeningEvent[] {
  return [...end(listening, aliveAt ?? listening.since ?? now, now), { type: 'listening-began', ...dated(now) }]
}

/** It stops, or cannot write any more, since `at`. */
export function end(listening: Listening, at: Seconds, now: Seconds): readonly ListeningEvent[] {
  if (listening.since === null) return []
  return [{ type: 'listening-ended', at: Math.min(now, Math.max(at, listening.since)), learnedAt: now }]
}

const KEPT_S = 36 * DAY_S

export function evolveListening(listening: Listening, event: ListeningEvent): Listening {
  const { spells } = listening
  switch (event.type) {
    case 'listening-began': {
      const span = { from: event.at, to: OPEN }
      const kept = spells.filter(({ to }) => to > event.at - KEPT_S)
      return { since: event.at, spells: replace(kept, span, [{ ...span, state: true }]) }
    }
    case 'listening-ended':
      return { since: null, spells: cut(spells, event.at) }
  }
}
