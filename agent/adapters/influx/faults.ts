import { HttpError } from '@influxdata/influxdb-client'
import { SourceFault } from '../../core/source-fault.ts'
import type { Breach } from './answer.ts'
import { AnswerTooLarge, AnswerTooLate, BadAnswer, type Head } from './exchange.ts'

/** What the words need to name. The URL is free of credentials. */
export type Where = {
  readonly url: string
  readonly host: string
  readonly username: string | null
  readonly database: string
  /** What the server calls itself, once it has answered. */
  readonly version: string | null
}

/** The transport's error in a person's words. */
export function faultOfError(error: unknown, where: Where): SourceFault {
  if (error instanceof SourceFault) return error
  if (error instanceof AnswerTooLate) {
    return new SourceFault('timeout', 'wait', `InfluxDB at ${where.url} does not answer within 20 s.`, { cause: error })
  }
  const head = error instanceof BadAnswer ? error.head : null
  const cause = error instanceof BadAnswer ? error.cause : error
  if (cause instanceof AnswerTooLarge) {
    if (head && head.status >= 300) return inTrouble(where, `HTTP ${head.status} and an endless answer`, cause)
    return new SourceFault('limit', 'halve', 'InfluxDB answers with more than 8 MiB; reading smaller pieces.', {
      cause,
    })
  }
  if (cause instanceof HttpError) return faultOfStatus(cause, head, where)
  if (cause instanceof SyntaxError && head) {
    return head.contentType.includes('json') ? brokenOff(where, cause) : notInflux(where, gotType(head), cause)
  }
  return faultOfCode(codeOf(cause), cause, where)
}

/** What is wrong with an answer that arrived whole. */
export function faultOfBreach(breach: Breach, where: Where): SourceFault {
  switch (breach.kind) {
    case 'shape':
      return notInflux(where, breach.what)
    case 'cut':
      return new SourceFault('limit', 'halve', 'InfluxDB cut the answer (max-row-limit); reading smaller pieces.')
    case 'refusal':
      return faultOfRefusal(breach.error, where)
    case 'type': {
      const message = `Field ${breach.field} of measurement ${breach.measurement} holds ${breach.type} values, not numbers.`
      return new SourceFault('wrong-type', 'human', message, { hint: 'Name a field that holds numbers.' })
    }
  }
}

export const notInflux = (where: Pick<Where, 'url'>, got: string, cause?: unknown): SourceFault =>
  new SourceFault('not-influx', 'human', `What answers at ${where.url} is not InfluxDB's query API (got: ${got}).`, {
    hint: 'Is another program on that port? Set influx.url to the address of InfluxDB.',
    cause,
  })

export const gotType = ({ contentType }: Head): string => contentType || 'an answer without content type'

const brokenOff = ({ url }: Where, cause: unknown): SourceFault =>
  new SourceFault('broken', 'again', `InfluxDB at ${url} broke off its answer (restarting?).`, { cause })

const inTrouble = ({ url }: Where, what: string, cause: unknown): SourceFault =>
  new SourceFault('server-error', 'wait', `InfluxDB at ${url} is in trouble (${what}).`, {
    hint: "InfluxDB's own log says why.",
    cause,
  })

function faultOfCode(code: string, cause: unknown, where: Where): SourceFault {
  switch (code) {
    case 'ECONNREFUSED':
      return new SourceFault('refused', 'wait', `InfluxDB is not running at ${where.url} (connection refused).`, {
        hint: 'Start it (systemctl start influxdb), or set influx.url to where it listens.',
        cause,
      })
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new SourceFault('no-host', 'wait', `The name ${where.host} cannot be resolved on this vessel.`, {
        hint: 'Set influx.url to a numeric address, or repair the name service on board.',
        cause,
      })
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return new SourceFault('no-host', 'wait', `${where.host} cannot be reached from here (${code}).`, {
        hint: 'Is the network on board up, and influx.url right?',
        cause,
      })
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ABORT_ERR':
      return new SourceFault('broken', 'again', `InfluxDB at ${where.url} broke off its answer (restarting?).`, {
        cause,
      })
  }
  if (code.startsWith('HPE_')) return notInflux(where, 'no HTTP', cause)
  const words = cause instanceof Error ? cause.message : String(cause)
  if (/CERT|SSL|TLS|EPROTO/.test(code)) {
    const why = /wrong version number/.test(words) ? 'what answers there does not speak TLS' : words
    return new SourceFault('tls', 'human', `No secure connection to ${where.url}: ${why}.`, {
      hint: 'Does InfluxDB there speak https, with a certificate that this machine trusts?',
      cause,
    })
  }
  return new SourceFault('broken', 'wait', `InfluxDB at ${where.url} cannot be read: ${words}.`, { cause })
}

function faultOfStatus(error: HttpError, head: Head | null, where: Where): SourceFault {
  const said = saidBy(error)
  const status = error.statusCode
  if (status === 401) return unauthorized(said, where, error)
  if (status === 403) return forbidden(where, error)
  if (status >= 300 && status < 400) return notInflux(where, `a redirect, HTTP ${status}`, error)
  if (status === 404 && head?.version == null) return notInflux(where, 'HTTP 404', error)
  if (status === 429 || status >= 500) {
    return inTrouble(where, `HTTP ${status}${said ? `: ${said}` : ''}`, error)
  }
  return faultOfRefusal(said || `HTTP ${status}`, where, error)
}

function unauthorized(said: string, where: Where, cause: unknown): SourceFault {
  if (/authorization failed/.test(said) && where.username !== null) {
    return new SourceFault('auth', 'human', `User or password is wrong (user ${where.username} at ${where.url}).`, {
      hint: 'Put the right ones in influx.username and influx.passwordFile; 1.x before 1.8 knows no tokens.',
      cause,
    })
  }
  return new SourceFault('auth', 'human', `No or unusable credentials for InfluxDB at ${where.url}.`, {
    hint: '1.x before 1.8 knows no tokens: give influx.username and influx.passwordFile.',
    cause,
  })
}

const forbidden = ({ username, database }: Where, cause: unknown): SourceFault =>
  new SourceFault('forbidden', 'human', `User ${username ?? '(none)'} may not read database ${database}.`, {
    hint: `In InfluxDB: GRANT READ ON "${database}" TO "${username ?? ''}"`,
    cause,
  })

/** InfluxDB understood and says no, for the whole request or one statement of it. */
function faultOfRefusal(said: string, where: Where, cause?: unknown): SourceFault {
  const server = where.version === null ? 'InfluxDB' : `InfluxDB ${where.version}`
  if (/not authorized|requires READ/i.test(said)) return forbidden(where, cause)
  if (/database not found|could not find (bucket|organization)|organization name .*not found/i.test(said)) {
    const message = `There is no database "${where.database}" here, or the user may not see it.`
    return new SourceFault('no-db', 'human', message, { hint: 'Set influx.database to one that exists.', cause })
  }
  if (/retention policy not found/i.test(said)) {
    const message = `There is no such retention policy in database "${where.database}" (${said}).`
    return new SourceFault('no-db', 'human', message, { hint: 'Set influx.retentionPolicy, or leave it out.', cause })
  }
  if (/max-concurrent-queries/i.test(said)) {
    return new SourceFault('busy', 'wait', `${server} refuses the query: ${said} (trying again later).`, { cause })
  }
  if (/query-timeout|max-select-|max-row-limit/i.test(said)) {
    return new SourceFault('limit', 'halve', `${server} refuses the query: ${said} (trying smaller pieces).`, { cause })
  }
  if (/unsupported (mean|sum|integral) iterator type|cannot use type string|type string/i.test(said)) {
    return new SourceFault('wrong-type', 'human', `A field that should be a number is not: ${said}.`, { cause })
  }
  return new SourceFault('query', 'human', `${server} does not take the query: ${said}.`, {
    hint: "Do the check's measurement, tags and fields read as you mean them?",
    cause,
  })
}

function saidBy(error: HttpError): string {
  const body: unknown = error.json
  if (typeof body === 'object' && body !== null) {
    for (const said of [Reflect.get(body, 'error'), Reflect.get(body, 'message')]) {
      if (typeof said === 'string') return said.slice(0, 300)
    }
  }
  return (error.body ?? '').slice(0, 300)
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return ''
  const code: unknown = Reflect.get(error, 'code')
  if (typeof code === 'string') return code
  return error instanceof Error && error.name === 'AbortError' ? 'ABORT_ERR' : ''
}
