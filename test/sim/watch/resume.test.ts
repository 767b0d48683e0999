import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isVesselEvent, type VesselEvent } from '../../../hub/core/events.ts'
import { decodeDeciding, encodeDeciding } from '../../../hub/core/stored/stored-state.ts'
import { evolveVessel, NEW_VESSEL, type Vessel } from '../../../hub/core/vessel.ts'
import { simulate } from './world.ts'

test('weeks of a fleet, saved at any time and resumed from, are as if the whole log had been folded', async () => {
  const shares = [0, 0.2, 0.4, 0.6, 0.8, 1]
  let events: readonly VesselEvent[] = []
  await simulate(1, ({ batches }) => {
    const streams = Map.groupBy(batches, ({ stream }) => stream)
    for (const batches of streams.values()) {
      events = batches.flatMap((batch) => batch.events.filter(isVesselEvent))
      const whole = events.reduce(evolveVessel, NEW_VESSEL)
      for (const share of shares) {
        const at = Math.floor(events.length * share)
        const saved = events.slice(0, at).reduce(evolveVessel, NEW_VESSEL)
        assert.deepEqual(events.slice(at).reduce(evolveVessel, kept(saved)), whole)
      }
    }
  })
  assert.ok(events.length > 0)
})

function kept(state: Vessel): Vessel {
  const vessels = new Map([['vessel.a', { state, version: 1 }]])
  const origin = { program: '1.0.0', log: 'log', position: 1, batch: 'b-1' }
  const read = decodeDeciding([...encodeDeciding({ vessels, fleet: new Map() }, origin)], origin.program)
  return (typeof read === 'string' ? undefined : read.deciding.vessels.get('vessel.a')?.state) ?? assert.fail()
}
