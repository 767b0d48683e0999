import type { Client, SendRequestOptions } from 'jira.js/core'
import type { Clock } from '../../../shared/runtime/clock.ts'
import { brokenOff, failureOf, RequestFailed, refusalOf } from './failure.ts'

export type Fetch = (url: string, init: RequestInit) => Promise<Response>

export type TransportParts = {
  readonly site: string
  readonly authorization: string
  readonly timeoutMs: number
  readonly clock: Clock
  readonly fetch: Fetch
}

const MAX_BYTES = 4 * 1024 * 1024

/**
 * What jira.js sends through in place of its own: one request, one answer in time, no redirect, no repetition. Success is
 * a 2xx whose body is whole and fits the schema; whatever else may hide a change that was made is `unknown`.
 */
export function createTransport({ site, authorization, timeoutMs, clock, fetch }: TransportParts): Client {
  async function exchange<T>(request: SendRequestOptions<T>, aborting: AbortController): Promise<T> {
    const body = request.body === undefined ? {} : { body: JSON.stringify(request.body) }
    const type = request.body === undefined ? {} : { 'Content-Type': 'application/json' }
    const response = await fetch(urlOf(site, request), {
      method: request.method ?? 'GET',
      redirect: 'manual',
      headers: { Accept: 'application/json', Authorization: authorization, ...type },
      ...body,
      signal: aborting.signal,
    })
    const text = await textOf(response, aborting)
    if (response.status < 200 || response.status > 299) throw refusalOf(response, text, clock)
    return answerOf(request, response, text)
  }

  return {
    async sendRequest(request) {
      const aborting = new AbortController()
      const cancel = clock.after(timeoutMs, () => aborting.abort())
      try {
        return await exchange(request, aborting)
      } catch (error) {
        if (error instanceof RequestFailed) throw error
        throw aborting.signal.aborted
          ? brokenOff(`no answer within ${timeoutMs / 1000} s`)
          : failureOf(error, new URL(site).host)
      } finally {
        cancel()
      }
    },
  }
}

function urlOf(site: string, { url, searchParams }: SendRequestOptions): string {
  const whole = new URL(site + url)
  for (const [key, value] of Object.entries(searchParams ?? {}))
    if (value !== undefined && value !== null) whole.searchParams.set(key, String(value))
  return whole.href
}

async function textOf(response: Response, aborting: AbortController): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    if (bytes > MAX_BYTES) {
      aborting.abort()
      throw brokenOff(`an answer larger than ${MAX_BYTES} bytes`)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

function answerOf<T>({ schema }: SendRequestOptions<T>, { status, headers }: Response, text: string): T {
  // Requests without a schema are those that JIRA answers with nothing.
  if (schema === undefined) return undefined as T
  if (status !== 200 && status !== 201) throw brokenOff(`an answer ${status} with nothing in it`)
  if (!headers.get('Content-Type')?.startsWith('application/json')) throw brokenOff('an answer that is no JSON')
  const parsed = schema.safeParse(jsonOf(text))
  if (!parsed.success) throw brokenOff('an answer that JIRA does not document')
  return parsed.data
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw brokenOff('an answer that was cut off')
  }
}
