import assert from 'node:assert/strict'
import { test } from 'node:test'
import { warningsOf } from '../../../hub/core/presence/warnings.ts'

test('a heartbeat that may be lost once before the vessel is called silent is well', () => {
  assert.deepEqual(warningsOf({ heartbeatS: 300 }, 660), [])
  assert.deepEqual(warningsOf({ heartbeatS: 300 }, 900), [])
})

test('one that may not is named, with what would do', () => {
  const [warning, ...more] = warningsOf({ heartbeatS: 300 }, 659)
  assert.deepEqual(more, [])
  assert.equal(warning?.code, 'heartbeat')
  assert.match(warning?.words ?? '', /every 300 s.* after 659 s.*silentAfter in hub\.yaml to 660s or more/)
})
