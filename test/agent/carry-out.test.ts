import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createCarryOut } from '../../agent/carry-out.ts'
import { createLeapingClock } from '../../deploy/demo/leaping-clock.ts'
import { quietLog } from '../../shared/runtime/log.ts'
import { virtualClock } from '../fakes/clock.ts'
import { journals } from './journals.ts'

/** A disk that never answers, and a clock that can leap. */
async function givenSaving() {
  const real = virtualClock(0)
  const clock = createLeapingClock(real, 0)
  const never = () => new Promise<void>(() => {})
  const carryOut = createCarryOut({
    store: { load: async () => ({ journal: null, losses: [], missing: [] }), save: never, keepCopy: never },
    uplink: { publish: async () => {}, redial() {} },
    clock,
    log: quietLog,
    published() {},
    diskRefuses() {},
    broke() {},
  })
  const [journal] = fc.sample(journals, 1)
  assert.ok(journal)
  carryOut.effects([{ kind: 'save', journal }])
  await real.advance(0)
  return { real, clock, carryOut }
}

test('a disk that does not answer in half a minute is said', async () => {
  const { real, carryOut } = await givenSaving()
  await real.advance(29_000)
  assert.equal(carryOut.diskTrouble(), null)
  await real.advance(1_000)
  assert.match(carryOut.diskTrouble()?.message ?? '', /does not answer/)
})

test('a process that was itself held up does not blame the disk for it', async () => {
  const { real, clock, carryOut } = await givenSaving()
  clock.leapTo(3_600_000)
  await real.advance(14_000)
  assert.equal(carryOut.diskTrouble(), null)
  await real.advance(1_000)
  assert.match(carryOut.diskTrouble()?.message ?? '', /does not answer/)
})
