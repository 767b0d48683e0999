import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import fc from 'fast-check'
import type { WatchEvent } from '../../hub/core/events.ts'
import type { Appended, Batch, EventLog, Position } from '../../hub/ports/log.ts'
import { Fault } from '../../shared/fault.ts'
import { isComponentId } from '../../shared/model.ts'
import { OPEN } from '../../shared/time.ts'

/** A log on storage of its own, to be opened as often as a test likes: side by side (two writers) or one after the other (a restart). */
export type OpenLog = () => EventLog

const never = new AbortController().signal

export const silence = (at: number): WatchEvent => ({ type: 'silence-began', at, learnedAt: at + 900 })
export const batchOf = (id: string, ...events: WatchEvent[]) => ({ id, at: 1_700_000_000, events })
const one = (id: string) => batchOf(id, silence(id.length))

/** What every event log promises, whatever it is stored in. */
export function eventLogContract(name: string, given: (t: TestContext) => Promise<OpenLog>): void {
  describe(`${name} keeps the contract of the event log`, { concurrency: false }, () => {
    test('a new log is empty, and says that it is caught up', async (t) => {
      const log = (await given(t))()
      assert.equal(await log.head(), 0)
      assert.equal(await log.head('vessel.a'), 0)
      assert.deepEqual(await all(log.read('vessel.a', 0, never)), [])
      assert.deepEqual(await take(log, 0, 1), [{ caughtUp: 0 }])
    })

    test('what is appended is read again as it was, in order, stream by stream', async (t) => {
      const open = await given(t)
      const log = open()
      const told: WatchEvent = {
        type: 'told',
        at: 10,
        learnedAt: 20,
        seen: { session: 65_537, seq: 4, watermark: null },
        trouble: null,
        changes: [
          { component: slug('server'), span: { from: 5, to: OPEN }, pieces: [{ from: 5, to: OPEN, state: 2 }] },
        ],
      }
      const first = await stored(log.append('vessel.a', 0, batchOf('m1', silence(1), told), never))
      const other = await stored(log.append('vessel.b', 0, one('m1'), never))
      const second = await stored(log.append('vessel.a', first, one('m22'), never))
      assert.ok(first < other && other < second)
      const expected = [
        { stream: 'vessel.a', position: first, previous: 0, ...batchOf('m1', silence(1), told) },
        { stream: 'vessel.a', position: second, previous: first, ...one('m22') },
      ]
      assert.deepEqual(await all(log.read('vessel.a', 0, never)), expected)
      assert.deepEqual(await all(open().read('vessel.a', first, never)), expected.slice(1))
      assert.equal(await log.head('vessel.a'), second)
      assert.equal(await log.head('vessel.b'), other)
      assert.equal(await log.head(), second)
    })

    test('one batch is read by its position, and there is none where none was stored', async (t) => {
      const open = await given(t)
      const log = open()
      const first = await stored(log.append('vessel.a', 0, one('m1'), never))
      const second = await stored(log.append('vessel.b', 0, batchOf('m2', silence(1), silence(2)), never))
      const expected = { stream: 'vessel.b', position: second, previous: 0, ...batchOf('m2', silence(1), silence(2)) }
      assert.deepEqual(await log.at(second, never), expected)
      assert.deepEqual(await open().at(first, never), {
        stream: 'vessel.a',
        position: first,
        previous: 0,
        ...one('m1'),
      })
      for (const nowhere of [0, -1, second + 1, first + 0.5]) assert.equal(await log.at(nowhere, never), null)
      await assert.rejects(log.at(first, AbortSignal.abort(new Error('gone'))), /gone/)
    })

    test('two writers with the same expectation: in 1,000 rounds exactly one of them is stored', async (t) => {
      const open = await given(t)
      const [mine, yours] = [open(), open()]
      let version: Position = 0
      for (let round = 0; round < 1_000; round++) {
        const answers = await Promise.all([
          mine.append('vessel.a', version, one(`mine ${round}`), never),
          yours.append('vessel.a', version, one(`yours ${round}`), never),
        ])
        const won = answers.filter((answer) => answer.kind === 'stored')
        assert.equal(won.length, 1, `round ${round}`)
        version = won[0]?.position ?? 0
      }
      assert.equal((await all(mine.read('vessel.a', 0, never))).length, 1_000)
    })

    test('the same batch again gives the same position, also after others and after a restart', async (t) => {
      const open = await given(t)
      const log = open()
      const position = await stored(log.append('vessel.a', 0, one('m'), never))
      const repeat = { kind: 'stored', position, repeated: true }
      assert.deepEqual(await log.append('vessel.a', 0, one('m'), never), repeat)
      await stored(log.append('vessel.a', position, one('n'), never))
      assert.deepEqual(await log.append('vessel.a', 0, one('m'), never), repeat)
      assert.deepEqual(await open().append('vessel.a', 0, one('m'), never), repeat)
      assert.equal((await all(log.read('vessel.a', 0, never))).length, 2)
    })

    test('a repeat within the same turn is stored once', async (t) => {
      const log = (await given(t))()
      const answers = await Promise.all([1, 2, 3].map(() => log.append('vessel.a', 0, one('m'), never)))
      assert.deepEqual(
        answers.map((answer) => answer.kind === 'stored' && answer.repeated),
        [false, true, true],
      )
    })

    test('an id says nothing on another stream or with another expectation', async (t) => {
      const log = (await given(t))()
      const position = await stored(log.append('vessel.a', 0, one('m'), never))
      assert.deepEqual(await log.append('vessel.a', position, one('m'), never), {
        kind: 'stored',
        position: await log.head(),
        repeated: false,
      })
      await stored(log.append('vessel.b', 0, one('m'), never))
      assert.equal((await all(log.read('vessel.a', 0, never))).length, 2)
    })

    test('an expectation that was never the version of the stream is a conflict', async (t) => {
      const log = (await given(t))()
      const position = await stored(log.append('vessel.a', 0, one('m'), never))
      for (const expected of [position + 1, position + 100, position - 0.5])
        assert.deepEqual(await log.append('vessel.a', expected, one('n'), never), { kind: 'conflict' })
      assert.deepEqual(await log.append('vessel.b', position, one('n'), never), { kind: 'conflict' })
    })

    test('followed from any position, every later batch comes once and in order, then caughtUp', async (t) => {
      const open = await given(t)
      await fc.assert(
        fc.asyncProperty(fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 12 }), async (streams) => {
          const log = open()
          const before = await log.head()
          for (const stream of streams) await stored(log.append(stream, await log.head(stream), one('m'), never))
          const whole = (await take(log, before, streams.length + 1)).map(positionOf)
          assert.equal(whole.at(-1), whole.at(-2), 'caught up with the last one')
          assert.equal(new Set(whole).size, streams.length)
          for (const [at, from] of whole.slice(0, -1).entries())
            assert.deepEqual((await take(open(), from, streams.length - at)).map(positionOf), whole.slice(at + 1))
        }),
        { numRuns: 10 },
      )
    })

    test('who follows sees what comes later, from this writer and from another one', async (t) => {
      const open = await given(t)
      const log = open()
      const seen: (Batch | { caughtUp: Position })[] = []
      const stop = new AbortController()
      const following = (async () => {
        for await (const item of log.follow(0, stop.signal)) seen.push(item)
      })()
      const ids = () => seen.flatMap((item) => ('id' in item ? [item.id] : []))
      const mine = await stored(log.append('vessel.a', 0, one('mine'), never))
      await until(() => ids().includes('mine'))
      const yours = await stored(open().append('vessel.a', mine, one('yours'), never))
      await until(() => ids().includes('yours') && isCaughtUp(seen.at(-1)))
      stop.abort()
      await following
      assert.deepEqual(ids(), ['mine', 'yours'])
      assert.deepEqual(seen.at(-1), { caughtUp: yours })
    })

    test('a batch of many events is seen whole', async (t) => {
      const log = (await given(t))()
      const events = Array.from({ length: 500 }, (_, at) => silence(at))
      await stored(log.append('vessel.a', 0, batchOf('m', ...events), never))
      const [seen] = await take(log, 0, 1)
      assert.deepEqual(seen && 'events' in seen && seen.events, events)
    })

    test('many streams side by side are all stored, each in its order', async (t) => {
      const log = (await given(t))()
      await Promise.all(
        Array.from({ length: 66 }, async (_, vessel) => {
          let version: Position = 0
          for (let round = 0; round < 5; round++)
            version = await stored(log.append(`vessel.${vessel}`, version, one(`${round}`), never))
        }),
      )
      const items = await take(log, 0, 66 * 5)
      const order = items.flatMap((item) => ('id' in item && item.stream === 'vessel.17' ? [item.id] : []))
      assert.deepEqual(order, ['0', '1', '2', '3', '4'])
    })

    test('an append that was given up is settled by the same one again', async (t) => {
      const log = (await given(t))()
      const impatient = new AbortController()
      const first = log.append('vessel.a', 0, one('m'), impatient.signal)
      impatient.abort(new Error('shutting down'))
      const outcome = await first.catch((error: Error) => error.message)
      assert.ok(outcome === 'shutting down' || (typeof outcome === 'object' && outcome.kind === 'stored'))
      await stored(log.append('vessel.a', 0, one('m'), never))
      assert.equal((await all(log.read('vessel.a', 0, never))).length, 1)
    })

    test('a signal that has gone before lets nothing through', async (t) => {
      const log = (await given(t))()
      const gone = AbortSignal.abort(new Error('gone'))
      await assert.rejects(log.append('vessel.a', 0, one('m'), gone), /gone/)
      await assert.rejects(all(log.read('vessel.a', 0, gone)), /gone/)
      assert.deepEqual(await all(log.follow(0, gone)), [])
      assert.equal(await log.head(), 0)
    })

    test('a batch over 512 KiB is refused as too large, one below is stored', async (t) => {
      const log = (await given(t))()
      const retired = (length: number): WatchEvent => ({
        type: 'vessel-retired',
        at: 1,
        learnedAt: 1,
        reason: 'x'.repeat(length),
        by: { kind: 'hub' },
      })
      const tooLarge = (error: unknown) => error instanceof Fault && error.code === 'too-large' && !error.retry
      await assert.rejects(log.append('vessel.a', 0, batchOf('m', retired(512 * 1024)), never), tooLarge)
      await stored(log.append('vessel.a', 0, batchOf('m', retired(511 * 1024)), never))
      assert.equal((await all(log.read('vessel.a', 0, never))).length, 1)
    })

    test('the log keeps its name', async (t) => {
      const open = await given(t)
      assert.equal(open().id, open().id)
    })
  })
}

export async function stored(appended: Promise<Appended>): Promise<Position> {
  const answer = await appended
  if (answer.kind !== 'stored') throw new assert.AssertionError({ message: `expected it to be stored: ${answer.kind}` })
  return answer.position
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}

async function take(log: EventLog, after: Position, count: number): Promise<(Batch | { caughtUp: Position })[]> {
  const stop = new AbortController()
  const list: (Batch | { caughtUp: Position })[] = []
  for await (const item of log.follow(after, stop.signal)) {
    list.push(item)
    if (list.length === count) break
  }
  stop.abort()
  return list
}

const isCaughtUp = (item: object | undefined) => item !== undefined && 'caughtUp' in item
const positionOf = (item: Batch | { caughtUp: Position }) => ('caughtUp' in item ? item.caughtUp : item.position)

async function until(met: () => boolean): Promise<void> {
  while (!met()) await nextTurn()
}

function slug(text: string) {
  if (!isComponentId(text)) throw new Error(text)
  return text
}
