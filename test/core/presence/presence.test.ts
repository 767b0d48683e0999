import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  evolvePresence,
  type Presence,
  silentAt,
  whenHeard,
  whenTimePasses,
} from '../../../hub/core/presence/presence.ts'
import { OPEN } from '../../../shared/time.ts'

const heard: Presence = { kind: 'heard' }
const listening = { since: 0 }

test('a vessel that was never heard is never silent', () => {
  assert.equal(silentAt({ kind: 'never-heard' }, 0, listening, 900), OPEN)
})

test('silence begins when the vessel was last heard, once it has not been heard for silentAfter', () => {
  assert.deepEqual(whenTimePasses(heard, 1_000, listening, 900, 1_899), [])
  assert.deepEqual(whenTimePasses(heard, 1_000, listening, 900, 1_900), [{ type: 'silence-began', at: 1_000 }])
})

test('a hub that has just begun to listen gives every vessel silentAfter anew', () => {
  assert.equal(silentAt(heard, 1_000, { since: 50_000 }, 900), 50_900)
})

test('a hub that does not listen calls nobody silent', () => {
  assert.equal(silentAt(heard, 1_000, { since: null }, 900), OPEN)
})

test('a vessel heard again settles only when its watermark has passed the moment it was heard', () => {
  const silent = evolvePresence(heard, { type: 'silence-began', at: 1_000 })
  const events = whenHeard(silent, 1_000, 9_000)
  assert.deepEqual(events, [{ type: 'silence-ended', at: 9_000, since: 1_000 }])
  const settling = events.reduce(evolvePresence, silent)
  assert.deepEqual(settling, { kind: 'settling', since: 1_000, heardAt: 9_000 })
  assert.deepEqual(whenHeard(settling, 8_999, 9_030), [])
  const settled = whenHeard(settling, 9_000, 9_060)
  assert.deepEqual(settled, [{ type: 'settled', at: 9_060, since: 1_000, heardAt: 9_000 }])
  assert.deepEqual(settled.reduce(evolvePresence, settling), heard)
})

test('a message that tells everything at once ends and settles the silence together', () => {
  const silent = evolvePresence(heard, { type: 'silence-began', at: 1_000 })
  assert.deepEqual(
    whenHeard(silent, 9_001, 9_000).map(({ type }) => type),
    ['silence-ended', 'settled'],
  )
})

test('a vessel that falls silent again before it has settled has its first silence still to settle', () => {
  const settling: Presence = { kind: 'settling', since: 1_000, heardAt: 9_000 }
  const again = evolvePresence(settling, { type: 'silence-began', at: 9_500 })
  assert.deepEqual(again, { kind: 'silent', since: 9_500, unsettledSince: 1_000 })
  const heardAgain = whenHeard(again, 9_400, 20_000).reduce(evolvePresence, again)
  assert.deepEqual(heardAgain, { kind: 'settling', since: 1_000, heardAt: 20_000 })
})
