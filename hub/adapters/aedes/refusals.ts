import type { VesselId } from '../../../shared/model.ts'
import type { Clock } from '../../../shared/runtime/clock.ts'
import type { Log } from '../../../shared/runtime/log.ts'
import type { LinkListener } from '../../ports/link.ts'

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

const STRANGERS_AGAIN_MS = 600_000

/** Tells the hub of all, and logs once per vessel and kind, so that whoever knocks a thousand times does not fill the log. */
export function createRefusals(log: Log, clock: Clock, refused: LinkListener['refused']) {
  const counts = new Map<string, { readonly count: number; readonly loggedMs: number }>()
  return {
    count(kind: RefusalKind, vessel: VesselId | null, details: { readonly from: string; readonly what: string }): void {
      const key = `${vessel ?? ''} ${kind}`
      const before = counts.get(key)
      const count = (before?.count ?? 0) + 1
      const nowMs = clock.monotonic()
      const say = before === undefined || (vessel === null && nowMs - before.loggedMs >= STRANGERS_AGAIN_MS)
      if (say) log.warn({ vessel, kind, count, ...details }, `refused at the edge: ${details.what}`)
      counts.set(key, { count, loggedMs: say ? nowMs : (before?.loggedMs ?? nowMs) })
      refused(vessel, kind)
    },
  }
}

export type Refusals = ReturnType<typeof createRefusals>
