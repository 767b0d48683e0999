import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NEW_VESSEL, type Vessel } from '../../hub/core/vessel.ts'
import { createWarn } from '../../hub/warn.ts'
import { quietLog } from '../../shared/runtime/log.ts'
import { AURORA, vesselId } from './projections/given.ts'

const beating = (heartbeatS: number): Vessel => {
  const about = { version: '0.1.0', instance: 7, heartbeatS, revision: 0, refused: null, trouble: null }
  return { ...NEW_VESSEL, copy: { ...NEW_VESSEL.copy, current: { session: 1, components: [], about } } }
}

test('settings that do not go together are said once per vessel, not with every message', () => {
  const said: object[] = []
  const warn = createWarn({ ...quietLog, warn: (details) => said.push(details) }, 900)
  warn(AURORA, NEW_VESSEL)
  warn(AURORA, beating(300))
  for (let message = 0; message < 3; message++) warn(AURORA, beating(600))
  warn(vesselId('mv-borealis'), beating(600))
  const both = [
    { vessel: 'mv-aurora', code: 'heartbeat' },
    { vessel: 'mv-borealis', code: 'heartbeat' },
  ]
  assert.deepEqual(said, both)
  warn(AURORA, beating(300))
  warn(AURORA, beating(600))
  assert.deepEqual(said, [...both, both[0]])
})
