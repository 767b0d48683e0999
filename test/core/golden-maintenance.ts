import type { WatchEvent } from '../../hub/core/events.ts'
import { isComponentId } from '../../shared/model.ts'
import { OPEN } from '../../shared/time.ts'

type Maintenance = Extract<WatchEvent, { excuse: string } | { groupExcuse: string }>['type']

const dated = { at: 1_795_600_000, learnedAt: 1_795_600_900 }
const byLocal = { kind: 'local', name: 'mate' } as const
const id = 'server'
if (!isComponentId(id)) throw new RangeError(id)
const server = id

const weekly = {
  repeats: { kind: 'weekly', every: 1, on: ['tu'] },
  firstDay: '2026-11-26',
  lastDay: null,
  begins: '22:00',
  ends: '02:00',
} as const

/** What the golden files of maintenance say. */
export const maintenanceEvents: { readonly [T in Maintenance]: Extract<WatchEvent, { type: T }> } = {
  excused: {
    type: 'excused',
    ...dated,
    excuse: 'e-server-topn40',
    component: server,
    category: 'planned-maintenance',
    span: { from: 1_795_600_000, to: OPEN },
    reviewAt: 1_796_000_000,
    reason: 'new disks',
    by: byLocal,
  },
  'excuse-changed': {
    type: 'excuse-changed',
    ...dated,
    excuse: 'e-server-topn40',
    span: { from: 1_795_600_000, to: 1_795_700_000 },
    reviewAt: null,
    reason: 'they came early',
    by: byLocal,
  },
  'excuse-continued': {
    type: 'excuse-continued',
    ...dated,
    excuse: 'e-server-topn40',
    times: {
      spans: [{ from: 1_795_600_000, to: 1_795_614_400 }],
      recurs: { pattern: weekly, zone: 'Europe/Athens' },
      workedOutTo: 1_796_204_800,
      ofGroup: {
        id: 'g-topn40',
        revision: 1,
        zone: 'Europe/Athens',
        within: [{ from: 1_795_500_000, to: OPEN }],
      },
    },
    reason: 'it recurs',
    by: { kind: 'hub' },
  },
  'group-excused': {
    type: 'group-excused',
    ...dated,
    groupExcuse: 'g-topn40',
    group: 'North',
    component: null,
    category: 'planned-maintenance',
    when: { kind: 'recurs', zone: 'vessel', pattern: weekly },
    reviewAt: 1_796_000_000,
    reason: 'updates',
    by: byLocal,
  },
  'group-excuse-changed': {
    type: 'group-excuse-changed',
    ...dated,
    groupExcuse: 'g-topn40',
    when: { kind: 'once', zone: 'UTC', walls: { from: 1_795_600_000, to: OPEN } },
    reviewAt: 1_796_000_000,
    reason: 'once is enough',
    by: byLocal,
  },
  'group-excuse-withdrawn': {
    type: 'group-excuse-withdrawn',
    ...dated,
    groupExcuse: 'g-topn40',
    reason: 'not done after all',
    by: byLocal,
  },
  'excuse-withdrawn': {
    type: 'excuse-withdrawn',
    ...dated,
    excuse: 'e-server-topn40',
    reason: 'not done after all',
    by: byLocal,
  },
}
