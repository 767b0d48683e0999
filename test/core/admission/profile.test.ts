import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Entered, readProfile } from '../../../hub/core/admission/profile.ts'
import { OPEN } from '../../../shared/time.ts'

const problems = (entered: Entered) => {
  const read = readProfile(entered)
  return read.kind === 'wrong' ? read.problems.map(({ field, what }) => `${field}: ${what}`) : []
}

test('what is entered becomes a profile, and an empty text takes a value away', () => {
  assert.deepEqual(
    readProfile({
      name: ' MV Aurora ',
      imo: 'IMO 9074729',
      zone: 'Europe/Oslo',
      group: '',
      contact: 'master@aurora.example',
      inServiceFrom: '2026-03-01',
    }),
    {
      kind: 'read',
      profile: {
        name: 'MV Aurora',
        imo: '9074729',
        zone: 'Europe/Oslo',
        group: null,
        contact: 'master@aurora.example',
        inService: [{ from: Date.UTC(2026, 2, 1) / 1000, to: OPEN }],
      },
    },
  )
  assert.deepEqual(readProfile({}), { kind: 'read', profile: {} })
})

test('everything that is wrong is said at once', () => {
  assert.deepEqual(
    problems({ name: '', imo: '9074728', zone: 'Mars/Olympus', inServiceFrom: '2026-02-30', link: 'x'.repeat(201) }),
    [
      'name: must not be empty',
      'imo: 9074728 is no IMO number: the last digit would be 9',
      'link: has over 200 characters',
      'zone: "Mars/Olympus" is no time zone; one is Europe/Oslo, or UTC',
      'inServiceFrom: "2026-02-30" is no date in UTC; one is 2026-03-01, or 2026-03-01T06:00:00Z',
    ],
  )
})

test('of ten last digits, exactly one makes an IMO number', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999 }), (first) => {
      const numbers = Array.from({ length: 10 }, (_, last) => `${String(first).padStart(6, '0')}${last}`)
      assert.equal(numbers.filter((imo) => problems({ imo }).length === 0).length, 1)
    }),
  )
})

test('a time in service is exact to the second, in UTC, and nothing else is a time', () => {
  const from = (inServiceFrom: string) => {
    const read = readProfile({ inServiceFrom })
    return read.kind === 'read' ? read.profile.inService?.[0]?.from : read.kind
  }
  assert.equal(from('2026-03-01T06:00:30Z'), Date.UTC(2026, 2, 1, 6, 0, 30) / 1000)
  for (const text of ['2026-03-01T06:00', 'yesterday', '1772323200', '2026-13-01', '01.03.2026']) {
    assert.equal(from(text), 'wrong', text)
  }
})
