import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DAY_S, HOUR_S, MINUTE_S } from '../../shared/time.ts'
import { aFault } from '../fakes/sample-source.ts'
import { CLAIMED_FROM, givenAgent } from './given-agent.ts'

/** Everything that surrounds an agent goes wrong at once. */
type Turn =
  | { readonly kind: 'lives'; readonly minutes: number }
  | { readonly kind: 'clock'; readonly minutes: number }
  | { readonly kind: 'disk'; readonly code: string | null }
  | { readonly kind: 'database'; readonly fails: boolean }
  | { readonly kind: 'link'; readonly up: boolean }
  | { readonly kind: 'killed' }

const minutes = fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 30, max: 300 }))
const leap = fc.oneof(
  fc.integer({ min: -9, max: 9 }),
  fc.integer({ min: -3 * 1440, max: 3 * 1440 }),
  fc.constantFrom(-20, 20).map((years) => years * 365 * 1440),
)
const turn: fc.Arbitrary<Turn> = fc.oneof(
  { weight: 4, arbitrary: minutes.map((each): Turn => ({ kind: 'lives', minutes: each })) },
  { weight: 2, arbitrary: leap.map((each): Turn => ({ kind: 'clock', minutes: each })) },
  { weight: 2, arbitrary: fc.constantFrom('ENOSPC', 'EROFS', null).map((code): Turn => ({ kind: 'disk', code })) },
  { weight: 2, arbitrary: fc.boolean().map((fails): Turn => ({ kind: 'database', fails })) },
  { weight: 2, arbitrary: fc.boolean().map((up): Turn => ({ kind: 'link', up })) },
  { weight: 2, arbitrary: fc.constant<Turn>({ kind: 'killed' }) },
)

test('whatever goes wrong with clock, disk, database, link and process at once: when all is well again, shore has the truth', (t) =>
  fc.assert(
    fc.asyncProperty(fc.array(turn, { minLength: 4, maxLength: 24, size: 'max' }), async (turns) => {
      const ship = givenAgent(t)
      let offS = 0
      const jump = (seconds: number) => {
        offS += seconds
        ship.clock.jump(seconds * 1000)
        ship.line.hubAhead(-offS)
      }
      await ship.boot()
      await ship.live(3 * HOUR_S)
      for (const what of turns) {
        if (what.kind === 'lives') await ship.live(what.minutes * MINUTE_S)
        if (what.kind === 'clock') jump(what.minutes * MINUTE_S)
        if (what.kind === 'disk') ship.disk.refuse(what.code)
        if (what.kind === 'database') ship.source.fault = what.fails ? aFault() : null
        if (what.kind === 'link') ship.line.setUp(what.up)
        if (what.kind === 'killed') {
          await ship.kill()
          await ship.boot()
        }
      }
      ship.disk.refuse(null)
      ship.source.fault = null
      jump(-offS)
      ship.line.setUp(true)
      await ship.live(4 * HOUR_S)
      assert.equal(ship.firstLie(CLAIMED_FROM), null)
      assert.ok(Math.abs(ship.now() - (ship.line.shore.watermark() ?? 0)) < 600, 'the watermark goes on')
      assert.equal(ship.line.shore.trouble(), null)
      assert.ok(ship.disk.files.size < 40 + DAY_S / HOUR_S, `${ship.disk.files.size} files`)
      await ship.kill()
    }),
    { numRuns: 25, endOnFailure: false },
  ))
