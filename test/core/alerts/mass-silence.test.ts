import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  evolveMassSilences,
  type Heard,
  type MassSilence,
  massSilenceOf,
  whenManySilent,
} from '../../../hub/core/alerts/mass-silence.ts'
import { isVesselId } from '../../../shared/model.ts'

const T = 1_795_564_800
const MIN = 60
const policy = { sharePercent: 30, withinS: 15 * MIN }

/** Ships of one provider: those that are named fell silent so many minutes after `T`. */
function fleetOf(of: number, silent: Readonly<Record<number, number>>, link: string | null = 'Iridium'): Heard[] {
  return Array.from({ length: of }, (_, at) => {
    const id = `${(link ?? 'none').toLowerCase()}-${at}`
    if (!isVesselId(id)) throw new RangeError(id)
    const minutes = silent[at]
    return { id, link, group: null, silentSince: minutes === undefined ? null : T + minutes * MIN, excused: false }
  })
}

const after = (standing: readonly MassSilence[], fleet: readonly Heard[], now = T + 60 * MIN) =>
  whenManySilent(standing, fleet, policy, now).reduce(evolveMassSilences, standing)

test('a large share of one provider, silent within a short time, is one alert about the provider', () => {
  const heard = fleetOf(20, {}, 'Starlink')
  const [one, ...more] = after([], [...fleetOf(10, { 0: 0, 1: 5, 2: 14 }), ...heard])
  assert.deepEqual(one?.scope, { kind: 'link', name: 'Iridium' })
  assert.equal(one?.since, T)
  assert.equal(one?.of, 10)
  assert.deepEqual(more, [])
})

test('a smaller share, a few, or one after the other over hours are none', () => {
  assert.deepEqual(after([], fleetOf(11, { 0: 0, 1: 5, 2: 14 })), [])
  assert.deepEqual(after([], fleetOf(3, { 0: 0, 1: 5 })), [])
  assert.deepEqual(after([], fleetOf(6, { 0: 0, 1: 16, 2: 32 })), [])
})

test('vessels without provider or group are one fleet', () => {
  assert.deepEqual(
    after([], fleetOf(6, { 0: 0, 1: 1, 2: 2 }, null)).map(({ scope }) => scope),
    [{ kind: 'fleet' }],
  )
})

test('it ends when half of its vessels are heard again, and is not begun twice meanwhile', () => {
  const begun = after([], fleetOf(8, { 0: 0, 1: 1, 2: 2, 3: 3 }))
  assert.equal(begun.length, 1)
  assert.deepEqual(after(begun, fleetOf(8, { 0: 0, 1: 1, 2: 2, 3: 3, 4: 4 })), begun)
  assert.deepEqual(after(begun, fleetOf(8, { 1: 1, 2: 2, 3: 3 })), begun)
  assert.deepEqual(after(begun, fleetOf(8, { 2: 2, 3: 3 })), [])
})

test('it covers who fell silent with it, later members too, and nobody who was silent before', () => {
  const standing = after([], fleetOf(8, { 0: 0, 1: 1, 2: 2 }))
  const isCovered = (minutes: number) =>
    massSilenceOf(standing, { link: 'Iridium', group: null, silentSince: T + minutes * MIN }, policy) !== undefined
  assert.deepEqual([-1, 0, 15, 16].map(isCovered), [false, true, true, false])
})

/** These are in maintenance. */
const excusing = (fleet: readonly Heard[], ...at: readonly number[]): readonly Heard[] =>
  fleet.map((one, index) => (at.includes(index) ? { ...one, excused: true } : one))

test('who is excused counts neither among the silent nor among all', () => {
  const three = fleetOf(10, { 0: 0, 1: 5, 2: 14 })
  assert.deepEqual(after([], excusing(three, 2)), [])
  const [one] = after([], excusing(fleetOf(14, { 0: 0, 1: 5, 2: 14 }), 10, 11, 12, 13))
  assert.deepEqual([one?.vessels.length, one?.of], [3, 10])
})

test('once maintenance is entered for all of its vessels nothing of it is left', () => {
  const fleet = fleetOf(8, { 0: 0, 1: 1, 2: 2, 3: 3 })
  const begun = after([], fleet)
  const left = excusing(fleet, 0, 1)
  assert.deepEqual(after(begun, left), begun, 'those that are left are silent')
  assert.deepEqual(
    whenManySilent(begun, excusing(fleet, 0, 1, 2, 3), policy, T + 60 * MIN).map(
      (event) => 'reason' in event && event.reason,
    ),
    ['excused'],
  )
})
