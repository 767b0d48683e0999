import * as v from 'valibot'
import { ACTORS, SUBJECTS } from '../../shared/api/audit.ts'
import { ticketStage } from '../../shared/api/ticket.ts'
import { isComponentId } from '../../shared/model.ts'
import { DAY_S, iso, type Seconds } from '../../shared/time.ts'
import { readCursor, readPlace } from '../projections/history/page.ts'
import { named, picked, vesselNamed, wholeNumber } from './query.ts'

const MOMENT = 'must be a day such as 2026-11-23, or a time such as 2026-11-23T17:31:00Z'

/** A day as its first second, or the first after it; null for an empty field. */
const moment = (dayEnds: boolean) =>
  v.pipe(
    v.optional(v.string(), ''),
    v.check((text) => text === '' || secondsOf(text, false) !== null, MOMENT),
    v.transform((text) => secondsOf(text, dayEnds)),
  )

/** Null for what is on no calendar. */
function secondsOf(text: string, dayEnds: boolean): Seconds | null {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text)
  const at = Date.parse(text) / 1000
  if (!Number.isInteger(at) || !iso(at).startsWith(text)) return null
  if (isDay) return dayEnds ? at + DAY_S : at
  return iso(at) === text ? at : null
}

const component = v.pipe(
  named,
  v.check((text) => text === null || isComponentId(text), 'must be the id of a component'),
  v.transform((text) => (text !== null && isComponentId(text) ? text : null)),
)

const cursor = v.pipe(
  v.optional(v.string(), ''),
  v.check((text) => text === '' || readCursor(text) !== null, 'must be `next` of the page before'),
  v.transform(readCursor),
)

/** What all lists of the past take; null fits all. */
export const stretch = { vessel: vesselNamed, group: named, from: moment(false), to: moment(true), after: cursor }

const place = v.pipe(
  v.optional(v.string(), ''),
  v.check((text) => text === '' || readPlace(text) !== null, 'must be `next` of the page before'),
  v.transform(readPlace),
)

const yesOrNo = v.pipe(
  picked(['yes', 'no']),
  v.transform((text) => (text === null ? null : text === 'yes')),
)

const size = v.optional(wholeNumber(1, 1_000), '100')

export const incidentsQuery = v.strictObject({ ...stretch, component, state: picked(['open', 'ended']), size })

export const ticketsQuery = v.strictObject({ ...stretch, stage: picked(ticketStage.options), stillDown: yesOrNo, size })

const { vessel, from, to } = stretch

export const auditQuery = v.pipe(
  v.strictObject({ vessel, from, to, kind: picked(SUBJECTS), by: picked(ACTORS), name: named, after: place, size }),
  v.transform(({ kind: subject, by: actor, ...rest }) => ({ ...rest, subject, actor })),
)

export const trailQuery = v.strictObject({ after: place, size: v.optional(wholeNumber(1, 1_000), '1000') })
