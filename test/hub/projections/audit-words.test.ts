import assert from 'node:assert/strict'
import { test } from 'node:test'
import { whatOf } from '../../../hub/projections/history/words/what.ts'
import type { EventOf, EventType } from '../../../hub/projections/history/words/words.ts'
import { iso } from '../../../shared/time.ts'
import { T } from '../../core/given-vessel.ts'
import { troubled } from './given.ts'

const says = (event: EventOf<EventType>): string => whatOf(event, { component: (id) => id })
const on = { at: T, learnedAt: T }

test('trouble on board is said in the words of the pages, not by its code', () => {
  const event = troubled(T, T, 'refused')
  assert.ok(event.type === 'told')
  assert.match(says(event), /trouble on board: InfluxDB on board is not running/)
})

test('how an alert or a proposal ended is said with it', () => {
  assert.equal(
    says({ type: 'alert-resolved', ...on, alert: 'a-1', reason: 'recovered' }),
    'Alert resolved: up again for good',
  )
  assert.equal(
    says({ type: 'proposal-withdrawn', ...on, proposal: 'p-1', reason: 'too-young' }),
    'Proposal withdrawn by itself: it is younger than was thought',
  )
})

test('other times of an incident are called corrected', () => {
  const restated = { type: 'incident-restated', ...on, incident: 'i-1', ended: null, reason: 'amended' } as const
  assert.match(says({ ...restated, began: T }), new RegExp(`^Incident corrected: it began ${iso(T).slice(0, 10)}`))
})
