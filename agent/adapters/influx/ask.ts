import type { Clock } from '../../../shared/runtime/clock.ts'
import type { Check } from '../../core/check.ts'
import { SourceFault } from '../../core/source-fault.ts'
import { type Checked, checkAnswer, type Series } from './answer.ts'
import { type Access, createExchange } from './exchange.ts'
import { faultOfBreach, faultOfError, notInflux, type Where } from './faults.ts'

export type Ask = {
  ping(signal: AbortSignal): Promise<void>
  /** The series that answer each statement; anything but a whole answer to all of them is a fault. */
  all(statements: readonly string[], signal: AbortSignal): Promise<readonly (readonly Series[])[]>
  /** One statement for each check, each answer read by a strict reader. */
  each<T>(
    checks: readonly Check[],
    statement: (check: Check) => string,
    read: (check: Check, series: readonly Series[]) => Checked<T>,
    signal: AbortSignal,
  ): Promise<readonly T[]>
}

const STATEMENTS_PER_REQUEST = 32

/** Asks InfluxDB's `/query` and believes an answer whole or not at all. A connection that was stale is tried once more. */
export function createAsk(access: Access, where: Where, clock: Clock): Ask {
  const exchange = createExchange(access, clock)

  const once = (path: string, signal: AbortSignal) =>
    exchange(path, signal).catch((error: unknown) => {
      throw faultOfError(error, where)
    })

  const get = (path: string, signal: AbortSignal) =>
    once(path, signal).catch((error: unknown) => {
      if (error instanceof SourceFault && error.cure === 'again' && !signal.aborted) return once(path, signal)
      throw error
    })

  function believe<T>(checked: Checked<T>): T {
    if (!checked.ok) throw faultOfBreach(checked.breach, where)
    return checked.value
  }

  async function query(statements: readonly string[], signal: AbortSignal) {
    const parameters = { db: where.database.toWellFormed(), epoch: 'ms', q: statements.join(';') }
    const { head, body } = await get(`/query?${new URLSearchParams(parameters)}`, signal)
    if (head.status !== 200) throw notInflux(where, `HTTP ${head.status}`)
    if (!head.contentType.includes('json')) throw notInflux(where, head.contentType || 'no content type')
    return believe(checkAnswer(body, statements.length))
  }

  async function all(statements: readonly string[], signal: AbortSignal) {
    const answers: (readonly Series[])[] = []
    for (let at = 0; at < statements.length; at += STATEMENTS_PER_REQUEST) {
      answers.push(...(await query(statements.slice(at, at + STATEMENTS_PER_REQUEST), signal)))
    }
    return answers
  }

  return {
    all,
    async ping(signal) {
      const { head } = await get('/ping', signal)
      if (head.status !== 204 && head.status !== 200) throw notInflux(where, `HTTP ${head.status} to /ping`)
    },
    async each(checks, statement, read, signal) {
      const answers = await all(checks.map(statement), signal)
      return checks.map((check, index) => believe(read(check, answers[index] ?? [])))
    },
  }
}
