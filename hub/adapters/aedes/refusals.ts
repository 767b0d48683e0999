import type { VesselId } from '../../../shared/model.ts'
import type { Clock } from '../../../shared/runtime/clock.ts'
import type { Log } from '../../../shared/runtime/log.ts'

/** What the edge turns away. */
export type RefusalKind =
  | 'handshake'
  | 'crowd'
  | 'connect'
  | 'credential'
  | 'oversize'
  | 'malformed'
  | 'flood'
  | 'publish'
  | 'subscribe'
  | 'unread'

/** `vessel` is null for those who never showed who they are. */
export type Refusal = { readonly vessel: VesselId | null; readonly kind: RefusalKind; readonly count: number }

const STRANGERS_AGAIN_MS = 600_000

/** Counts all, and logs once per vessel and kind, so that whoever knocks a thousand times does not fill the log. */
export function createRefusals(log: Log, clock: Clock) {
  const counts = new Map<string, Refusal & { readonly loggedMs: number }>()
  return {
    count(kind: RefusalKind, vessel: VesselId | null, details: { readonly from: string; readonly what: string }): void {
      const key = `${vessel ?? ''} ${kind}`
      const before = counts.get(key)
      const count = (before?.count ?? 0) + 1
      const nowMs = clock.monotonic()
      const say = before === undefined || (vessel === null && nowMs - before.loggedMs >= STRANGERS_AGAIN_MS)
      if (say) log.warn({ vessel, kind, count, ...details }, `refused at the edge: ${details.what}`)
      counts.set(key, { vessel, kind, count, loggedMs: say ? nowMs : (before?.loggedMs ?? nowMs) })
    },
    all: (): readonly Refusal[] => [...counts.values()].map(({ vessel, kind, count }) => ({ vessel, kind, count })),
  }
}

export type Refusals = ReturnType<typeof createRefusals>
