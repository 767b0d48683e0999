import type { Clock } from '../../../shared/runtime/clock.ts'

export type Fetch = typeof globalThis.fetch

/** What became of one request; `late` and `broken-off` may have been taken or not, `unreachable` was not sent. */
export type Answered =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'late' | 'broken-off' | 'unreachable'; readonly words: string }

const TIMEOUT_MS = 10_000

/** One request, one answer in time, no redirect, no repetition; the answer's body is not read, whatever its size. */
export async function request(url: string, init: RequestInit, clock: Clock, fetch: Fetch): Promise<Answered> {
  const host = new URL(url).host
  const ending = new AbortController()
  let late = false
  const cancel = clock.after(TIMEOUT_MS, () => {
    late = true
    ending.abort()
  })
  // Not AbortSignal.any: what it hangs on a signal that lives long stays there.
  const end = (): void => ending.abort()
  init.signal?.addEventListener('abort', end)
  try {
    init.signal?.throwIfAborted()
    const answer = await fetch(url, { ...init, redirect: 'manual', signal: ending.signal })
    await answer.body?.cancel()
    return { kind: 'answered', status: answer.status }
  } catch (error) {
    if (late) return { kind: 'late', words: `${host} did not answer within ${TIMEOUT_MS / 1000} s` }
    return brokenOff(host, error)
  } finally {
    init.signal?.removeEventListener('abort', end)
    cancel()
  }
}

const NEVER_SENT: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
])

/** Fetch hides what happened in its cause. The path of such a URL may be its secret, so it is not told. */
function brokenOff(host: string, error: unknown): Answered {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  const why = cause instanceof Error ? cause.message : String(cause)
  const neverSent = cause instanceof Error && 'code' in cause && NEVER_SENT.has(cause.code)
  return { kind: neverSent ? 'unreachable' : 'broken-off', words: `${host} cannot be reached: ${why}` }
}
