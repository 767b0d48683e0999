import type { VesselId } from '../../shared/model.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { OPEN, type Seconds, toSeconds } from '../../shared/time.ts'
import type { Asked, Issue, IssueOrder, IssuePreview, IssueTracker, Unanswered, WayBack } from '../ports/tracker.ts'
import type { Breaker } from './breaker.ts'

/** What the tracker says and shows to whoever has to decide; nothing here changes anything in it. */
export interface Lookup {
  readonly target: string
  preview(vessel: VesselId, order: Omit<IssueOrder, 'back' | 'attempt' | 'without'>): IssuePreview
  /** What it said last; it is asked again in the background. `at` is null until it has answered. */
  similar(vessel: VesselId, labels: readonly string[], words: string): Similar
  /** Whether there is such an issue; asks now. */
  has(key: string): Promise<'yes' | 'no' | Unanswered>
  /** Called whenever another answer has come. */
  answered(listener: () => void): void
}

export type Similar = {
  readonly at: Seconds | null
  readonly issues: readonly Issue[]
  /** Why it could not be asked last. */
  readonly why: string | null
}

export type LookupParts = {
  readonly tracker: Pick<IssueTracker, 'name' | 'preview' | 'similar' | 'fetch'>
  readonly breaker: Pick<Breaker, 'until' | 'told' | 'state'>
  readonly clock: Clock
  readonly inTurn: (task: () => Promise<Seconds>) => Promise<Seconds>
  readonly back: (vessel: VesselId, ticket: { readonly label: string }) => WayBack | null
}

const ASK_AGAIN_S = 300
/** Nobody has looked for so long: it is not asked any more. */
const FORGET_S = 3600

type Remembered = Similar & { readonly askedAt: Seconds; readonly wantedAt: Seconds; readonly asking: boolean }

const NOTHING: Similar = { at: null, issues: [], why: null }

export function createLookup({ tracker, breaker, clock, inTurn, back }: LookupParts): Lookup {
  const remembered = new Map<string, Remembered>()
  const listeners: (() => void)[] = []
  const now = () => toSeconds(clock.now())

  async function ask(key: string, labels: readonly string[], words: string): Promise<Seconds> {
    const isShut = breaker.until() > now()
    const asked: Asked<readonly Issue[]> = isShut
      ? { kind: 'not-sent', words: breaker.state().words ?? 'it does not answer' }
      : await tracker.similar(labels, words)
    if (!isShut) breaker.told(asked)
    const before = remembered.get(key)
    if (before === undefined) return now()
    const answer = asked.kind === 'ok' ? { at: now(), issues: asked.value, why: null } : { why: asked.words }
    remembered.set(key, { ...before, ...answer, asking: false })
    for (const listener of listeners) listener()
    return now()
  }

  return {
    target: tracker.name,
    preview: (vessel, order) =>
      tracker.preview({ ...order, back: back(vessel, { label: order.label }), attempt: 1, without: [] }),
    similar(vessel, labels, words) {
      const at = now()
      for (const [key, { wantedAt }] of remembered) if (at - wantedAt > FORGET_S) remembered.delete(key)
      const key = [vessel, ...labels].join()
      const known = remembered.get(key) ?? { ...NOTHING, askedAt: -OPEN, wantedAt: at, asking: false }
      const isDue = !known.asking && at - known.askedAt >= ASK_AGAIN_S
      remembered.set(key, { ...known, wantedAt: at, ...(isDue && { askedAt: at, asking: true }) })
      if (isDue) void inTurn(() => ask(key, labels, words))
      return known
    },
    async has(key) {
      const asked = await tracker.fetch([key])
      breaker.told(asked)
      if (asked.kind === 'refused') return 'no'
      if (asked.kind !== 'ok') return asked
      return asked.value.issues.length > 0 ? 'yes' : 'no'
    },
    answered: (listener) => void listeners.push(listener),
  }
}
