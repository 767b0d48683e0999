import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createFloodBound } from '../../../hub/adapters/aedes/flood.ts'
import type { VesselId } from '../../../shared/model.ts'
import { virtualClock } from '../../fakes/clock.ts'

const aurora = 'mv-aurora' as VesselId
const rate = { burst: 10, perSecond: 2, patienceMs: 5000 }

test('a burst goes through at once, what follows waits for its turn, and rest pays the debt', async () => {
  const clock = virtualClock(0)
  const waitMs = createFloodBound(rate, clock)
  assert.equal(waitMs(aurora, 10), 0)
  assert.equal(waitMs(aurora, 1), 500)
  assert.equal(waitMs(aurora, 2), 1500)
  await clock.advance(1500)
  assert.equal(waitMs(aurora, 0), 0)
  await clock.advance(60_000)
  assert.equal(waitMs(aurora, 10), 0, 'rest fills it up to a burst')
  assert.equal(waitMs(aurora, 1), 500, 'and no further')
})

test('one vessel’s flood costs another nothing', () => {
  const waitMs = createFloodBound(rate, virtualClock(0))
  assert.equal(waitMs(aurora, 20), 5000)
  assert.equal(waitMs(aurora, 1), null, 'nobody waits so long')
  assert.equal(waitMs('mv-borealis' as VesselId, 10), 0)
})

test('in any time no more is let through than the burst and the rate', async () => {
  const step = fc.record({ packets: fc.integer({ min: 1, max: 12 }), restMs: fc.integer({ min: 0, max: 3000 }) })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const clock = virtualClock(0)
      const waitMs = createFloodBound(rate, clock)
      let passed = 0
      for (const { packets, restMs } of steps) {
        const wait = waitMs(aurora, packets)
        if (wait !== null) {
          passed += packets
          await clock.advance(wait)
        }
        assert.ok(passed <= rate.burst + (clock.monotonic() / 1000) * rate.perSecond + 1e-6)
        await clock.advance(restMs)
      }
    }),
    { numRuns: 30 },
  )
})
