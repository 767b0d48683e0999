import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failed, isOpen, type Pulse, STEADY, waitMs } from '../../../agent/core/pulse.ts'

const after = (failures: number): Pulse =>
  Array.from({ length: failures }).reduce((pulse: Pulse) => failed(pulse, 'wait'), STEADY)

test('reads every 30 s while all is well', () => {
  assert.equal(waitMs(STEADY, 0.9), 30_000)
})

test('waits 1, 2, 4, 8 s with full jitter after failures, then only pings, every 30 s', () => {
  const almostOne = 1 - 2 ** -53
  assert.deepEqual(
    [1, 2, 3, 4, 5, 50].map((failures) => Math.round(waitMs(after(failures), almostOne))),
    [1000, 2000, 4000, 8000, 30_000, 30_000],
  )
  assert.equal(waitMs(after(3), 0.25), 1000)
  assert.ok(waitMs(after(1), 0) > 0, 'never at once')
  assert.deepEqual(
    [4, 5].map((failures) => isOpen(after(failures))),
    [false, true],
  )
})

test('asks every five minutes where only a human can help, and never by ping alone', () => {
  const wrongPassword = failed(after(10), 'human')
  assert.equal(waitMs(wrongPassword, 0.5), 300_000)
  assert.equal(isOpen(wrongPassword), false)
})
