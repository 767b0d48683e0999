import type { Clock } from '../shared/runtime/clock.ts'
import type { Log } from '../shared/runtime/log.ts'
import { iso, type Seconds, toSeconds } from '../shared/time.ts'
import { FLEET_STREAM, type FleetEvent } from './core/events.ts'
import type { Fleet } from './core/fleet.ts'
import type { Listening } from './core/presence/listening.ts'
import { begin, end, notListening } from './core/presence/listening.ts'
import type { Handle } from './handle.ts'

/** Whether the hub can do its work: hear and write. While it cannot, it acknowledges nothing and calls nobody silent. */
export interface Listen {
  start(aliveAt: Seconds | null): Promise<void>
  stop(): Promise<void>
  listening(): Listening
  /** Since when and why the log cannot be written; null while it can. */
  trouble(): { readonly since: Seconds; readonly why: string } | null
  /** Something could not be written: stop listening, and try until it works again. */
  failed(error: unknown): void
}

const PROBE_MS = 5_000

export function createListen(options: {
  readonly handle: Handle<Fleet, FleetEvent>
  readonly clock: Clock
  readonly log: Log
  /** The hub listens anew (or not any more). */
  readonly changed: () => void
}): Listen {
  const { handle, clock, log } = options
  let listening: Listening = notListening
  let trouble: { since: Seconds; why: string } | null = null
  let cancel = () => {}
  const now = () => toSeconds(clock.now())

  async function begins(aliveAt: Seconds | null): Promise<void> {
    const { state } = await handle.command(FLEET_STREAM, (before) => ({
      events: begin(before.listening, aliveAt, now()),
      answer: null,
    }))
    listening = state.listening
    options.changed()
  }

  function probe(): void {
    const since = trouble?.since ?? now()
    begins(since).then(
      () => {
        trouble = null
        log.info({ since: iso(since) }, 'the event log can be written again; listening')
      },
      () => {
        cancel = clock.after(PROBE_MS, probe)
      },
    )
  }

  return {
    start: begins,
    async stop() {
      cancel()
      const at = now()
      if (trouble === null)
        await handle.command(FLEET_STREAM, (before) => ({ events: end(before.listening, at, at), answer: null }))
      listening = { ...listening, since: null }
    },
    listening: () => listening,
    trouble: () => trouble,
    failed(error) {
      if (trouble !== null) return
      const why = error instanceof Error ? error.message : String(error)
      trouble = { since: now(), why }
      listening = { ...listening, since: null }
      log.error(
        { why },
        'the event log cannot be written: nothing is acknowledged until it can; the vessels keep what they have',
      )
      options.changed()
      cancel = clock.after(PROBE_MS, probe)
    },
  }
}
