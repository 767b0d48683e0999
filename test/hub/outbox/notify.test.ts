import assert from 'node:assert/strict'
import { test } from 'node:test'
import { vesselStream } from '../../../hub/core/events.ts'
import { vesselHandle } from '../../../hub/handles.ts'
import { createNotify } from '../../../hub/outbox/notify.ts'
import type { Delivery, Notifier } from '../../../hub/ports/notifier.ts'
import { Fault } from '../../../shared/fault.ts'
import { quietLog } from '../../../shared/runtime/log.ts'
import { OPEN } from '../../../shared/time.ts'
import { virtualClock } from '../../fakes/clock.ts'
import { createMemoryLog } from '../../fakes/memory-log.ts'
import { AURORA } from '../projections/given.ts'

const T = 1_795_600_000
const wanted = {
  type: 'notice-wanted',
  notice: 'n-1',
  channels: ['email', 'ops'],
  subject: 'Aurora: server down',
  lines: ['server down'],
} as const

/** Two channels that answer in turn as they are told, and then take what comes. */
async function given(answers: { email?: Delivery[]; ops?: Delivery[] } = {}) {
  const clock = virtualClock(T * 1000)
  const log = createMemoryLog()
  const sent: string[] = []
  const disk = { isFull: false }
  let ids = 0
  const handle = vesselHandle({
    log: {
      ...log,
      append: async (...batch) => {
        if (disk.isFull) throw new Fault('unavailable', 'the disk is full', { retry: true })
        return log.append(...batch)
      },
    },
    nowMs: clock.now,
    newId: () => `${ids++}`,
    signal: new AbortController().signal,
  })
  const notifierOf = (name: 'email' | 'ops'): Notifier => ({
    name,
    async send(message, key) {
      assert.deepEqual(message, { subject: wanted.subject, lines: wanted.lines })
      sent.push(`${name} ${key}`)
      return answers[name]?.shift() ?? { kind: 'sent' }
    },
  })
  const start = () => {
    const notifiers = [notifierOf('email'), notifierOf('ops')]
    const notify = createNotify({
      box: () => handle,
      notifiers,
      logId: 'log',
      clock,
      random: () => 0.5,
      log: quietLog,
      attempted: () => {},
    })
    notify.start([vesselStream(AURORA)])
    return notify
  }
  const want = (notice: string) =>
    handle.command(vesselStream(AURORA), () => ({
      events: [{ ...wanted, notice, at: T, learnedAt: T }],
      answer: null,
    }))
  await want(wanted.notice)
  return {
    want,
    ...{ clock, sent, start, disk },
    news: () => log.batches().flatMap(({ events }) => events.slice(0, 1).map(({ type }) => type.slice(7))),
  }
}

test('what is wanted goes out once on each channel, also when it was left undone before the start', async () => {
  const { clock, sent, start, news } = await given()
  const notify = start()
  await clock.advance(3_600_000)
  assert.deepEqual(
    [sent, news()],
    [
      ['email n-1.log', 'ops n-1.log'],
      ['wanted', 'sent', 'sent'],
    ],
  )
  await notify.stop()
  start()
  await clock.advance(3_600_000)
  assert.equal(sent.length, 2)
})

test('an unknown outcome is repeated with the same key, and holds up no other channel', async () => {
  const { clock, sent, start, news } = await given({ email: [{ kind: 'unknown', words: 'no answer' }] })
  start()
  await clock.advance(3_000)
  assert.deepEqual(sent, ['email n-1.log', 'ops n-1.log'])
  await clock.advance(60_000)
  assert.deepEqual([sent[2], news()], ['email n-1.log', ['wanted', 'unknown', 'sent', 'sent']])
})

test('what went out and could not be stored is stored later, and does not go out again', async () => {
  const { clock, sent, start, news, disk } = await given({ ops: [{ kind: 'unknown', words: 'a closed connection' }] })
  disk.isFull = true
  start()
  await clock.advance(3_600_000)
  assert.deepEqual([sent, news()], [['email n-1.log'], ['wanted']])
  disk.isFull = false
  await clock.advance(3_600_000)
  assert.deepEqual(sent, ['email n-1.log', 'ops n-1.log', 'ops n-1.log'])
  assert.deepEqual(news(), ['wanted', 'sent', 'unknown', 'sent'])
})

test('what was refused is not repeated', async () => {
  const { clock, sent, start, news } = await given({ ops: [{ kind: 'refused', words: '404' }] })
  start()
  await clock.advance(7_200_000)
  assert.deepEqual([sent.length, news()], [2, ['wanted', 'sent', 'refused']])
})

test('a channel that is away all day is tried ever more seldom, and what is stale is given up', async () => {
  const away = Array.from({ length: 2_000 }, (): Delivery => ({ kind: 'retry-later', words: 'away' }))
  const { clock, sent, start, news } = await given({ email: away })
  start()
  await clock.advance(86_400_000 + 600_000)
  assert.ok(sent.length < 320, `${sent.length} attempts`)
  assert.deepEqual(news(), ['wanted', 'sent', 'refused'])
})

test('how it stands with a channel shows: what came of the last attempt, what waits and since when', async () => {
  const { clock, start } = await given({
    email: Array.from({ length: 8 }, () => ({ kind: 'retry-later', words: 'away' })),
  })
  const notify = start()
  await clock.advance(600_000)
  const seen = () =>
    notify
      .channels()
      .map(({ name, target, last, waiting, waitingSince }) => [
        name,
        target.kind,
        last?.kind,
        waiting,
        waitingSince - T,
      ])
  assert.deepEqual(seen(), [
    ['email', 'away', 'retry-later', 1, 0],
    ['ops', 'answers', 'sent', 0, OPEN],
  ])
  await clock.advance(3_600_000)
  assert.deepEqual(seen()[0], ['email', 'answers', 'sent', 0, OPEN])
  await notify.stop()
})

test('a channel that is away is asked once in a while, not once for each message', async () => {
  const away = Array.from({ length: 500 }, (): Delivery => ({ kind: 'retry-later', words: 'away' }))
  const { clock, sent, start, want } = await given({ email: away })
  for (let nth = 2; nth < 40; nth++) await want(`n-${nth}`)
  start()
  await clock.advance(3_600_000)
  assert.ok(sent.filter((one) => one.startsWith('email')).length < 80)
  assert.equal(sent.filter((one) => one.startsWith('ops')).length, 39)
})

test('what some of the receivers of a channel have yet to get is sent again by itself, and the channel counts as one that answers', async () => {
  const partly = { kind: 'partly', words: 'not yet to ops@example.com' } as const
  const { clock, sent, start } = await given({ email: Array.from({ length: 6 }, () => partly) })
  const notify = start()
  await clock.advance(1_000)
  assert.equal(notify.channels()[0]?.last?.kind, 'partly')
  await clock.advance(3_600_000)
  assert.equal(sent.filter((one) => one.startsWith('email')).length, 7)
  assert.deepEqual([notify.channels()[0]?.target.kind, notify.channels()[0]?.waiting], ['answers', 0])
})
