import http from 'node:http'
import https from 'node:https'
import { InfluxDB } from '@influxdata/influxdb-client'
import type { Clock } from '../../../shared/runtime/clock.ts'

export type Access = {
  readonly url: string
  readonly username: string | null
  /** Of the user, or a token: 2.x and 3 accept one in its place. */
  readonly password: string | null
}

/** The head of an answer: who gives it, and what the clock over there says. */
export type Head = {
  readonly status: number
  readonly contentType: string
  readonly version: string | null
  readonly date: string | null
}

/** What came back, before anybody believes it. */
export type Reply = {
  readonly head: Head
  readonly sentMs: number
  readonly receivedMs: number
  readonly body: unknown
}

export const ANSWER_LIMIT_MS = 20_000
export const ANSWER_LIMIT_BYTES = 8 * 1024 * 1024

export class AnswerTooLarge extends Error {}
export class AnswerTooLate extends Error {}

export type Exchange = (path: string, signal: AbortSignal) => Promise<Reply>

/**
 * One GET and its answer, whole, within 20 s and 8 MiB, or a rejection with what the transport says.
 * The client's own timeout leaves sockets open and does not see a dripping server; a signal on every call does.
 * Its `token` is never used: 1.x before 1.8 refuses it, and Basic serves all versions.
 */
export function createExchange(access: Access, clock: Clock): Exchange {
  const headers = access.username === null ? {} : { authorization: basic(access.username, access.password ?? '') }
  const capped = (request: typeof http.request) => (options: http.RequestOptions, then: OnResponse) =>
    request(options, (response) => {
      capBytes(response)
      then(response)
    })
  const { transport } = new InfluxDB({
    url: access.url,
    headers,
    timeout: 0,
    transportOptions: {
      'follow-redirects': { http: { request: capped(http.request) }, https: { request: capped(https.request) } },
    },
  })

  return async (path, signal) => {
    // Of this call alone: the client never takes its listener off, and what hangs on a signal that lives on is kept with it.
    const ending = new AbortController()
    const end = () => ending.abort()
    let isLate = false
    const cancel = clock.after(ANSWER_LIMIT_MS, () => {
      isLate = true
      end()
    })
    signal.addEventListener('abort', end, { once: true })
    if (signal.aborted) end()
    const sentMs = clock.now()
    let head: Head | undefined
    try {
      const options = {
        method: 'GET',
        headers: { accept: 'application/json' },
        signal: ending.signal,
      }
      const body: unknown = await transport.request(path, '', options, (received, status) => {
        head = {
          status: status ?? 0,
          contentType: String(received['content-type'] ?? ''),
          version: textOf(received['x-influxdb-version']),
          date: textOf(received.date),
        }
      })
      if (head === undefined) throw new Error('an answer without a head')
      return { head, sentMs, receivedMs: clock.now(), body }
    } catch (error) {
      if (isLate) throw new AnswerTooLate('no whole answer in time', { cause: error })
      throw head === undefined ? error : new BadAnswer(head, error)
    } finally {
      cancel()
      signal.removeEventListener('abort', end)
    }
  }
}

/** The answer had begun when it went wrong: what its head said helps to name what answers. */
export class BadAnswer extends Error {
  readonly head: Head

  constructor(head: Head, cause: unknown) {
    super('bad answer', { cause })
    this.head = head
  }
}

type OnResponse = (response: http.IncomingMessage) => void

function capBytes(response: http.IncomingMessage): void {
  let bytes = 0
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes <= ANSWER_LIMIT_BYTES) return
    response.emit('error', new AnswerTooLarge(`more than ${ANSWER_LIMIT_BYTES} bytes`))
    response.destroy()
  })
}

const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

const textOf = (header: string | string[] | undefined): string | null => (typeof header === 'string' ? header : null)
