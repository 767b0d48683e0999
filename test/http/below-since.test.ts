import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fleetReading } from '../../hub/http/pictures.ts'
import type { Alert } from '../../shared/api/alert.ts'
import { HOUR_S, iso } from '../../shared/time.ts'
import { fakeViews, idOf, NOW } from '../fakes/views.ts'

test('who is below its SLA is that since the oldest of its alerts about it, also of one that is held', async () => {
  const views = fakeViews()
  const [some] = (await views.alerts({ state: null, kind: null, group: null, vessel: null, size: 0 })).alerts
  assert.ok(some !== undefined)
  const missed = (at: number, hours: number, state: Alert['state'] = 'open'): Alert => ({
    ...some,
    kind: 'sla',
    vessel: { ...some.vessel, id: idOf(at) },
    state,
    since: iso(NOW - hours * HOUR_S),
  })
  const alerts: Record<string, Alert[]> = { sla: [missed(14, 3), missed(15, 2), missed(14, 9, 'held')], down: [some] }
  const { missedSince } = await fleetReading({
    ...views,
    alerts: async (query) => ({ ...(await views.alerts(query)), alerts: alerts[query.kind ?? 'down'] ?? [] }),
  })
  assert.deepEqual(
    [...missedSince].sort(),
    [
      [idOf(14), iso(NOW - 9 * HOUR_S)],
      [idOf(15), iso(NOW - 2 * HOUR_S)],
    ].sort(),
  )
})
