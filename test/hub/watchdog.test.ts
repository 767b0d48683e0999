import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { createBeacon } from '../../hub/adapters/web/beacon.ts'
import { FLEET_STREAM } from '../../hub/core/events.ts'
import { createDuties } from '../../hub/duties.ts'
import { fleetHandle } from '../../hub/handles.ts'
import { createListen } from '../../hub/listen.ts'
import type { Batch, EventLog } from '../../hub/ports/log.ts'
import { createProject } from '../../hub/project.ts'
import { Fault } from '../../shared/fault.ts'
import { quietLog } from '../../shared/runtime/log.ts'
import { HOUR_S, OPEN } from '../../shared/time.ts'
import { atEnd } from '../at-end.ts'
import { virtualClock } from '../fakes/clock.ts'
import { createMemoryLog } from '../fakes/memory-log.ts'

const EVERY_S = 300
const BEGIN_S = 1_795_600_000

const idle = {
  target: { kind: 'answers', since: BEGIN_S, words: null },
  last: null,
  tested: null,
  waiting: 0,
  testing: false,
} as const

/** The hub's real path from a command to the projection, and a real server that is called. */
async function given(t: TestContext) {
  let slowMs = 0
  const virtual = virtualClock(BEGIN_S * 1000)
  const clock = { ...virtual, monotonic: () => virtual.monotonic() + slowMs }
  const ending = new AbortController()
  atEnd(t, () => ending.abort())
  const stored = createMemoryLog()
  const can = { append: true, takesS: 0, apply: true, follow: true }
  const log: EventLog = {
    ...stored,
    async append(...of) {
      if (!can.append) throw new Fault('unavailable', 'no room for events')
      slowMs += can.takesS * 1000
      return stored.append(...of)
    },
    async *follow(...of) {
      for await (const item of stored.follow(...of)) {
        if (!can.follow) await new Promise(() => {})
        yield item
      }
    },
  }
  const handle = fleetHandle({
    log,
    nowMs: clock.now,
    newId: () => `${Math.random()}`,
    signal: ending.signal,
  })
  const listen = createListen({ handle, clock, log: quietLog, changed: () => {} })
  const projection = {
    at: 0,
    position: () => projection.at,
    apply(batches: readonly Batch[]) {
      if (!can.apply) throw new Fault('unavailable', 'no room for rows')
      projection.at = batches.at(-1)?.position ?? projection.at
    },
  }
  const follows = { log, projection, clock, signal: ending.signal, applied: () => {} }
  const project = createProject({ ...follows, failed: () => {} })
  const due = {
    deadline: OPEN,
    errand: OPEN,
    ticket: OPEN,
    message: OPEN,
    linkUp: true,
    broker: 'passes' as 'passes' | 'swallows',
  }
  const said: string[] = []
  const note = (fields: unknown, words?: string) =>
    said.push(`${words}${typeof fields === 'object' && fields !== null && 'why' in fields ? `: ${fields.why}` : ''}`)
  const outside = await givenOutside(t, () => ({ tested: positionOfTest(stored.batches()), passed: projection.at }))
  /** What goes in comes out and is acknowledged when it was taken, as in the edge. */
  const broker = async (): Promise<string | null> => {
    if (due.broker === 'swallows') return null
    return duties.tested().then(
      () => null,
      () => 'it did not acknowledge a test message',
    )
  }
  const duties = createDuties(
    {
      fleet: handle,
      project,
      listen,
      clock,
      log: { ...quietLog, error: note, info: note },
      deadlines: { earliest: () => due.deadline },
      outbox: {
        earliest: () => due.errand,
        channels: () => [{ name: 'email', ...idle, waitingSince: due.message }],
        announce: { test: async () => 0, digest: async () => null },
        tickets: {
          target: () => ({ kind: 'answers', since: BEGIN_S, words: null }),
          checklist: { last: () => ({ name: 'JIRA', checks: [], askedAt: null, asking: false }), again: () => {} },
          waitingSince: async () => due.ticket,
        },
      },
      edge: { state: () => ({ up: due.linkUp }) },
      link: () => ({ test: broker }),
    },
    { everyS: EVERY_S, beacon: createBeacon(outside.url, clock, fetch) },
  )
  await listen.start(null)
  duties.start()
  atEnd(t, () => duties.stop())
  return {
    ...{ clock, can, due, outside, duties, said },
    tests: () => stored.batches().filter(isTest).length,
    /** A period passes, and what it set in motion comes to its end. */
    async period(settled: () => boolean | Promise<boolean>) {
      await clock.advance(EVERY_S * 1000)
      while (!(await settled())) await nextTurn()
    },
  }
}

const isTest = ({ stream, events }: Batch) =>
  stream === FLEET_STREAM && events.some(({ type }) => type === 'watch-tested')

const positionOfTest = (batches: readonly Batch[]) => batches.findLast(isTest)?.position ?? Infinity

/** Who raises the alarm: strict about when it may be called at all. */
async function givenOutside(t: TestContext, proof: () => { tested: number; passed: number }) {
  const outside = { url: '', calls: 0, untrue: 0, status: 200 }
  const server = createServer((request, response) => {
    const { tested, passed } = proof()
    outside.calls++
    if (request.method !== 'GET' || request.url !== '/secret' || passed < tested) outside.untrue++
    response.writeHead(outside.status, outside.status === 302 ? { Location: '/elsewhere' } : {}).end('OK')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  atEnd(t, () => {
    server.closeAllConnections()
    server.close()
  })
  outside.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret`
  return outside
}

test('while all is well it is called once a period, each time after a test event of its own has passed to the projection', async (t) => {
  const { period, outside, duties, tests, said } = await given(t)
  for (const times of [1, 2, 3]) {
    await period(() => outside.calls === times)
    assert.equal(tests(), times)
  }
  assert.deepEqual([outside.untrue, said], [0, []])
  await period(async () => (await duties.figures()).watchdog?.calledAgoS === 0)
})

test('a log that cannot be written is not called alive; one that can be again is', async (t) => {
  const { period, can, outside, said, duties } = await given(t)
  can.append = false
  await period(() => said.length === 1)
  assert.deepEqual(said, ['the dead-man’s switch is not called: no room for events'])
  assert.deepEqual([outside.calls, (await duties.figures()).watchdog?.calledAgoS], [0, null])
  can.append = true
  await period(() => said.length === 2)
  assert.deepEqual([outside.calls, said[1]], [1, 'the dead-man’s switch is called again'])
})

test('a projection that cannot write is not called alive, though the log can', async (t) => {
  const { period, can, outside, said, tests } = await given(t)
  can.apply = false
  await period(() => said.length === 1)
  assert.deepEqual(said, ['the dead-man’s switch is not called: the projection stands still behind the log'])
  assert.deepEqual([outside.calls, tests()], [0, 1])
})

test('a projection that hangs is not called alive, and is not asked over and over', async (t) => {
  const { period, can, outside, said, tests } = await given(t)
  can.follow = false
  await period(() => tests() === 1)
  await period(() => said.length === 1)
  await period(() => true)
  assert.deepEqual(said, ['the dead-man’s switch is not called: the last test has not come to an end'])
  assert.deepEqual([outside.calls, tests()], [0, 1])
})

test('a test event that goes through too slowly proves nothing', async (t) => {
  const { period, can, outside, said } = await given(t)
  can.takesS = 31
  await period(() => said.length === 1)
  assert.match(String(said[0]), /took 31 s/)
  assert.equal(outside.calls, 0)
})

for (const what of ['ticket', 'message'] as const)
  test(`one ${what} that waits for hours stops the calls, however often it is tried: the outbox does not move`, async (t) => {
    const { period, due, outside, said } = await given(t)
    due[what] = BEGIN_S + EVERY_S - 4 * HOUR_S
    await period(() => outside.calls === 1)
    await period(() => said.length === 1)
    assert.match(String(said[0]), /the outbox does not move: a ticket or a message has waited for 4 h 5 min/)
    due[what] = OPEN
    await period(() => outside.calls === 2)
  })

for (const what of ['deadline', 'errand'] as const)
  test(`one ${what} left lying for over five minutes stops the calls, a little lateness does not`, async (t) => {
    const { period, due, outside, said } = await given(t)
    due[what] = BEGIN_S + EVERY_S - 200
    await period(() => outside.calls === 1)
    await period(() => said.length === 1)
    assert.match(String(said[0]), new RegExp(`${what}.* is overdue by 500 s`))
    assert.equal(outside.calls, 1)
  })

test('a test message that the broker acknowledges and does not hand on proves nothing', async (t) => {
  const { period, due, outside, said } = await given(t)
  due.broker = 'swallows'
  await period(() => said.length === 1)
  assert.match(String(said[0]), /acknowledged and never came out of the broker/)
  assert.equal(outside.calls, 0)
})

test('a hub that takes no connections is not called alive', async (t) => {
  const { period, due, outside, said } = await given(t)
  due.linkUp = false
  await period(() => said.length === 1)
  assert.match(String(said[0]), /takes no connections/)
  assert.equal(outside.calls, 0)
})

for (const status of [302, 404, 503])
  test(`an answer ${status} is no call taken, and is not followed; its secret path is not told`, async (t) => {
    const { period, outside, said, duties } = await given(t)
    outside.status = status
    await period(() => said.length === 1)
    assert.match(String(said[0]), new RegExp(`127.0.0.1:\\d+ answered ${status}$`))
    assert.deepEqual([outside.calls, (await duties.figures()).watchdog?.calledAgoS], [1, null])
  })

test('a hub that dies young has called nobody', async (t) => {
  const { clock, duties, tests, outside } = await given(t)
  await clock.advance((EVERY_S - 1) * 1000)
  duties.stop()
  await clock.advance(EVERY_S * 1000)
  assert.deepEqual([outside.calls, tests()], [0, 0])
})
