import type { Clock } from '../shared/runtime/clock.ts'
import { OPEN, type Seconds, toSeconds } from '../shared/time.ts'
import type { Breaker } from './breaker.ts'
import type { Issue, IssueTracker } from './ports/tracker.ts'

/** Open issues that may be about the same, as the tracker last said. */
export type SimilarIssues = {
  /** When it was asked; null: it has not answered yet. */
  readonly at: Seconds | null
  /** Why it could not be asked. */
  readonly why: string | null
  readonly issues: readonly Issue[]
}

/** What is known is told at once; what is not, or is old, is asked for meanwhile. `words` stand in the summary of an issue. */
export type Similar = (labels: readonly string[], words: string) => SimilarIssues

export type SimilarParts = {
  readonly tracker: Pick<IssueTracker, 'similar'>
  readonly breaker: Breaker
  readonly clock: Clock
  readonly inTurn: (task: () => Promise<Seconds>) => Promise<Seconds>
}

const FRESH_S = 300
const MOST_KEPT = 200
const NOTHING: SimilarIssues = { at: null, why: null, issues: [] }

export function createSimilar({ tracker, breaker, clock, inTurn }: SimilarParts): Similar {
  const now = () => toSeconds(clock.now())
  const known = new Map<string, { said: SimilarIssues; askedAt: Seconds }>()

  async function ask(key: string, labels: readonly string[], words: string): Promise<Seconds> {
    const before = known.get(key)?.said ?? NOTHING
    if (breaker.until() > now()) {
      known.set(key, { said: { ...before, why: breaker.state().words }, askedAt: now() })
      return OPEN
    }
    const asked = await tracker.similar(labels, words)
    breaker.told(asked)
    const said = asked.kind === 'ok' ? { at: now(), why: null, issues: asked.value } : { ...before, why: asked.words }
    known.set(key, { said, askedAt: now() })
    return OPEN
  }

  return (labels, words) => {
    const key = JSON.stringify([labels, words])
    const { said, askedAt } = known.get(key) ?? { said: NOTHING, askedAt: -OPEN }
    if (now() - askedAt > FRESH_S) {
      known.delete(key)
      known.set(key, { said, askedAt: now() })
      for (const oldest of known.keys()) if (known.size > MOST_KEPT) known.delete(oldest)
      void inTurn(() => ask(key, labels, words))
    }
    return said
  }
}
