import type { Clock } from '../../../shared/runtime/clock.ts'
import type { Check } from '../../core/check.ts'
import { SourceFault } from '../../core/source-fault.ts'
import { type Breach, type Checked, checkAnswer, type Series } from './answer.ts'
import { type Access, createExchange, type Reply } from './exchange.ts'
import { faultOfBreach, faultOfError, gotType, notInflux, type Where } from './faults.ts'
import { SHOW_DATABASES } from './influxql.ts'
import { createOffset } from './offset.ts'

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
  /** How far the server's clock is ahead of ours; 0 while it may be right. */
  clockOffsetS(): number
}

type Named = Omit<Where, 'version'>

const STATEMENTS_PER_REQUEST = 32

/** Asks InfluxDB's `/query` and believes an answer whole or not at all. */
export function createAsk(access: Access, named: Named, clock: Clock): Ask {
  const { get, where, clockOffsetS } = createGet(access, named, clock)

  function believe<T>(checked: Checked<T>): T {
    if (!checked.ok) throw faultOfBreach(checked.breach, where())
    return checked.value
  }

  async function query(statements: readonly string[], signal: AbortSignal): Promise<readonly (readonly Series[])[]> {
    const parameters = { db: named.database.toWellFormed(), epoch: 'ms', q: statements.join(';') }
    const { head, body } = await get(`/query?${new URLSearchParams(parameters)}`, signal)
    if (head.status !== 200) throw notInflux(named, `HTTP ${head.status}`)
    if (!head.contentType.includes('json')) throw notInflux(named, gotType(head))
    const checked = checkAnswer(body, statements.length)
    const unsaid = statements.length > 1 && !checked.ok && refusedWithoutReason(checked.breach)
    if (unsaid === false) return believe(checked)
    await query(statements.slice(unsaid, unsaid + 1), signal)
    throw tooMuchAtOnce()
  }

  /** A missing database is easier to mend when one sees which there are. */
  async function withDatabases(fault: SourceFault, signal: AbortSignal): Promise<SourceFault> {
    const [series = []] = await query([SHOW_DATABASES], signal).catch(() => [])
    const names = series.flatMap(({ values }) => values.map(([name]) => String(name)))
    if (names.length === 0) return fault
    return new SourceFault(fault.code, fault.cure, `${fault.message} There are: ${names.join(', ')}.`, {
      ...(fault.hint === null ? {} : { hint: fault.hint }),
      cause: fault,
    })
  }

  async function all(statements: readonly string[], signal: AbortSignal) {
    try {
      return await inRequests(statements, signal)
    } catch (error) {
      throw error instanceof SourceFault && error.code === 'no-db' ? await withDatabases(error, signal) : error
    }
  }

  async function inRequests(statements: readonly string[], signal: AbortSignal) {
    const answers: (readonly Series[])[] = []
    for (let at = 0; at < statements.length; at += STATEMENTS_PER_REQUEST) {
      answers.push(...(await query(statements.slice(at, at + STATEMENTS_PER_REQUEST), signal)))
    }
    return answers
  }

  return {
    all,
    clockOffsetS,
    async ping(signal) {
      const { head } = await get('/ping', signal)
      if (head.status !== 204 && head.status !== 200) throw notInflux(named, `HTTP ${head.status} to /ping`)
    },
    async each(checks, statement, read, signal) {
      const answers = await all(checks.map(statement), signal)
      return checks.map((check, index) => believe(read(check, answers[index] ?? [])))
    },
  }
}

/** Of a statement before the last 1.x says this alone, whatever is wrong; asked by itself it gives the reason. */
const refusedWithoutReason = (breach: Breach): number | false =>
  breach.kind === 'refusal' && breach.error === 'not executed' && breach.statement

const tooMuchAtOnce = (): SourceFault =>
  new SourceFault('limit', 'halve', 'InfluxDB does not take all checks in one request; reading smaller pieces.')

/** One answer, or a fault in words; a connection that was stale is tried once more. Remembers who answered, and its clock. */
function createGet(access: Access, named: Named, clock: Clock) {
  const exchange = createExchange(access, clock)
  const offset = createOffset()
  let version: string | null = null
  const where = (): Where => ({ ...named, version })

  async function once(path: string, signal: AbortSignal): Promise<Reply> {
    try {
      const reply = await exchange(path, signal)
      version = reply.head.version ?? version
      offset.seen(reply.head.date, reply.sentMs, reply.receivedMs)
      return reply
    } catch (error) {
      throw faultOfError(error, where())
    }
  }

  const get = (path: string, signal: AbortSignal): Promise<Reply> =>
    once(path, signal).catch((error: unknown) => {
      if (error instanceof SourceFault && error.cure === 'again' && !signal.aborted) return once(path, signal)
      throw error
    })

  return { get, where, clockOffsetS: offset.seconds }
}
