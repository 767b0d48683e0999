import * as v from 'valibot'
import { isComponentId, isVesselId } from '../../../shared/model.ts'
import type { IncidentRow, TicketRow } from '../../ports/history-store.ts'
import { byRow, oneOf } from './row-text.ts'

/** Rows of the past as JSON. */
export const encodeHistory = (row: IncidentRow | TicketRow): string => JSON.stringify(row)

/** Null when it is none, or none that this version understands. */
export const decodeIncident = (text: unknown): IncidentRow | null => decode(incidentRow, text)
export const decodeTicket = (text: unknown): TicketRow | null => decode(ticketRow, text)

function decode<T>(schema: v.GenericSchema<unknown, T>, text: unknown): T | null {
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text)
  return read.success ? read.output : null
}

const seconds = v.number()
const words = v.nullable(v.string())
const vessel = v.pipe(v.string(), v.guard(isVesselId))

const incidentRow: v.GenericSchema<unknown, IncidentRow> = v.object({
  vessel,
  id: v.string(),
  component: v.nullable(v.pipe(v.string(), v.guard(isComponentId))),
  began: seconds,
  ended: v.nullable(seconds),
  why: v.nullable(
    oneOf<NonNullable<IncidentRow['why']>>({
      recovered: true,
      'link-only': true,
      told: true,
      'never-was': true,
      'not-watched': true,
    }),
  ),
  heirs: v.array(v.string()),
  reason: oneOf<IncidentRow['reason']>({ measured: true, silent: true, inherited: true, late: true }),
  vesselIncident: words,
  learnedAt: seconds,
  endLearnedAt: v.nullable(seconds),
  restated: v.number(),
})

const ticketRow: v.GenericSchema<unknown, TicketRow> = v.object({
  vessel,
  id: v.string(),
  incidents: v.array(v.string()),
  severity: oneOf<TicketRow['severity']>({ low: true, medium: true, high: true, critical: true }),
  summary: v.string(),
  by: byRow,
  wantedAt: seconds,
  stage: oneOf<TicketRow['stage']>({
    ready: true,
    sending: true,
    unknown: true,
    refused: true,
    parked: true,
    held: true,
    dropped: true,
    linked: true,
    closed: true,
  }),
  stageSince: seconds,
  why: words,
  issue: v.nullable(v.object({ id: v.string(), key: v.string(), url: v.string() })),
  status: v.nullable(oneOf<NonNullable<TicketRow['status']>>({ new: true, 'in-progress': true, done: true })),
  statusAt: v.nullable(seconds),
  closed: v.nullable(v.object({ at: seconds, how: v.picklist(['done', 'missing']), resolution: words })),
})
