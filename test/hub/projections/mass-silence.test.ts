import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AURORA, added, modelOf, present, written } from './given.ts'

const T = 1_795_600_000

test('vessels that fell silent together are named with what they share, whatever the filter', (t) => {
  const log = written()
  log.append(AURORA, added(T, { name: 'Aurora' }))
  const massSilence = {
    id: 'm-1',
    scope: { kind: 'link', name: 'Iridium' },
    since: T,
    vessels: [AURORA],
    of: 4,
  } as const
  const query = { state: 'resolved', kind: 'sla', group: null, vessel: null, size: 10 } as const
  const { massSilences } = modelOf(t, log.batches).alerts(query, { ...present(T), massSilences: [massSilence] })
  assert.deepEqual(massSilences, [
    { among: 'Iridium', since: '2026-11-25T09:46:40Z', vessels: [{ id: AURORA, name: 'Aurora' }], of: 4 },
  ])
})
