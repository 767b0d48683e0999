import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { type Attempts, afterEnding, type Ending, FRESH, redialInMs } from '../../agent/core/redial.ts'

const cadence = { heartbeatS: 300, ackTimeoutS: 60 }
const LATEST = 1 - Number.EPSILON

/** The longest wait after each of a row of endings, in whole seconds. */
function longest(endings: Ending[], given = cadence): number[] {
  let attempts: Attempts = FRESH
  return endings.map((ending) => {
    attempts = afterEnding(attempts, ending)
    return Math.round(redialInMs(attempts, ending, given, LATEST) / 1000)
  })
}

suite('when to dial again', () => {
  test('while nothing answers: soon, and never later than ten seconds', () => {
    assert.deepEqual(longest(Array(7).fill('unreached')), [1, 2, 4, 8, 10, 10, 10])
  })

  test('after connections without a PUBACK: from five seconds, doubling, to five minutes', () => {
    assert.deepEqual(longest(Array(9).fill('unproven')), [5, 10, 20, 40, 80, 160, 300, 300, 300])
  })

  test('a lost link in between does not make a refusing hub cheaper', () => {
    const endings: Ending[] = ['unproven', 'unproven', 'unreached', 'unproven']
    assert.deepEqual(longest(endings), [5, 10, 1, 20])
  })

  test('a PUBACK resets both', () => {
    const endings: Ending[] = ['unproven', 'unreached', 'proven', 'unproven', 'unreached']
    assert.deepEqual(longest(endings), [5, 1, 1, 5, 1])
  })

  test('never so late that a vessel would be called silent for it', () => {
    const anyCadence = fc.record({
      heartbeatS: fc.integer({ min: 1, max: 1800 }),
      ackTimeoutS: fc.integer({ min: 1, max: 600 }),
    })
    const anyEnding = fc.constantFrom<Ending>('unreached', 'unproven', 'proven')
    fc.assert(
      fc.property(anyCadence, fc.nat(60), fc.nat(60), anyEnding, (given, unreached, unproven, ending) => {
        const silentAfterS = 2 * given.heartbeatS + given.ackTimeoutS
        const latest = redialInMs({ unreached, unproven }, ending, given, LATEST) / 1000
        assert.ok(latest < silentAfterS / 2)
        assert.equal(redialInMs({ unreached, unproven }, ending, given, 0), 0)
      }),
    )
  })
})
