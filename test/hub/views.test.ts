import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Heard } from '../../hub/ports/register.ts'
import type { Present } from '../../hub/projections/present.ts'
import { createTally } from '../../hub/tally.ts'
import { createViews } from '../../hub/views.ts'
import { Fault } from '../../shared/fault.ts'
import { virtualClock } from '../fakes/clock.ts'
import { AURORA, present } from './projections/given.ts'

/** Views over a model that only notes what it is asked with. */
function given(head: () => Promise<number>) {
  const asked: Present[] = []
  const heard = new Map<typeof AURORA, Heard>()
  const passing = Promise.withResolvers<void>()
  const { policy } = present(0)
  const views = createViews({
    model: {
      fleet(at) {
        asked.push(at)
        return { at: '', counts: { silent: 0, down: 0, unknown: 0, maintenance: 0, up: 0 }, vessels: [] }
      },
      vessel: () => null,
      timeline: () => null,
      reckoning: () => null,
      alerts: () => ({ at: '', counts: { open: 0, held: 0 }, massSilences: [], alerts: [], more: false, next: null }),
      alert: () => null,
      recovering: () => () => null,
      maintenance: () => ({ at: '', excuses: [], groups: [] }),
    },
    docket: {
      proposals: async () => ({ at: '', ticketAfterS: 0, waiting: 0, proposals: [] }),
      waiting: async () => 0,
      changed: () => {},
      answered: () => {},
      preview: async () => null,
    },
    board: { all: () => heard, savedAt: () => null },
    groups: { standing: () => [] },
    massSilence: { standing: () => [] },
    listen: { trouble: () => null, listening: () => ({ since: 0, spells: [] }) },
    snapshots: { figures: () => ({ savedAt: null, trouble: null }) },
    tally: createTally(),
    traffic: { total: () => new Map(), days: async () => [] },
    project: { position: () => 0, passed: (position) => (position === 0 ? Promise.resolve() : passing.promise) },
    log: { head },
    clock: virtualClock(0),
    policy,
    duties: {
      figures: async () => ({
        overdueS: 0,
        errandOverdueS: 0,
        outbox: null,
        watchdog: null,
        channels: [],
        digest: null,
      }),
    },
    edge: { has: () => false, state: () => ({ up: true, since: 0 }) },
  })
  const hear = (watermark: number) =>
    heard.set(AURORA, { session: 1, seq: 1, watermark, lastHeard: watermark, offsetS: null })
  return { views, asked, hear, passing }
}

test('a page waits for the rows of what the register already speaks of, and knows nothing newer than they do', async () => {
  const { views, asked, hear, passing } = given(async () => 7)
  hear(100)
  const fleet = views.fleet()
  await nextTurn()
  assert.equal(asked.length, 0)
  hear(200)
  passing.resolve()
  await fleet
  assert.deepEqual(
    asked.map(({ heard }) => heard.get(AURORA)?.watermark),
    [100],
  )
})

test('while the log is away, pages are drawn from the rows that there are', async () => {
  const { views, asked } = given(async () => {
    throw new Fault('unavailable', 'events.sqlite: the disk cannot be read or written')
  })
  await views.fleet()
  assert.equal(asked.length, 1)
})
