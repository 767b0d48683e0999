import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { countedS, downS, NOTHING } from '../../shared/availability.ts'
import { DEFAULT_SLA, judge, targetFor } from '../../shared/sla.ts'
import { DAY_S } from '../../shared/time.ts'

const of = (sums: Partial<typeof NOTHING>) => judge({ ...NOTHING, ...sums }, 95, DEFAULT_SLA)

test('exactly on target the SLA is met, one second below it is missed', () => {
  assert.deepEqual(of({ up: 82_080, down: 4_320 }), { sla: 'met', reason: null })
  assert.deepEqual(of({ up: 82_079, down: 4_321 }), { sla: 'missed', reason: null })
})

test('silence counts as down', () => {
  assert.deepEqual(of({ up: 80_000, silent: 6_400 }), { sla: 'missed', reason: null })
})

test('with too little known it is undetermined, unless what is unknown could not change it', () => {
  assert.deepEqual(of({ up: 50_000, unknown: 36_400 }), { sla: 'undetermined', reason: 'coverage' })
  assert.deepEqual(of({ up: 50_000, down: 10_000, unknown: 26_400 }), { sla: 'missed', reason: null })
  assert.deepEqual(of({ unknown: DAY_S }), { sla: 'undetermined', reason: 'coverage' })
})

test('a component that has not been in service long enough is new; one that is excused throughout has no figure', () => {
  assert.deepEqual(of({ up: 21_600, 'out-of-service': 64_800 }), { sla: 'undetermined', reason: 'new' })
  assert.deepEqual(of({ 'excused-down': DAY_S }), { sla: 'undetermined', reason: 'excused' })
  assert.deepEqual(of({ up: 600, 'excused-down': DAY_S - 600 }), { sla: 'met', reason: null })
})

test('a verdict stands on the bounds: a met SLA is not missed by more than what coverage allows, and none is met by unknown', () => {
  const part = fc.integer({ min: 0, max: DAY_S / 3 })
  fc.assert(
    fc.property(part, part, fc.integer({ min: 0, max: 100 }), (down, unknown, target) => {
      const sums = { ...NOTHING, up: DAY_S - down - unknown, down, unknown }
      const { sla } = judge(sums, target, DEFAULT_SLA)
      const covered = 4 * (sums.up + downS(sums)) >= 3 * countedS(sums)
      if (covered) assert.equal(sla, 100 * sums.up >= target * (sums.up + down) ? 'met' : 'missed')
      else if (sla === 'met') assert.ok(100 * sums.up >= target * DAY_S)
      else if (sla === 'missed') assert.ok(100 * (sums.up + unknown) < target * DAY_S)
      else assert.ok(100 * sums.up < target * DAY_S && 100 * (sums.up + unknown) >= target * DAY_S)
    }),
  )
})

test('the most specific target wins: vessel and component, vessel, component, group', () => {
  const overrides = [
    { vessel: 'mv-aurora', component: 'server', target: 80 },
    { vessel: 'mv-aurora', target: 85 },
    { component: 'server', target: 90 },
    { group: 'coastal', target: 92 },
  ]
  const target = (vessel: string, component: string, group: string | null = 'coastal') =>
    targetFor({ ...DEFAULT_SLA, overrides }, { vessel, component, group })
  assert.equal(target('mv-aurora', 'server'), 80)
  assert.equal(target('mv-aurora', 'dashboard'), 85)
  assert.equal(target('mv-borealis', 'server'), 90)
  assert.equal(target('mv-borealis', 'dashboard'), 92)
  assert.equal(target('mv-borealis', 'dashboard', null), 95)
})
