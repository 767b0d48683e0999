import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMetrics } from '../../../hub/http/metrics/metrics.ts'
import { TARGET_KINDS } from '../../../hub/ports/target.ts'
import type { HubFigures } from '../../../hub/ports/views.ts'
import { fakeHost } from '../../fakes/admin.ts'
import { figuresAt } from '../../fakes/figures.ts'
import { fakeViews, idOf, NOW } from '../../fakes/views.ts'

const usual = figuresAt(NOW, idOf(0))

/** The value of each series that an operator raises an alarm on. */
async function scraped(figures: Partial<HubFigures> = {}, views = fakeViews(20)): Promise<ReadonlyMap<string, number>> {
  const seen = { ...views, figures: async () => ({ ...usual, ...figures }) }
  const text = await (await createMetrics(seen, fakeHost, () => 0).request('/metrics')).text()
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(
    lines.map((line) => [
      line.slice('watchkeeper_'.length, line.lastIndexOf(' ')),
      Number(line.slice(line.lastIndexOf(' '))),
    ]),
  )
}

test('how late the oldest deadline is, and the oldest errand, message or digest', async () => {
  const late = await scraped({ overdueS: 420, errandOverdueS: 61 })
  assert.deepEqual([late.get('deadline_overdue_seconds'), late.get('errand_overdue_seconds')], [420, 61])
})

test('the age of the outbox for JIRA, and for each channel that tells people', async () => {
  const aged = await scraped()
  assert.equal(aged.get('outbox_age_seconds'), 12)
  assert.deepEqual(
    ['email', 'ops-channel'].map((channel) => [
      aged.get(`notice_age_seconds{channel="${channel}"}`),
      aged.get(`notices_waiting{channel="${channel}"}`),
    ]),
    [
      [0, 0],
      [900, 3],
    ],
  )
})

test('a snapshot that cannot be saved', async () => {
  assert.equal((await scraped()).get('snapshot_trouble'), 0)
  assert.equal((await scraped({ snapshot: { savedAt: null, trouble: 'no room' } })).get('snapshot_trouble'), 1)
})

test('vessels that are silent', async () => {
  const views = fakeViews(20)
  const before = (await scraped({}, views)).get('vessels{state="silent"}') ?? Number.NaN
  views.fallSilent(0, 7200)
  assert.equal((await scraped({}, views)).get('vessels{state="silent"}'), before + 1)
})

for (const kind of TARGET_KINDS)
  test(`JIRA, and a channel, when it is ${kind}: that state alone is 1`, async () => {
    const target = { kind, since: NOW - 60, words: null }
    const [channel] = usual.channels
    const { outbox } = usual
    assert.ok(channel && outbox)
    const seen = await scraped({ outbox: { ...outbox, target }, channels: [{ ...channel, target }] })
    for (const state of TARGET_KINDS) {
      assert.equal(seen.get(`jira_state{state="${state}"}`), Number(state === kind))
      assert.equal(seen.get(`notifier_state{channel="email",state="${state}"}`), Number(state === kind))
    }
  })

test('without JIRA, a channel or a dead-man’s switch there is nothing to alarm on', async () => {
  const none = [...(await scraped({ outbox: null, channels: [], watchdog: null })).keys()]
  assert.deepEqual(
    none.filter((name) => /^(outbox|jira|notice|notices|notifier|watchdog)_/.test(name)),
    [],
  )
})

test('the room that is left, and how long the certificate is good', async () => {
  const host = await scraped()
  assert.deepEqual(
    ['data_bytes', 'data_free_bytes', 'certificate_left_seconds'].map((name) => host.get(name)),
    [41_200_000, 93_000_000_000, 20 * 86_400],
  )
})
