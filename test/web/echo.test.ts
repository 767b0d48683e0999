import assert from 'node:assert/strict'
import { test } from 'node:test'
import { days as filterDays, filterForm } from '../../web/filter.ts'
import { clocksField, onceFields } from '../../web/pages/maintenance/fields.ts'
import { reckoningMain } from '../../web/pages/reckoning/reckoning.ts'
import { fakeViews, idOf, NOW } from '../fakes/views.ts'

const words = (shown: unknown): string =>
  String(shown)
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ')

test('a day of a filter says which zone it is in, and what it means in the format of the pages', () => {
  const asked = { from: '2026-11-25', to: '2026-12-01T00:00:00Z' }
  const html = filterForm('/incidents', asked, filterDays(asked))
  assert.match(words(html), /From, UTC 2026-11-25 .*To, UTC 2026-11-30/)
  assert.doesNotMatch(words(filterForm('/incidents', {}, filterDays({}))), /\d/)
})

test('the period of the figures is said in its labels, by the clocks that were chosen', async () => {
  const query = { component: null, from: NOW - 86_400, to: NOW }
  const reckoning = (await fakeViews().reckoning(idOf(4), query)) ?? assert.fail()
  const shown = (zone: string) => words(reckoningMain({ reckoning, components: [], zone }))
  assert.match(shown('UTC'), /From 2026-11-22 17:14:30 UTC .*To 2026-11-23 17:14:30 UTC .*By the clocks of/)
  assert.match(shown('Europe/Oslo'), /From 2026-11-22 18:14:30 Europe\/Oslo .*To 2026-11-23 18:14:30 Europe\/Oslo/)
})

test('the times of maintenance are said by the clocks that were chosen, which stand before them', () => {
  const entry = (zone: string) => {
    const given = { values: { zone, from: '2026-11-25T23:27' }, errors: {}, refusal: null }
    return words([clocksField(given, 'entry', 'the vessel'), onceFields(given, 'entry')].join(''))
  }
  assert.match(entry('vessel'), /Times are by the clocks of .*From 2026-11-25 23:27 on board/)
  assert.match(entry('UTC'), /From 2026-11-25 23:27 UTC .*To \(empty: no end is known\) $/)
})
