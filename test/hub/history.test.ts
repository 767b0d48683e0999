import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { DEFAULT_POLICY } from '../../hub/core/policy.ts'
import { decodeEvents } from '../../hub/core/stored/stored-event.ts'
import type { AuditQuery } from '../../hub/ports/history.ts'
import type { Batch } from '../../hub/ports/log.ts'
import { auditEntry } from '../../hub/projections/history/audit-view.ts'
import { readPlace } from '../../hub/projections/history/page.ts'
import { DAY_S, HOUR_S, iso } from '../../shared/time.ts'
import { virtualClock } from '../fakes/clock.ts'
import { historyOf } from '../fakes/history.ts'
import { somePast } from '../fakes/past.ts'
import { vesselId } from './projections/given.ts'

const NOW = 1_795_600_000
const [LOST, DOWN] = [vesselId('mv-lost'), vesselId('mv-down')]
const past = () => historyOf(somePast(LOST, DOWN, NOW), virtualClock(NOW * 1000))
const ANY: AuditQuery = {
  vessel: null,
  subject: null,
  except: null,
  actor: null,
  name: null,
  from: null,
  to: null,
  after: null,
  size: 100,
}
const OUTAGE = `i-server-${(NOW - 4 * DAY_S).toString(36)}`
const WHOLE = { after: null, size: 1000 }

test('the trail of an incident holds everything about it, as it came: who, what, when, why, and what was decided together', async () => {
  const trail = await past().trail(DOWN, OUTAGE, WHOLE)
  assert.deepEqual(
    trail?.entries.map(({ type, by }) => `${type} ${by.name ?? by.kind}`),
    [
      'incident-began hub',
      'alert-opened hub',
      'notice-wanted hub',
      'notice-sent hub',
      'alert-acknowledged Ada',
      'proposal-raised hub',
      'proposal-approved Ada',
      'ticket-wanted Ada',
      'ticket-sending hub',
      'ticket-linked hub',
      'ticket-followed hub',
      'ticket-closed hub',
    ],
  )
  const [, , , , acknowledged, , approved, wanted] = trail?.entries ?? []
  assert.equal(acknowledged?.why, '=cmd, "spares" ordered')
  assert.equal(acknowledged?.learnedAt, iso(NOW - 4 * DAY_S + HOUR_S))
  assert.equal(approved?.correlation, wanted?.correlation)
  assert.notEqual(approved?.correlation, acknowledged?.correlation)
  assert.deepEqual(
    trail?.incident.tickets.map(({ key, stage }) => [key, stage]),
    [['OPS-1', 'closed']],
  )
  assert.equal(trail?.incident.severity, 'medium')
})

test('a trail goes on where its page ended', async () => {
  const first = await past().trail(DOWN, OUTAGE, { after: null, size: 5 })
  const second = await past().trail(DOWN, OUTAGE, { after: readPlace(first?.next ?? ''), size: 100 })
  assert.deepEqual([first?.entries.at(-1)?.type, second?.entries[0]?.type], ['alert-acknowledged', 'proposal-raised'])
  assert.equal(second?.next, null)
})

test('what belongs to a silence stands in its trail: what was down behind it, and that it was told', async () => {
  const trail = await past().trail(LOST, `i-vessel-${(NOW - 5 * DAY_S).toString(36)}`, WHOLE)
  assert.deepEqual(
    trail?.entries.map(({ what }) => what.replace(/ \d.*?UTC/, '')),
    [
      'Incident of the vessel began: no message comes from the vessel',
      'Incident of Server began: it was over before shore knew',
      'Incident ended: heard again, and what was measured has taken its place',
    ],
  )
})

test('of another vessel there is no such incident', async () => {
  assert.equal(await past().trail(LOST, OUTAGE, WHOLE), null)
})

test('a ticket that was closed while its component is down says exactly that', async () => {
  const query = { vessel: null, group: null, from: null, to: null, after: null, size: 100, stage: null }
  const { tickets } = await past().tickets({ ...query, stillDown: true })
  const [ticket] = tickets
  assert.deepEqual(
    [ticket?.stage, ticket?.stillDown, ticket?.key, ticket?.closed?.resolution, ticket?.severity, ticket?.by.name],
    ['closed', true, 'OPS-1', 'Fixed', 'high', 'Ada'],
  )
  assert.deepEqual(ticket?.components, [{ id: 'server', name: 'Server' }])
  assert.equal(ticket?.since, iso(NOW - 4 * DAY_S))
  assert.deepEqual((await past().tickets({ ...query, stillDown: false })).tickets, [])
  assert.deepEqual((await past().tickets({ ...query, stillDown: null, stage: 'linked' })).tickets, [])
})

test('the audit is the log, the newest first, and is chosen by vessel, subject, person and time', async () => {
  const history = past()
  const types = async (query: Partial<AuditQuery>) =>
    (await history.audit({ ...ANY, ...query })).entries.map(({ type }) => type)
  assert.equal((await types({})).length, 19)
  assert.equal((await types({})).at(0), 'ticket-closed')
  assert.deepEqual(await types({ actor: 'people' }), [
    'ticket-wanted',
    'proposal-approved',
    'alert-acknowledged',
    'signed-in',
    'vessel-added',
    'vessel-added',
  ])
  assert.deepEqual(await types({ name: 'root', vessel: LOST }), ['vessel-added'])
  assert.deepEqual(await types({ subject: 'notice' }), ['notice-sent', 'notice-wanted'])
  const since = NOW - 4 * DAY_S
  assert.deepEqual(await types({ from: since + 900, to: since + 960 }), ['alert-opened'])
})

test('pages of the audit are disjoint, and end at the beginning of the log', async () => {
  const history = past()
  const seen: string[] = []
  for (let after = '', pages = 0; pages === 0 || after !== ''; pages++) {
    const { entries, next } = await history.audit({ ...ANY, after: after === '' ? null : readPlace(after), size: 4 })
    seen.push(...entries.map(({ position, index }) => `${position}.${index}`))
    after = next ?? ''
  }
  assert.equal(new Set(seen).size, 19)
  assert.equal(seen.length, 19)
})

test('no more of the log is read than a page shows, wherever it is', async () => {
  const read: number[] = []
  const batches = somePast(LOST, DOWN, NOW)
  const history = historyOf(batches, virtualClock(NOW * 1000), (position) => read.push(position))
  const { next } = await history.audit({ ...ANY, size: 4 })
  await history.audit({ ...ANY, size: 4, after: readPlace(next ?? '') })
  assert.ok(read.length <= 8, `${read.length} batches`)
  read.length = 0
  await history.incidents({ ...ANY, group: null, after: null, component: null, state: null })
  await history.tickets({ ...ANY, group: null, after: null, stage: null, stillDown: null })
  assert.deepEqual(read, [])
})

test('every kind of event has words for people, and gives no secret away', () => {
  const folder = join(import.meta.dirname, '../core/golden-events')
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const events = decodeEvents(readFileSync(join(folder, file), 'utf8'), file)
    const batch: Batch = { stream: 'vessel.mv-down', position: 1, previous: 0, id: 'd', at: 0, events }
    const entry = auditEntry(batch, 0, { vessel: () => undefined, incidentsOf: () => [] }, DEFAULT_POLICY)
    assert.match(entry?.what ?? '', /^\S.{5,}[^.]$/s, file)
    assert.doesNotMatch(JSON.stringify(entry), /undefined|\[object|Infinity|ab12/, file)
  }
})
