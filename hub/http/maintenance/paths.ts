import { CATEGORIES } from '../../../shared/excuse.ts'
import { NTHS } from '../../../shared/pattern.ts'
import { excuse, get, id, json, ok, parameter, post } from '../openapi-parts.ts'

const text = (description: string) => ({ type: ['string', 'null'], description })

/** Once: `from`. Again and again: `repeats`, `firstDay`, `begins` and `ends`, and what its kind asks for. */
const TIMES = {
  repeats: {
    enum: ['once', 'daily', 'weekly', 'monthly', 'monthly-weekday', null],
    description: 'once unless given',
  },
  from: text('once: 2026-12-01T22:00, of the zone, or with a Z'),
  to: text('once: as `from`; without it there is no end'),
  every: text('of what recurs: 2 is every second one; 1 unless given'),
  weekdays: text('weekly and monthly-weekday: of mo, tu, we, th, fr, sa and su, with commas between'),
  nth: text(`monthly-weekday: one of ${NTHS.join(', ')}, the last`),
  day: text('monthly: 1 to 31; a shorter month has its last day instead'),
  firstDay: text('of what recurs: 2026-12-01'),
  lastDay: text('of what recurs: the last day on which it begins; without it there is no end'),
  begins: text('of what recurs: 22:00'),
  ends: text('of what recurs: 02:00; at or before `begins` on the day after'),
  reviewAt: text('without an end: when it is looked at again'),
  zone: {
    enum: ['UTC', 'vessel', null],
    description: 'whose clocks these times are of; of a group: each vessel its own',
  },
}

const reason = { type: 'string', description: 'why' }

const asked = (required: readonly string[], properties: object) => ({ type: 'object', required, properties })

const change = asked(['reason'], { reason, ...TIMES })
const withdraw = asked(['reason', 'sure'], { reason, sure: { const: 'yes' } })

const groupExcuse = parameter('path', 'excuse', 'Id of the maintenance of a group', { type: 'string' })

/** What is asked and answered about maintenance. */
export const MAINTENANCE_PATHS = {
  '/api/v1/maintenance': {
    ...get('Maintenance and its like: time that is not counted', ok('All that fits', json('Maintenance')), [
      parameter('query', 'state', 'All unless given', {
        type: 'string',
        enum: ['now', 'coming', 'past', 'withdrawn'],
      }),
      parameter('query', 'group', 'All unless given', { type: 'string' }),
      parameter('query', 'vessel', 'All unless given', { type: 'string' }),
    ]),
    ...post(
      'Enters some of a vessel or a group, before, during or after the fact',
      asked(['category', 'reason'], {
        vessel: text('id of a vessel'),
        group: text('name of a group, in place of a vessel'),
        component: text('the whole vessel unless given'),
        category: { enum: CATEGORIES },
        reason,
        ...TIMES,
      }),
    ),
  },
  '/api/v1/maintenance/{id}/{excuse}/change': post('Gives it other times; of what recurs from now on', change, [
    id,
    excuse,
  ]),
  '/api/v1/maintenance/{id}/{excuse}/withdraw': post('Takes it back: all of its time counts again', withdraw, [
    id,
    excuse,
  ]),
  '/api/v1/group-maintenance/{excuse}/change': post('Gives that of a group other times', change, [groupExcuse]),
  '/api/v1/group-maintenance/{excuse}/withdraw': post('Takes that of a group back', withdraw, [groupExcuse]),
}
