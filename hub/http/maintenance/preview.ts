import { spokenPattern } from '../../../shared/pattern.ts'
import { iso, OPEN, type Seconds, type Span } from '../../../shared/time.ts'
import { isZone, wallAt } from '../../../shared/zone.ts'
import { wall, wallSpan } from '../../../web/pages/maintenance/item.ts'
import type { Preview } from '../../../web/pages/maintenance/preview.ts'
import { occurrences } from '../../core/excuses/recurrence.ts'
import { extentIn, groupTimes, type MaintenanceFields, readTimes, type Whose } from './input.ts'

const SHOWN = 5

/** What the times of a form mean, as far as they can be read. */
export function previewOf(fields: MaintenanceFields, whose: Whose | null, now: Seconds): Preview {
  if (whose === null) return { kind: 'unclear', words: 'Choose a vessel or a group first.' }
  const read = readTimes(fields, whose)
  if (!read.ok) return { kind: 'unclear', words: 'Some times are missing yet.' }
  const isEach = whose.kind === 'group' && read.read.ofVessel
  const zone = whose.kind === 'vessel' && read.read.ofVessel ? whose.zone : 'UTC'
  const clocks = isEach ? 'by the clocks of each vessel' : zone
  const shown = shower(zone, isEach)
  const notes = [...openNote(fields, read.read.when.kind), ...(whose.kind === 'group' ? [MEMBERS] : [])]
  const { when } = groupTimes(read.read)
  if (when.kind === 'once') {
    const extent = extentIn(zone, read.read)
    const span = isEach || !('span' in extent) ? when.walls : extent.span
    if (span.from >= span.to) return { kind: 'unclear', words: 'It must end after it begins.' }
    return { kind: 'clear', words: `Once, ${clocks}`, times: [shown(span)], more: false, notes }
  }
  const found = upcoming({ pattern: when.pattern, zone }, now)
  if (found.length === 0) return { kind: 'unclear', words: 'There is no such day in that time that is still to come.' }
  const words = spokenPattern(when.pattern, clocks)
  return {
    kind: 'clear',
    words: words.charAt(0).toUpperCase() + words.slice(1),
    times: found.slice(0, SHOWN).map(shown),
    more: found.length > SHOWN,
    notes: when.pattern.firstDay < iso(now).slice(0, 10) ? [...notes, PAST] : notes,
  }
}

const MEMBERS = 'A vessel has its part in it for as long as it belongs to the group, whoever joins or leaves.'
const PAST = 'What has been since its first day is excused as well when it is entered, not when it is changed.'

const openNote = (
  { to = '', lastDay = '', reviewAt = '' }: MaintenanceFields,
  kind: 'once' | 'recurs',
): readonly string[] =>
  (kind === 'once' ? to : lastDay) === '' && reviewAt === ''
    ? ['It has no end: say when it is to be looked at again.']
    : []

function upcoming(recurs: Parameters<typeof occurrences>[0], now: Seconds): readonly Span[] {
  const found: Span[] = []
  for (const span of occurrences(recurs, now)) {
    found.push(span)
    if (found.length > SHOWN) break
  }
  return found
}

const shower =
  (zone: string, isEach: boolean) =>
  ({ from, to }: Span) => {
    const shown = (at: Seconds) => iso(wallAt(at, isZone(zone) ? zone : 'UTC'))
    const said = wallSpan({ from: shown(from), to: to === OPEN ? null : shown(to) })
    return { wall: said, utc: isEach || zone === 'UTC' ? null : `${wall(iso(from)).slice(4)} UTC` }
  }
