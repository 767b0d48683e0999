import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import type { WatchEvent } from '../../../hub/core/events.ts'
import { decodeEvents, encodeEvents } from '../../../hub/core/stored/stored-event.ts'
import { Fault } from '../../../shared/fault.ts'
import { isComponentId } from '../../../shared/model.ts'
import { OPEN } from '../../../shared/time.ts'
import { AURORA } from '../../hub/projections/given.ts'
import { ACCOUNTS } from '../golden-accounts.ts'
import { maintenanceEvents } from '../golden-maintenance.ts'

/** One file per kind of event, as the first release stored it: they must be readable for ever, so they are never edited. */
const folder = join(import.meta.dirname, '../golden-events')
const golden = new Map(
  globSync('*.json', { cwd: folder }).map((file) => [
    basename(file, '.json'),
    readFileSync(join(folder, file), 'utf8'),
  ]),
)

const server = slug('server')
const about = { version: '0.1.0', instance: 7, heartbeatS: 300, revision: 0, refused: null, trouble: null }
const dated = { at: 1_795_600_000, learnedAt: 1_795_600_900 }
const byLocal = { kind: 'local', name: 'mate' } as const
const ticket = 'p-i-server-1'
const notice = 'n-mv-aurora-tp1abc'
const issue = { id: '10000', key: 'OPS-1', url: 'https://example.atlassian.net/browse/OPS-1' }
const blocks = [
  { kind: 'heading', text: 'What is down' },
  { kind: 'text', text: 'The server.' },
  { kind: 'list', items: ['uptime 24 h: 0 %'] },
  { kind: 'link', text: 'The vessel', href: 'https://watch.example.com/vessels/mv-aurora' },
] as const

const facts = {
  incidents: ['i-server-topn40'],
  components: [server],
  since: 1_795_300_000,
  seen: 'measured',
  severity: 'critical',
  missedDays: null,
  uptime: { '24h': 0, '7d': 62.5, '30d': null },
} as const
const draft = {
  summary: 'Aurora: Server down for 3 days',
  severity: 'critical',
  blocks: [
    { kind: 'heading', text: 'Now' },
    { kind: 'text', text: 'It is down.' },
    { kind: 'list', items: ['Since: Monday'] },
    { kind: 'link', text: 'Aurora', href: 'https://watch.example.com/vessels/aurora' },
  ],
} as const

const accounted = {
  sums: {
    up: 2_656_800,
    down: 18_000,
    silent: 0,
    unknown: 0,
    'excused-up': 0,
    'excused-down': 3600,
    'excused-unknown': 0,
    'out-of-service': 0,
  },
  outages: { count: 1, longestS: 18_000 },
} as const

/** What each golden file says. A new kind of event does not compile until it is listed here. */
const expected: { readonly [T in WatchEvent['type']]: Extract<WatchEvent, { type: T }> } = {
  'vessel-added': {
    type: 'vessel-added',
    ...dated,
    profile: {
      name: 'MV Aurora',
      imo: '9074729',
      group: 'North',
      link: null,
      zone: 'Europe/Oslo',
      contact: null,
      inService: [
        { from: 1_790_000_000, to: 1_791_000_000 },
        { from: 1_792_000_000, to: OPEN },
      ],
    },
    by: { kind: 'command-line', name: 'root' },
  },
  'vessel-changed': { type: 'vessel-changed', ...dated, profile: { link: 'Iridium', imo: null }, by: byLocal },
  'vessel-retired': { type: 'vessel-retired', ...dated, reason: 'sold', by: byLocal },
  'credential-added': { type: 'credential-added', ...dated, hash: 'ab12', by: { kind: 'hub' } },
  'credential-used': { type: 'credential-used', ...dated, hash: 'ab12' },
  'credential-removed': {
    type: 'credential-removed',
    ...dated,
    hash: 'ab12',
    reason: 'rotated',
    by: { kind: 'vessel' },
  },
  born: {
    type: 'born',
    ...dated,
    seen: { session: 65_537, seq: 1, watermark: null },
    components: [{ id: server, claims: [{ from: 1_795_500_000, to: OPEN }] }],
    about: { ...about, refused: { revision: 3, reason: 'no components' }, trouble: 'refused' },
    changes: [{ component: server, span: { from: 1_795_500_000, to: OPEN }, pieces: [] }],
  },
  told: {
    type: 'told',
    ...dated,
    seen: { session: 65_537, seq: 2, watermark: 1_795_600_000 },
    trouble: null,
    changes: [
      {
        component: server,
        span: { from: 1_795_500_000, to: OPEN },
        pieces: [
          { from: 1_795_500_000, to: 1_795_550_000, state: 1 },
          { from: 1_795_550_000, to: OPEN, state: 2 },
        ],
      },
    ],
  },
  'silence-began': { type: 'silence-began', ...dated },
  'silence-ended': { type: 'silence-ended', ...dated, since: 1_795_590_000 },
  settled: { type: 'settled', ...dated, since: 1_795_590_000, heardAt: 1_795_600_000 },
  'clock-skewed': { type: 'clock-skewed', ...dated, offsetS: -120 },
  'clock-righted': { type: 'clock-righted', ...dated, offsetS: 2 },
  'identity-contested': { type: 'identity-contested', ...dated, instances: [7, 8] },
  'incident-began': {
    type: 'incident-began',
    ...dated,
    incident: 'i-server-topn40',
    component: server,
    began: 1_795_600_000,
    reason: 'inherited',
    vesselIncident: 'i-vessel-topn40',
  },
  'incident-restated': {
    type: 'incident-restated',
    ...dated,
    incident: 'i-server-topn40',
    began: 1_795_590_000,
    ended: null,
    reason: 'came-back',
  },
  'incident-ended': {
    type: 'incident-ended',
    ...dated,
    incident: 'i-vessel-topn40',
    ended: 1_795_600_000,
    reason: 'told',
    heirs: ['i-server-topn40'],
  },
  'alert-opened': {
    type: 'alert-opened',
    ...dated,
    alert: 'a-down-server-topn40',
    kind: 'down',
    component: server,
    incident: 'i-server-topn40',
    since: 1_795_600_000,
    severity: 'medium',
    heldBy: { kind: 'depends-on', component: server },
    reason: 'down',
  },
  'alert-changed': {
    type: 'alert-changed',
    ...dated,
    alert: 'a-down-server-topn40',
    reason: 'graver',
    severity: 'critical',
  },
  'alert-acknowledged': {
    type: 'alert-acknowledged',
    ...dated,
    alert: 'a-down-server-topn40',
    until: null,
    reason: 'crew informed',
    by: byLocal,
  },
  'alert-snoozed': {
    type: 'alert-snoozed',
    ...dated,
    alert: 'a-down-server-topn40',
    until: 1_795_700_000,
    reason: null,
    by: byLocal,
  },
  'alert-held': { type: 'alert-held', ...dated, alert: 'a-down-server-topn40', reason: { kind: 'silent' } },
  'alert-released': { type: 'alert-released', ...dated, alert: 'a-down-server-topn40', reason: { kind: 'silent' } },
  'alert-resolved': { type: 'alert-resolved', ...dated, alert: 'a-down-server-topn40', reason: 'never-was' },
  'ticket-wanted': {
    type: 'ticket-wanted',
    assets: [],
    ...dated,
    ticket,
    label: 'wk-e-abcdefghij0123456789',
    incidents: ['i-server-1'],
    draft: { summary: 'MV Aurora: server down for 3 days', severity: 'high', blocks },
    key: null,
    by: byLocal,
  },
  'ticket-sending': { type: 'ticket-sending', ...dated, ticket, attempt: 1 },
  'ticket-unknown': { type: 'ticket-unknown', ...dated, ticket, attempt: 1, reason: 'no answer within 20 s' },
  'ticket-looked': { type: 'ticket-looked', ...dated, ticket },
  'ticket-ready': {
    type: 'ticket-ready',
    ...dated,
    ticket,
    notBefore: 1_795_600_930,
    without: ['assignee'],
    reason: 'JIRA answered 429',
  },
  'ticket-refused': {
    type: 'ticket-refused',
    ...dated,
    ticket,
    reason: 'JIRA answered 400',
    problems: { summary: 'too long' },
  },
  'ticket-held': { type: 'ticket-held', ...dated, ticket, reason: 'recovered' },
  'ticket-dropped': { type: 'ticket-dropped', ...dated, ticket, reason: 'repaired at sea', by: byLocal },
  'ticket-marked': { type: 'ticket-marked', ...dated, ticket, reason: null },
  'ticket-parked': { type: 'ticket-parked', ...dated, ticket, reason: 'JIRA answered 401' },
  'ticket-linked': { type: 'ticket-linked', ...dated, ticket, issue, how: 'created' },
  'ticket-inherited': { type: 'ticket-inherited', ...dated, ticket, incidents: ['i-server-1'] },
  'ticket-followed': { type: 'ticket-followed', ...dated, ticket, issue, status: 'in-progress' },
  'ticket-closed': { type: 'ticket-closed', ...dated, ticket, how: 'done', resolution: "Won't Do" },
  'ticket-doubled': { type: 'ticket-doubled', ...dated, ticket, kept: issue, others: [{ ...issue, id: '10001' }] },
  'ticket-update-wanted': { type: 'ticket-update-wanted', ...dated, ticket, op: 'wk-c-1', blocks, move: 'done' },
  'ticket-commented': { type: 'ticket-commented', ...dated, ticket, op: 'wk-c-1', reason: null, way: null },
  'ticket-unopened': { type: 'ticket-unopened', ...dated, ticket, op: 'wk-e-1-again', reason: 'no way to new' },
  'proposal-raised': { type: 'proposal-raised', ...dated, proposal: 'p-1', reason: 'age', facts, draft },
  'proposal-revised': {
    type: 'proposal-revised',
    ...dated,
    proposal: 'p-1',
    revision: 2,
    reason: 'moved',
    facts,
    draft,
  },
  'proposal-approved': {
    type: 'proposal-approved',
    ...dated,
    proposal: 'p-1',
    revision: 2,
    draft,
    reason: null,
    by: byLocal,
  },
  'proposal-linked': { type: 'proposal-linked', ...dated, proposal: 'p-1', key: 'OPS-7', reason: null, by: byLocal },
  'proposal-rejected': {
    type: 'proposal-rejected',
    ...dated,
    proposal: 'p-1',
    reason: 'known',
    note: 'crew is on it',
    by: byLocal,
  },
  'proposal-snoozed': {
    type: 'proposal-snoozed',
    ...dated,
    proposal: 'p-1',
    until: 1_795_700_000,
    reason: null,
    by: byLocal,
  },
  'proposal-woken': { type: 'proposal-woken', ...dated, proposal: 'p-1', reason: null, by: byLocal },
  'proposal-withdrawn': { type: 'proposal-withdrawn', ...dated, proposal: 'p-1', reason: 'recovered' },
  'proposal-reminded': { type: 'proposal-reminded', ...dated, proposal: 'p-1', reason: 'undecided' },
  'proposal-escalated': { type: 'proposal-escalated', ...dated, proposal: 'p-1', reason: 'undecided' },
  'proposal-expired': { type: 'proposal-expired', ...dated, proposal: 'p-1', reason: 'undecided' },
  'report-frozen': {
    type: 'report-frozen',
    ...dated,
    period: '2026-10',
    zone: 'Europe/Oslo',
    vessels: [
      {
        vessel: AURORA,
        name: 'Aurora',
        group: 'coastal',
        whole: accounted,
        components: [{ component: server, ...accounted }],
        excuses: [{ excuse: 'x-1', category: 'yard', reason: 'new disks', excusedS: 3600 }],
      },
    ],
    by: { kind: 'user', name: 'ada' },
  },
  'report-part': {
    type: 'report-part',
    ...dated,
    period: '2026-10',
    draft: 'd-1',
    vessels: [{ vessel: AURORA, name: 'Aurora', group: null, whole: accounted, components: [], excuses: [] }],
    earlier: [{ vessel: AURORA, group: null, whole: accounted }],
    by: byLocal,
  },
  'mass-silence-began': {
    type: 'mass-silence-began',
    ...dated,
    massSilence: 'm-link-Iridium-topn40',
    scope: { kind: 'link', name: 'Iridium' },
    since: 1_795_599_000,
    vessels: [AURORA],
    of: 3,
  },
  'mass-silence-ended': {
    type: 'mass-silence-ended',
    ...dated,
    massSilence: 'm-link-Iridium-topn40',
    reason: 'heard',
  },
  ...maintenanceEvents,
  'listening-began': { type: 'listening-began', ...dated },
  'listening-ended': { type: 'listening-ended', ...dated },
  'note-written': { type: 'note-written', ...dated, note: 'note-tp1abc', text: 'Spare part\nin Bergen', by: byLocal },
  'note-removed': { type: 'note-removed', ...dated, note: 'note-tp1abc', text: 'Spare part\nin Bergen', by: byLocal },
  'notice-wanted': {
    type: 'notice-wanted',
    ...dated,
    notice,
    channels: ['email', 'ops-channel'],
    subject: 'MV Aurora: Server down',
    lines: ['Server down since 2026-11-24 06:12 UTC (medium)'],
  },
  'notice-sent': { type: 'notice-sent', ...dated, notice, channel: 'email' },
  'notice-unknown': { type: 'notice-unknown', ...dated, notice, channel: 'email', reason: 'no answer' },
  'notice-refused': { type: 'notice-refused', ...dated, notice, channel: 'email', reason: '550 no such user' },
  'watch-tested': { type: 'watch-tested', ...dated },
  ...ACCOUNTS,
}

for (const [kind, event] of Object.entries(expected)) {
  test(`a stored ${kind} of the first release is readable`, () => {
    assert.deepEqual(decodeEvents(golden.get(kind) ?? '', kind), [event])
  })

  test(`${kind} comes back from its own text as it was`, () => {
    assert.deepEqual(decodeEvents(encodeEvents([event]), kind), [event])
  })
}

test('there is no golden file of an event that is no more', () => {
  assert.deepEqual([...golden.keys()].sort(), Object.keys(expected).sort())
})

test('an event that this version does not know is refused by its name and its place', () => {
  assert.throws(
    () => decodeEvents('[{"type":"tide-turned","at":1,"learnedAt":1}]', 'batch 7 of fleet'),
    (error) =>
      error instanceof Fault && error.code === 'newer-version' && /batch 7 of fleet.*"tide-turned"/.test(error.message),
  )
})

test('a key that a later version added is no obstacle', () => {
  assert.deepEqual(decodeEvents('[{"type":"silence-began","at":1,"learnedAt":2,"mood":"calm"}]', 'here'), [
    { type: 'silence-began', at: 1, learnedAt: 2 },
  ])
})

for (const [what, text] of [
  ['text that is no JSON', '[{'],
  ['something that is no list', '{"type":"silence-began"}'],
  ['an event without its time', '[{"type":"silence-began","at":1}]'],
  ['a time that is no whole second', '[{"type":"silence-began","at":1.5,"learnedAt":2}]'],
] as const) {
  test(`${what} is called damaged, with its place`, () => {
    assert.throws(
      () => decodeEvents(text, 'batch 7 of fleet'),
      (error) => error instanceof Fault && error.code === 'corrupt' && error.message.includes('batch 7 of fleet'),
    )
  })
}

test('a number that cannot be stored is refused before it is', () => {
  for (const at of [Number.NaN, OPEN, -OPEN])
    assert.throws(() => encodeEvents([{ type: 'silence-began', at, learnedAt: 1 }]), RangeError)
})

function slug(text: string) {
  if (!isComponentId(text)) throw new Error(text)
  return text
}
