import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alike, newAmong, wellAgain } from '../../../agent/core/finding.ts'
import { SourceFault, type SourceFaultCode } from '../../../agent/core/source-fault.ts'
import { givenId } from '../given-source.ts'

const finding = (component: string, code: SourceFaultCode, message: string = code, check = 0) => ({
  component: givenId(component),
  check,
  fault: new SourceFault(code, 'human', message),
})

test('what is found alike is one, with each of its components once', () => {
  const findings = [
    finding('server', 'clock', '40 s ahead'),
    finding('server', 'clock', '40 s ahead', 1),
    finding('dashboard', 'no-points'),
    finding('access-point', 'clock', '40 s ahead'),
  ]
  assert.deepEqual(
    alike(findings).map(({ components, fault }) => [components, fault.code]),
    [
      [['server', 'access-point'], 'clock'],
      [['dashboard'], 'no-points'],
    ],
  )
  assert.deepEqual(alike([]), [])
})

test('a kind of finding is new once for each component, whatever its words', () => {
  const before = [finding('server', 'clock', '40 s ahead')]
  const now = [finding('server', 'clock', '41 s ahead'), finding('dashboard', 'clock', '41 s ahead')]
  assert.deepEqual(newAmong(now, before), [now[1]])
  assert.deepEqual(newAmong(now, []), now)
})

test('a component is well again when nothing at all is found of it any more', () => {
  const before = [finding('server', 'clock'), finding('server', 'no-points'), finding('dashboard', 'clock')]
  assert.deepEqual(wellAgain([finding('server', 'no-points')], before), ['dashboard'])
  assert.deepEqual(wellAgain(before, before), [])
})
