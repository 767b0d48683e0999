import type { Clock } from '../../../shared/runtime/clock.ts'
import { objectOf } from './document.ts'
import { faultOf, GOOD, type Knobs, type RequestFault } from './faults.ts'
import { OPERATIONS } from './operations.ts'
import { type Context, no, type Reply, type WebhookEvent } from './reply.ts'
import { indexed, type JiraState, newState, OPS, type StoredIssue } from './state.ts'

export type Asked = {
  readonly method: string
  /** Path and query. */
  readonly path: string
  readonly authorization: string | null
  readonly body: string
}

/** What reaches whoever asked. */
export type Answered =
  | (Reply & { readonly kind: 'answer'; readonly contentType: string; readonly cutOff: boolean })
  | { readonly kind: 'dropped' }
  | { readonly kind: 'refused-connection' }
  | { readonly kind: 'nothing' }

export type FakeJiraOptions = {
  readonly site: string
  readonly clock: Clock
  readonly chance: () => number
  readonly state?: JiraState
  readonly authorization?: string
  readonly changed?: (issue: StoredIssue, event: WebhookEvent) => void
  readonly observe?: (asked: Asked, reply: Reply) => void
}

export type FakeJira = {
  answer(asked: Asked): Promise<Answered>
  readonly state: JiraState
  /** Everything that is there to be turned, while it runs. */
  turn(knobs: Partial<Knobs>): void
  /** Away altogether; nobody let in; nothing shown. */
  set(weather: Partial<Weather>): void
  /** What people do to an issue. */
  change(id: number, how: (issue: StoredIssue) => void, event?: WebhookEvent): void
}

export type Weather = {
  readonly away: boolean
  readonly unauthorized: boolean
  readonly mayBrowse: boolean
  readonly mayCreate: boolean
}

const API = '/rest/api/3'

/**
 * A stand-in for JIRA Cloud: it keeps issues, refuses what JIRA refuses, and misbehaves as JIRA and the way to it do. It claims
 * nothing that the documentation does not say; what it cannot do it answers with 501 and the name.
 */
export function createFakeJira(options: FakeJiraOptions): FakeJira {
  const { site, clock, chance, state = newState([OPS]) } = options
  let knobs = GOOD
  let weather: Weather = { away: false, unauthorized: false, mayBrowse: true, mayCreate: true }

  function changed(issue: StoredIssue, event: WebhookEvent): void {
    issue.updatedMs = clock.now()
    issue.index.push({ fromMs: clock.now() + Math.round(chance() * knobs.lagMs), seen: indexed(issue) })
    options.changed?.(issue, event)
  }

  function replyTo(asked: Asked): Reply {
    const url = new URL(site + asked.path)
    if (weather.unauthorized || (asked.authorization ?? '') !== (options.authorization ?? asked.authorization))
      return no(401, 'Client must be authenticated to access this resource.')
    const body = bodyOf(asked)
    if (body === null) return no(400, 'There was an error parsing JSON. Check that your request body is valid.')
    if (!url.pathname.startsWith(API)) return no(501, `${url.pathname} is not known here`)
    const path = url.pathname.slice(API.length)
    for (const [method, pattern, operation] of OPERATIONS) {
      const parts = method === asked.method ? pattern.exec(path) : null
      if (parts !== null) return operation(contextOf(url.searchParams, body), parts.slice(1).map(decodeURIComponent))
    }
    return no(501, `${asked.method} ${path} is not known here`)
  }

  const contextOf = (query: URLSearchParams, body: Context['body']): Context => ({
    state,
    site,
    query,
    body,
    nowMs: clock.now(),
    ...weather,
    ways: knobs.ways,
    keyGap: () => (chance() < knobs.keyGaps ? 1 + Math.floor(chance() * 3) : 0),
    changed,
  })

  function carryOut(asked: Asked): Reply {
    const reply = replyTo(asked)
    options.observe?.(asked, reply)
    return reply
  }

  async function answer(asked: Asked): Promise<Answered> {
    await pause(clock, chance() * knobs.latencyMs)
    if (weather.away) return { kind: 'refused-connection' }
    const fault = faultOf(knobs, `${asked.method} ${asked.path}`, chance)
    if (fault === null) return whole(carryOut(asked))
    const later = (then: () => void) => void clock.after(Math.round(chance() * knobs.lateMs), then)
    return misbehave(fault, { ...knobs, site, carryOut: () => carryOut(asked), later })
  }

  return {
    answer,
    state,
    turn(other) {
      knobs = { ...knobs, ...other }
    },
    set(other) {
      weather = { ...weather, ...other }
    },
    change(id, how, event = 'jira:issue_updated') {
      const issue = state.issues.get(id)
      if (issue === undefined) throw new RangeError(`there is no issue ${id}`)
      how(issue)
      changed(issue, event)
    },
  }
}

type Misbehaviour = Pick<Knobs, 'tooMany' | 'busy'> & {
  readonly site: string
  readonly carryOut: () => Reply
  readonly later: (then: () => void) => void
}

const HUGE_BYTES = 5 * 1024 * 1024

/** The answer that goes wrong; whether the request is carried out all the same, and when, is the fault's affair. */
function misbehave(fault: RequestFault, { site, tooMany, busy, carryOut, later }: Misbehaviour): Answered {
  switch (fault) {
    case 'forbidden':
      return whole(no(403, 'You do not have the permission to do that.'))
    case 'too-many':
      return whole({ ...no(429, 'Rate limit exceeded.'), headers: tooMany })
    case 'too-large':
      return whole(no(413, 'The request is too large.'))
    case 'gone':
      return whole(no(410, 'The requested API has been removed.'))
    case 'times-out':
      carryOut()
      return whole(no(408, 'Request timeout'))
    case 'busy':
      return whole({ ...no(503, 'Service unavailable'), headers: busy })
    case 'fails-after':
      carryOut()
      return whole(no(502, 'Bad gateway'))
    case 'drops-before':
      return { kind: 'dropped' }
    case 'drops-after':
      carryOut()
      return { kind: 'dropped' }
    case 'late':
      later(carryOut)
      return { kind: 'dropped' }
    case 'silent-after':
      carryOut()
      return { kind: 'nothing' }
    case 'cut-off':
      return { ...whole(carryOut()), cutOff: true }
    case 'empty':
      carryOut()
      return whole({ status: 204, body: null })
    case 'another':
      carryOut()
      return whole({ status: 200, body: { ok: true } })
    case 'huge':
      return whole({ ...carryOut(), body: 'x'.repeat(HUGE_BYTES) })
    case 'page':
      return { ...whole({ status: 200, body: '<!doctype html><title>Log in</title>' }), contentType: 'text/html' }
    case 'redirect':
      return whole({ status: 302, body: null, headers: { Location: `${site}/login` } })
  }
}

const whole = (reply: Reply): Answered & { kind: 'answer' } => ({
  kind: 'answer',
  contentType: 'application/json;charset=UTF-8',
  cutOff: false,
  ...reply,
})

function bodyOf({ method, body }: Asked): Context['body'] | null {
  if (method === 'GET') return {}
  try {
    return objectOf(JSON.parse(body))
  } catch {
    return null
  }
}

const pause = (clock: Clock, ms: number): Promise<void> =>
  ms <= 0 ? Promise.resolve() : new Promise((resolve) => clock.after(Math.round(ms), resolve))

/** An answer as text, whatever its content is. */
export function textOf({ body, cutOff }: { readonly body: unknown; readonly cutOff: boolean }): string {
  const text = body === null ? '' : typeof body === 'string' ? body : JSON.stringify(body)
  return cutOff ? text.slice(0, Math.floor(text.length / 2)) : text
}
