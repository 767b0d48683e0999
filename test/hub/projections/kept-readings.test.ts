import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { openReadStore } from '../../../hub/adapters/sqlite/read-store.ts'
import type { FleetEvent, VesselEvent } from '../../../hub/core/events.ts'
import { createProjection } from '../../../hub/projections/projection.ts'
import { createReadModel } from '../../../hub/projections/read-model.ts'
import { DOWN, UP, type VesselId } from '../../../shared/model.ts'
import { DAY_S, HOUR_S, OPEN } from '../../../shared/time.ts'
import {
  AURORA,
  added,
  born,
  change,
  excusing,
  heardAgain,
  listening,
  present,
  SERVER,
  silent,
  told,
  vesselId,
  written,
} from './given.ts'

const T0 = 20_000 * DAY_S
const VESSELS = [AURORA, vesselId('mv-borealis')]

/** What may happen before somebody looks; `ago` seconds before then. */
const anyStep = fc.record({
  passesS: fc.constantFrom(0, 1, 60, 300, HOUR_S, DAY_S),
  happens: fc.constantFrom('nothing', 'told', 'heard', 'silent', 'excused', 'deaf', 'log-away', 'policy'),
  vessel: fc.constantFrom(...VESSELS),
  ago: fc.integer({ min: 1, max: HOUR_S }).map((half) => 2 * half),
})

test('a fleet that is looked at again and again shows at every moment what one shows that is read for the first time', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { minLength: 3, maxLength: 14 }), (steps) => {
      const store = openReadStore(':memory:', 'log-1')
      const projection = createProjection(store)
      const log = written()
      const append = (vessel: VesselId | null, ...events: (VesselEvent | FleetEvent)[]) => {
        log.append(vessel, ...events)
        projection.apply(log.batches.slice(-1))
      }
      append(null, listening(T0))
      for (const id of VESSELS) append(id, added(T0, { name: id }), born(T0, { server: T0, dashboard: T0 }, T0))
      const model = createReadModel(store)
      const heard = new Map(
        VESSELS.map((id) => [id, { session: 65_536, seq: 2, watermark: T0, lastHeard: T0, offsetS: 0 }]),
      )
      const silence = new Map<VesselId, number>()
      let { policy } = present(T0)
      let now = T0
      let hearsUntil = OPEN
      for (const { passesS, happens, vessel, ago } of steps) {
        now += passesS
        const at = now - ago
        const register = { session: 65_536, seq: 2, watermark: now - 1, lastHeard: now, offsetS: 0 }
        const since = silence.get(vessel)
        if (happens === 'told') {
          const pieces = [
            { from: at, to: now - ago / 2, state: DOWN },
            { from: now - ago / 2, to: OPEN, state: UP },
          ]
          append(vessel, told(now, now - 1, change(SERVER, { from: at, to: OPEN }, pieces)))
          heard.set(vessel, register)
        } else if (happens === 'heard') heard.set(vessel, register)
        else if (happens === 'silent') {
          append(vessel, since === undefined ? silent(at, now) : heardAgain(now, since))
          if (since === undefined) silence.set(vessel, at)
          else silence.delete(vessel)
        } else if (happens === 'excused')
          append(vessel, excusing(now, { excuse: `e-${now}`, component: null, span: { from: at, to: now + ago } }))
        else if (happens === 'deaf')
          append(
            null,
            { type: 'listening-ended', at, learnedAt: at },
            { type: 'listening-began', at: now, learnedAt: now },
          )
        else if (happens === 'log-away') hearsUntil = hearsUntil === OPEN ? at : OPEN
        else if (happens === 'policy') policy = { ...policy, sla: { ...policy.sla, targetPercent: ago % 100 } }
        const seen = { ...present(now, new Map(heard)), policy, hearsUntil: Math.min(hearsUntil, now) }
        assert.deepEqual(model.fleet(seen), createReadModel(store).fleet(seen))
      }
      store.close()
    }),
    { numRuns: 150 },
  )
})
