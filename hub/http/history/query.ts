import * as v from 'valibot'
import { ACTORS, SUBJECTS } from '../../../shared/api/audit.ts'
import { ticketStage } from '../../../shared/api/ticket.ts'
import { isComponentId } from '../../../shared/model.ts'
import { readPlace } from '../../projections/history/page.ts'
import { cursor, moment, named, picked, vesselNamed, wholeNumber, yesOrNo } from '../query.ts'

const component = v.pipe(
  named,
  v.check((text) => text === null || isComponentId(text), 'must be the id of a component'),
  v.transform((text) => (text !== null && isComponentId(text) ? text : null)),
)

/** What all lists of the past take; null fits all. */
export const stretch = { vessel: vesselNamed, group: named, from: moment(false), to: moment(true), after: cursor }

const place = v.pipe(
  v.optional(v.string(), ''),
  v.check((text) => text === '' || readPlace(text) !== null, 'must be `next` of the page before'),
  v.transform(readPlace),
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
