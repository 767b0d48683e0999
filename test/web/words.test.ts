import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AuditEntry } from '../../shared/api/audit.ts'
import { iso } from '../../shared/time.ts'
import { attention } from '../../web/attention.ts'
import { tilesOf } from '../../web/pages/fleet/tile.ts'
import { entryList } from '../../web/pages/history/entries.ts'
import { fakeViews, idOf, NOW } from '../fakes/views.ts'

const words = (shown: unknown): string =>
  String(shown)
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ')

const entry: AuditEntry = {
  position: 7,
  index: 0,
  correlation: 'c-7',
  at: iso(NOW),
  learnedAt: iso(NOW),
  vessel: null,
  subject: 'alert',
  type: 'alert-resolved',
  by: { kind: 'hub', name: null },
  what: 'Alert resolved: up again for good',
  why: 'recovered',
  incidents: [],
  facts: [],
}

test('an entry of the log is said in words; what it is called there stands among its details', () => {
  const html = String(entryList([entry], 'trail'))
  const [line = '', details = ''] = html.split('<summary>')
  assert.match(words(line), /the hub ?Alert resolved: up again for good ?$/)
  assert.match(words(details), /^Details.*reason ?recovered.*name in the log ?alert-resolved/)
})

test('a reason that is a sentence stands in the line', () => {
  const why = 'JIRA does not take the field'
  assert.match(words(entryList([{ ...entry, why }], 'audit')), /\(JIRA does not take the field\)/)
})

test('what is silent is called that everywhere on the fleet page', async () => {
  const fleet = await fakeViews().fleet()
  const [concern] = attention(fleet, new Map()).filter(({ state }) => state === 'silent')
  assert.equal(concern?.what, 'silent: counts as down')
})

test('a tile of a vessel that is telling says so once, and when it was heard', async () => {
  const fleet = await fakeViews().fleet()
  const telling = fleet.vessels.find(({ id }) => id === idOf(33)) ?? assert.fail()
  const shown = words(tilesOf(fleet, new Map())(telling))
  assert.equal(telling.presence.kind, 'settling')
  assert.equal(shown.match(/telling/g)?.length, 1)
  assert.match(shown, /heard .*ago/)
})
