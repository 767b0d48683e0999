import { type FakeJira, textOf } from '../../deploy/demo/jira/jira.ts'
import type { Fetch } from '../../hub/adapters/jira/transport.ts'

/** Asks the stand-in without a socket: its time is the clock's that it was given. */
export const fetchFrom =
  (jira: () => FakeJira): Fetch =>
  async (url, init) => {
    const { pathname, search } = new URL(url)
    const aborted = new Promise<never>((_, reject) =>
      init.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError'))),
    )
    const headers = new Headers(init.headers)
    const asked = {
      method: init.method ?? 'GET',
      path: pathname + search,
      authorization: headers.get('Authorization'),
      body: String(init.body ?? ''),
    }
    const answer = await Promise.race([jira().answer(asked), aborted])
    switch (answer.kind) {
      case 'answer': {
        const text = textOf(answer)
        const content = { 'Content-Type': answer.contentType, ...answer.headers }
        const body = text === '' ? null : answer.cutOff ? broken(text) : text
        return new Response(body, { status: answer.status, headers: content })
      }
      case 'dropped':
        throw new TypeError('fetch failed', { cause: failure('UND_ERR_SOCKET', undefined) })
      case 'refused-connection':
        throw new TypeError('fetch failed', { cause: failure('ECONNREFUSED', 'connect') })
      case 'nothing':
        return aborted
    }
  }

const failure = (code: string, syscall: string | undefined) => Object.assign(new Error(code), { code, syscall })

/** A body that breaks off after this much. */
const broken = (text: string): ReadableStream<Uint8Array> =>
  new ReadableStream({
    pull(controller) {
      controller.enqueue(new TextEncoder().encode(text))
      controller.error(new TypeError('terminated'))
    },
  })
