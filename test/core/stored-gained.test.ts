import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { WatchEvent } from '../../hub/core/events.ts'
import { decodeEvents, encodeEvents } from '../../hub/core/stored/stored-event.ts'
import { NOTHING } from '../../shared/availability.ts'
import { AURORA } from '../hub/projections/given.ts'

const folder = join(import.meta.dirname, 'golden-events', 'gained')
const dated = { at: 1_795_600_000, learnedAt: 1_795_600_900 }
const byLocal = { kind: 'local', name: 'mate' } as const

/** What kinds of event have gained since: golden files of their own. */
const gained: Readonly<Record<string, WatchEvent>> = {
  'notice-wanted.digest': {
    type: 'notice-wanted',
    ...dated,
    notice: 'n-digest-2026-11-24',
    channels: ['email'],
    subject: 'Watchkeeper 2026-11-24: 1 not heard',
    lines: ['66 vessels'],
    about: { kind: 'digest', day: '2026-11-24' },
    sections: [
      {
        title: 'Still down or not heard (1)',
        items: [
          { text: 'MV Aurora: not heard', href: 'https://watch.example.com/vessels/mv-aurora' },
          { text: 'and 1 more', href: null },
        ],
      },
    ],
  },
  'notice-wanted.of': {
    type: 'notice-wanted',
    ...dated,
    notice: 'n-mv-aurora-tp1abc',
    channels: ['email'],
    of: ['a-down-server-tp1abc', 'p-i-server-tp1aaa'],
    subject: 'MV Aurora: Server down, and 1 more',
    lines: ['Server down since 2026-11-24 06:12 UTC (medium)', 'a ticket waits for a yes or no: Server down'],
  },
  'notice-wanted.test': {
    type: 'notice-wanted',
    ...dated,
    notice: 'n-test-1',
    channels: ['email'],
    subject: 'Watchkeeper: a test message',
    lines: ['Alerts would arrive here.'],
    about: { kind: 'test', by: byLocal },
  },
  'notice-wanted.trouble': {
    type: 'notice-wanted',
    ...dated,
    notice: 'n-jira-tp1abc',
    channels: ['email'],
    subject: 'The token for JIRA ends soon',
    lines: ['token expiry: on 2027-05-01'],
    about: { kind: 'trouble', of: 'jira', words: 'token expiry: soon' },
  },
  'user-role-changed.none': { type: 'user-role-changed', ...dated, user: 'kim', role: null, by: { kind: 'hub' } },
  'report-frozen.earlier': {
    type: 'report-frozen',
    ...dated,
    period: '2026-10',
    zone: 'Europe/Oslo',
    vessels: [],
    earlier: [
      {
        vessel: AURORA,
        group: 'coastal',
        whole: {
          sums: { ...NOTHING, up: 2_656_800, down: 18_000, 'excused-down': 3600 },
          outages: { count: 1, longestS: 18_000 },
        },
      },
    ],
    by: byLocal,
  },
  'report-frozen.draft': {
    type: 'report-frozen',
    ...dated,
    period: '2026-10',
    zone: 'Europe/Oslo',
    vessels: [],
    earlier: [],
    draft: 'd-1',
    by: byLocal,
  },
}

for (const [kind, event] of Object.entries(gained)) {
  test(`a stored ${kind} is readable for ever`, () => {
    assert.deepEqual(decodeEvents(readFileSync(join(folder, `${kind}.json`), 'utf8'), kind), [event])
    assert.deepEqual(decodeEvents(encodeEvents([event]), kind), [event])
  })
}
