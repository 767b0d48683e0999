import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLookup, type LookupParts } from '../../../hub/outbox/lookup.ts'
import type { Asked, Issue } from '../../../hub/ports/tracker.ts'
import { virtualClock } from '../../fakes/clock.ts'
import { issue } from '../../fakes/docket.ts'
import { AURORA } from '../projections/given.ts'

function given(answers: Asked<readonly Issue[]>[], more: Partial<LookupParts['breaker']> = {}) {
  const clock = virtualClock(1_795_500_000_000)
  let asked = 0
  const lookup = createLookup({
    tracker: {
      name: 'JIRA',
      preview: () => ({ fields: [], blocks: [] }),
      similar: async () => answers[Math.min(asked++, answers.length - 1)] ?? assert.fail('asked too often'),
      fetch: async (keys) =>
        keys[0] === 'OPS-1'
          ? { kind: 'ok', value: { issues: [issue('OPS-1')], missing: [] } }
          : keys[0] === 'OPS-2'
            ? { kind: 'ok', value: { issues: [], missing: ['OPS-2'] } }
            : { kind: 'not-sent', words: 'no route' },
    },
    breaker: { until: () => 0, told: () => {}, state: () => ({ kind: 'answers', since: 0, words: null }), ...more },
    clock,
    inTurn: (task) => task(),
    back: () => null,
  })
  const look = () => lookup.similar(AURORA, ['wk-a-1'], 'MV Aurora')
  return { clock, lookup, look, asked: () => asked }
}

const found: Asked<readonly Issue[]> = { kind: 'ok', value: [issue('OPS-1', 'MV Aurora: server')] }

test('whoever looks first is told that nothing was answered yet, and called when it was', async () => {
  const { clock, lookup, look } = given([found])
  let calls = 0
  lookup.answered(() => calls++)
  assert.equal(look().at, null)
  await clock.advance(0)
  assert.equal(calls, 1)
  assert.deepEqual(
    look().issues.map(({ key }) => key),
    ['OPS-1'],
  )
})

test('however many look, it is asked once in five minutes', async () => {
  const { clock, look, asked } = given([found])
  for (let looks = 0; looks < 20; looks++) {
    look()
    await clock.advance(10_000)
  }
  assert.equal(asked(), 1)
  await clock.advance(101_000)
  look()
  await clock.advance(0)
  assert.equal(asked(), 2)
})

test('what was found stays while the tracker is away, and it is said why it could not be asked again', async () => {
  const { clock, look } = given([found, { kind: 'not-sent', words: 'no route' }])
  look()
  await clock.advance(301_000)
  look()
  await clock.advance(0)
  assert.deepEqual([look().issues.length, look().why], [1, 'no route'])
})

test('a tracker that is known not to answer is not asked', async () => {
  const state = { kind: 'away', since: 0, words: 'no route to JIRA' } as const
  const { clock, look, asked } = given([found], { until: () => 1e12, state: () => state })
  look()
  await clock.advance(0)
  assert.deepEqual([asked(), look().why], [0, 'no route to JIRA'])
})

test('whether there is an issue: yes, no, or it cannot be said', async () => {
  const { lookup } = given([])
  assert.equal(await lookup.has('OPS-1'), 'yes')
  assert.equal(await lookup.has('OPS-2'), 'no')
  assert.deepEqual(await lookup.has('OPS-3'), { kind: 'not-sent', words: 'no route' })
})
