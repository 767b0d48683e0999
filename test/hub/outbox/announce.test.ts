import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FLEET_STREAM } from '../../../hub/core/events.ts'
import type { Message } from '../../../hub/core/notices/notice.ts'
import { DEFAULT_POLICY } from '../../../hub/core/policy.ts'
import { fleetHandle } from '../../../hub/handles.ts'
import { createAnnounce } from '../../../hub/outbox/announce.ts'
import { createNotify } from '../../../hub/outbox/notify.ts'
import type { Batch } from '../../../hub/ports/log.ts'
import { Fault } from '../../../shared/fault.ts'
import { quietLog } from '../../../shared/runtime/log.ts'
import { HOUR_S, type Seconds } from '../../../shared/time.ts'
import { virtualClock } from '../../fakes/clock.ts'
import { createMemoryLog } from '../../fakes/memory-log.ts'
import { fakeViews, idOf } from '../../fakes/views.ts'

const at = (text: string): Seconds => Date.parse(`${text}Z`) / 1000
const BEGAN = at('2026-11-20T00:00:00')
const notices = {
  channels: ['email'],
  groupForS: 60,
  everyS: 900,
  digest: { wallS: 7 * HOUR_S, zone: 'UTC' },
  publicUrl: 'https://watch.example.com',
}

/** A hub that runs from `now` on, over what another left in the log, and what its mail server took. */
function hub(now: string, left: readonly Batch[] = []) {
  const clock = virtualClock(at(now) * 1000)
  const log = createMemoryLog(left)
  const can = { append: true }
  const sent: { key: string; message: Message }[] = []
  const handle = fleetHandle({
    log: {
      ...log,
      async append(...of) {
        if (!can.append) throw new Fault('unavailable', 'no room')
        return log.append(...of)
      },
    },
    nowMs: clock.now,
    newId: () => `${Math.random()}`,
    signal: new AbortController().signal,
  })
  const views = fakeViews(20)
  const policy = { ...DEFAULT_POLICY, notices }
  const announce = createAnnounce({ handle, views: () => views, policy, clock, newId: () => 'id' })
  const notify = createNotify({
    box: () => handle,
    notifiers: [
      {
        name: 'email',
        async send(message, key) {
          sent.push({ key, message })
          return { kind: 'sent' }
        },
      },
    ],
    logId: 'log',
    clock,
    random: () => 0.5,
    log: quietLog,
    attempted: () => {},
  })
  return {
    ...{ clock, handle, announce, notify, can, sent, batches: log.batches },
    async start() {
      if (left.length === 0)
        await handle.command(FLEET_STREAM, () => ({
          events: [{ type: 'listening-began', at: BEGAN, learnedAt: BEGAN }],
          answer: null,
        }))
      announce.start()
      notify.start([FLEET_STREAM])
      // As the follower of the log does.
      const look = () => {
        notify.noticed(FLEET_STREAM)
        clock.after(60_000, look)
      }
      clock.after(60_000, look)
    },
    wanted: () =>
      log
        .batches()
        .flatMap(({ events }) => events.flatMap((event) => (event.type === 'notice-wanted' ? event.notice : []))),
  }
}

const HOUR_MS = 3_600_000

test('each day at its hour one digest goes out', async () => {
  const shore = hub('2026-11-24T06:00:00')
  await shore.start()
  await shore.clock.advance(72 * HOUR_MS)
  // Yesterday's was due while nobody ran it.
  assert.deepEqual(
    shore.sent.map(({ key }) => key),
    ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26'].map((day) => `n-digest-${day}.log`),
  )
})

test('over restarts and crashes a day has one digest, wherever the hub was killed', async () => {
  const first = hub('2026-11-24T06:59:00')
  await first.start()
  await first.clock.advance(HOUR_MS)
  for (let kept = 1; kept <= first.batches().length; kept++) {
    const next = hub('2026-11-24T09:00:00', first.batches().slice(0, kept))
    await next.start()
    await next.clock.advance(HOUR_MS)
    assert.deepEqual(
      next.wanted().filter((notice) => notice === 'n-digest-2026-11-24'),
      ['n-digest-2026-11-24'],
    )
  }
  const last = hub('2026-11-24T09:00:00', first.batches())
  await last.start()
  await last.clock.advance(HOUR_MS)
  assert.deepEqual(last.sent, [])
})

test('two hubs on one log want it once', async () => {
  const shore = hub('2026-11-24T06:59:00')
  await shore.start()
  const views = fakeViews(20)
  const policy = { ...DEFAULT_POLICY, notices }
  const { handle, clock } = shore
  createAnnounce({ handle, views: () => views, policy, clock, newId: () => 'other' }).start()
  await clock.advance(HOUR_MS)
  assert.deepEqual(shore.wanted(), ['n-digest-2026-11-23', 'n-digest-2026-11-24'])
})

test('while the log is away the digest is overdue, and is wanted when it is back', async () => {
  const shore = hub('2026-11-24T06:00:00')
  await shore.start()
  await shore.clock.advance(60_000)
  shore.can.append = false
  await shore.clock.advance(2 * HOUR_MS)
  assert.deepEqual(shore.wanted(), ['n-digest-2026-11-23'])
  assert.ok(shore.announce.earliest() <= at('2026-11-24T08:01:10'))
  shore.can.append = true
  await shore.clock.advance(60_000)
  assert.deepEqual(shore.wanted(), ['n-digest-2026-11-23', 'n-digest-2026-11-24'])
})

test('a digest says what waits, what is still down and since when, with links a phone can follow', async () => {
  const shore = hub('2026-11-24T06:59:00')
  await shore.start()
  await shore.clock.advance(HOUR_MS)
  const { subject, lines, sections = [] } = shore.sent.at(-1)?.message ?? { subject: '', lines: [] }
  assert.match(subject, /^Watchkeeper 2026-11-24: \d+ silent, \d+ with something down, 1 waiting for a yes or no$/)
  assert.match(
    lines.join('\n'),
    /^20 vessels: .*\n.*went down and still are.*\n[\s\S]*https:\/\/watch\.example\.com\/$/,
  )
  const still = sections.find(({ title }) => title.startsWith('Still down'))
  assert.ok(still)
  for (const { text, href } of still.items.filter(({ href }) => href?.includes('/vessels/'))) {
    assert.match(text, /: (silent|.* down) since \d{4}-\d\d-\d\d \d\d:\d\d UTC, /)
    assert.match(href ?? '', /^https:\/\/watch\.example\.com\/vessels\//)
  }
  assert.ok(sections.some(({ title }) => title === 'Waiting for a yes or no (1)'))
  assert.ok(JSON.stringify(still).includes(idOf(9)), 'the vessel that is silent')
})

test('trouble is told once, however often it is seen', async () => {
  const shore = hub('2026-11-24T08:00:00')
  await shore.start()
  const message = { subject: 'JIRA: the token ends soon', lines: [] }
  for (const words of ['token: soon', 'token: soon', 'token: wrong', null, null])
    shore.announce.trouble({ of: 'tickets', words, message })
  await shore.clock.advance(HOUR_MS)
  assert.equal(shore.wanted().filter((notice) => notice.startsWith('n-tickets')).length, 3)
})
