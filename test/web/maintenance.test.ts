import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Excuse } from '../../shared/api/maintenance.ts'
import { excuseForms } from '../../web/pages/maintenance/forms.ts'

const deed = { by: { kind: 'local', name: 'mate' }, at: '2027-10-30T12:00:00Z', reason: 'disks' } as const
const excuse: Excuse = {
  id: 'e-1',
  vessel: { id: 'mv-aurora', name: 'Aurora', group: null, zone: 'Europe/Oslo' },
  component: null,
  category: 'yard',
  reason: 'disks',
  from: '2027-10-30T22:00:00Z',
  to: '2027-10-31T06:00:00Z',
  recurs: null,
  next: [],
  reviewAt: null,
  state: 'coming',
  ofGroup: null,
  entered: deed,
  changed: [],
  withdrawn: null,
}

/** What stands in a field of the form for other times. */
const shown = (one: Excuse, name: string): string | undefined => {
  const form = excuseForms(one, 'x', null).toString()
  const field = new RegExp(`<(?:input|select) [^>]*name="${name}"[^>]*>`).exec(form)
  const rest = form.slice(field?.index ?? 0)
  return name === 'zone' ? /value="(\w+)" selected/.exec(rest)?.[1] : /value="([^"]*)"/.exec(rest)?.[1]
}

test('a change begins with the times as the clocks of the vessel show them', () => {
  assert.deepEqual(
    ['from', 'to', 'zone'].map((name) => shown(excuse, name)),
    ['2027-10-31T00:00', '2027-10-31T07:00', 'vessel'],
  )
})

test('by UTC where those show one of them twice and mean the other: nothing moves by an hour unasked', () => {
  const second = { ...excuse, from: '2027-10-31T01:30:00Z' }
  assert.deepEqual([shown(second, 'from'), shown(second, 'zone')], ['2027-10-31T01:30', 'UTC'])
  const first = { ...excuse, to: '2027-10-31T00:30:00Z' }
  assert.deepEqual([shown(first, 'to'), shown(first, 'zone')], ['2027-10-31T00:30', 'UTC'])
})
