import { spokenPattern } from '../../../../shared/pattern.ts'
import { OPEN, type Span } from '../../../../shared/time.ts'
import type { Times } from '../../../core/excuses/excuse.ts'
import type { GroupWhen } from '../../../core/excuses/group-excuse.ts'
import { type EventType, subject, type Words, when } from './words.ts'

/** Maintenance and its like, of one vessel or of a group. */
export const maintenanceWords: Words<Extract<EventType, `excuse${string}` | `group-excuse${string}`>> = {
  excused: ({ component, category, span, times }, names) =>
    `Not counted (${category.replaceAll('-', ' ')}): ${subject(component, names)} ${extent(span, times)}`,
  'excuse-changed': ({ excuse, span, times }) => `${excuse} now ${extent(span, times)}`,
  'excuse-withdrawn': ({ excuse }) => `${excuse} taken back: all of its time counts again`,
  'excuse-continued': ({ excuse }) => `${excuse} goes on: more of its times were worked out`,
  'group-excused': ({ group, component, category, when: times }, names) =>
    `Not counted (${category.replaceAll('-', ' ')}) of the group ${group}: ${subject(component, names)} ${groupExtent(times)}`,
  'group-excuse-changed': ({ groupExcuse, when: times }) => `${groupExcuse} now ${groupExtent(times)}`,
  'group-excuse-withdrawn': ({ groupExcuse }) => `${groupExcuse} taken back: all of its time counts again`,
}

const extent = (span: Span, times: Times | undefined): string =>
  `${times?.recurs ? `${spokenPattern(times.recurs.pattern, times.recurs.zone)}, ` : ''}${spanWords(span)}`

const spanWords = ({ from, to }: Span): string =>
  to === OPEN ? `from ${when(from)} without an end` : `from ${when(from)} to ${when(to)}`

/** By the clocks of UTC or of each vessel. */
function groupExtent(times: GroupWhen): string {
  const zone = times.zone === 'UTC' ? 'UTC' : 'time of each vessel'
  return times.kind === 'recurs'
    ? spokenPattern(times.pattern, zone)
    : spanWords(times.walls).replaceAll(' UTC', ` ${zone}`)
}
