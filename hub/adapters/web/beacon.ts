import type { Clock } from '../../../shared/runtime/clock.ts'
import type { Beacon } from '../../ports.ts'

const TIMEOUT_MS = 10_000

/** A URL that is called, such as a Healthchecks ping. Only a 2xx in time is taken: a redirect may lead to a login page. */
export function createBeacon(url: string, clock: Clock, fetch: typeof globalThis.fetch): Beacon {
  return {
    async call(signal) {
      const late = new AbortController()
      const cancel = clock.after(TIMEOUT_MS, () => late.abort())
      try {
        const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.any([signal, late.signal]) })
        await answer.body?.cancel()
        return answer.ok ? { kind: 'taken' } : { kind: 'missed', words: `${hostOf(url)} answered ${answer.status}` }
      } catch (error) {
        const words = late.signal.aborted ? `did not answer within ${TIMEOUT_MS / 1000} s` : whyOf(error)
        return { kind: 'missed', words: `${hostOf(url)} ${words}` }
      } finally {
        cancel()
      }
    },
  }
}

/** The path of such a URL is its secret. */
const hostOf = (url: string): string => new URL(url).host

/** Fetch hides what happened in its cause. */
function whyOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  return `cannot be reached: ${cause instanceof Error ? cause.message : String(cause)}`
}
