import * as v from 'valibot'
import type { Clock } from '../../../shared/runtime/clock.ts'
import type { Asked, Unanswered } from '../../ports/tracker.ts'

/** Carries a failure through jira.js, which passes on what its transport throws. */
export class RequestFailed extends Error {
  readonly failure: Unanswered

  constructor(failure: Unanswered) {
    super(failure.words)
    this.failure = failure
  }
}

/** The outcome of calls to JIRA as a value. */
export async function outcomeOf<T>(calls: () => Promise<T>): Promise<Asked<T>> {
  try {
    return { kind: 'ok', value: await calls() }
  } catch (error) {
    if (error instanceof RequestFailed) return error.failure
    throw error
  }
}

/** No answer that can be trusted: what was asked may have been done. */
export const brokenOff = (words: string, afterS: number | null = null): RequestFailed =>
  new RequestFailed({ kind: 'unknown', words: `JIRA: ${words}`, afterS })

/** What JIRA answered, as what it has to be; something else breaks the request off. */
export function readAs<S extends v.GenericSchema>(schema: S, value: unknown, what: string): v.InferOutput<S> {
  const parsed = v.safeParse(schema, value)
  if (!parsed.success) throw brokenOff(`${what} as it does not document: ${v.summarize(parsed.issues)}`)
  return parsed.output
}

/** The failure that an answer other than 2xx stands for. */
export function refusalOf({ status, headers }: Response, text: string, clock: Clock): RequestFailed {
  const { words, problems } = complaintOf(text)
  const answer = `answered ${status}${words === '' ? '' : `: ${words}`}`
  const said = `JIRA ${answer}`
  // 403 is said of one issue as well: whether the hub is let in at all is for the permissions to say.
  if (status === 401) return new RequestFailed({ kind: 'unauthorized', words: said })
  if (status === 429) return new RequestFailed({ kind: 'retry-later', words: said, afterS: waitOf(headers, clock) })
  if (status < 400 || status === 408 || status > 499) return brokenOff(`it ${answer}`, waitOf(headers, clock))
  return new RequestFailed({ kind: 'refused', words: said, problems })
}

/** The failure that an error of the connection stands for: only one that never came about has certainly sent nothing. */
export function failureOf(error: unknown, host: string): RequestFailed {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const neverConnected =
    (cause instanceof Error &&
      'syscall' in cause &&
      (cause.syscall === 'connect' || cause.syscall === 'getaddrinfo')) ||
    NEVER_CONNECTED.test(code)
  return neverConnected
    ? new RequestFailed({ kind: 'not-sent', words: `JIRA at ${host} cannot be reached: ${code}` })
    : brokenOff(`the connection to ${host} broke${code === '' ? '' : `: ${code}`}`)
}

const NEVER_CONNECTED =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT|CERT_.*|DEPTH_ZERO_.*|SELF_SIGNED_.*|UNABLE_TO_.*|ERR_TLS_CERT_.*)$/

const complaint = v.object({
  errorMessages: v.optional(v.array(v.string()), []),
  errors: v.optional(v.record(v.string(), v.string()), {}),
})

function complaintOf(text: string): { words: string; problems: Readonly<Record<string, string>> } {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), complaint), text)
  if (!parsed.success) return { words: '', problems: {} }
  const { errorMessages, errors } = parsed.output
  const words = [...errorMessages, ...Object.entries(errors).map(([field, what]) => `${field}: ${what}`)].join('; ')
  return { words, problems: errors }
}

/** `Retry-After` in seconds or as a date, else when the limit begins anew. */
function waitOf(headers: Headers, clock: Clock): number | null {
  const after = headers.get('Retry-After')
  if (after !== null && /^\d+$/.test(after)) return Number(after)
  const at = Date.parse(after ?? headers.get('X-RateLimit-Reset') ?? '')
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - clock.now()) / 1000))
}
