import { ACTORS, SUBJECTS } from '../../../shared/api/audit.ts'
import { ticketStage } from '../../../shared/api/ticket.ts'
import { ALERT_KINDS } from '../../core/alerts/alert-kind.ts'
import { SEVERITIES } from '../../core/alerts/severity.ts'
import { text as body, get, id, instant, json, ok, parameter } from '../openapi-parts.ts'

const choice = (name: string, of: readonly string[]) =>
  parameter('query', name, 'All unless given', { type: 'string', enum: of })
const text = (name: string, description = 'All unless given') =>
  parameter('query', name, description, { type: 'string' })

const csvText = body('text/csv')
const linesText = body('application/x-ndjson')

const moment = { anyOf: [instant, { type: 'string', format: 'date' }] }
const stretch = [
  text('vessel'),
  text('group'),
  parameter('query', 'from', 'What touches the time from here on; a day begins at its first second, UTC', moment),
  parameter('query', 'to', 'What touches the time before; a day ends with its last second, UTC', moment),
]
const paged = [
  text('after', '`next` of the page before'),
  parameter('query', 'size', 'How many at most', { type: 'integer', minimum: 1, maximum: 1000, default: 100 }),
]

/** What the list of alerts takes beside what stands at its path. */
export const ALERTS_PAST = [
  choice('severity', SEVERITIES),
  choice('acknowledged', ['yes', 'no']),
  ...stretch.filter(({ name }) => name === 'from' || name === 'to'),
  text('after', '`next` of the page before: resolved ones alone'),
]

const INCIDENTS = [...stretch, text('component'), choice('state', ['open', 'ended'])]
const TICKETS = [...stretch, choice('stage', ticketStage.options), choice('stillDown', ['yes', 'no'])]
const AUDIT = [
  ...stretch.filter(({ name }) => name !== 'group'),
  choice('kind', SUBJECTS),
  choice('by', ACTORS),
  text('name'),
]
const ALERTS = [
  choice('state', ['open', 'held', 'resolved']),
  choice('kind', ALERT_KINDS),
  ...stretch,
  choice('severity', SEVERITIES),
  choice('acknowledged', ['yes', 'no']),
]

/** All that fits, as a table and as one object a line. */
const whole = (list: string, parameters: readonly object[]) => ({
  [`/api/v1/${list}.csv`]: get(
    `All that fits as a table (RFC 4180), its columns named in the first line`,
    ok('Written as it is read', csvText),
    parameters,
  ),
  [`/api/v1/${list}.jsonl`]: get(
    `All that fits, each as a line of JSON`,
    ok('Written as it is read', linesText),
    parameters,
  ),
})

/** The paths that say what was, for `/openapi.json`. */
export const HISTORY_PATHS = {
  '/api/v1/incidents': get('Incidents, the newest first', ok('A page of them', json('Incidents')), [
    ...INCIDENTS,
    ...paged,
  ]),
  '/api/v1/incidents/{id}/{incident}': get(
    'One incident and everything about it, the oldest first',
    ok('A page of its trail', json('Trail')),
    [id, parameter('path', 'incident', 'Id of the incident', { type: 'string' }), ...paged],
  ),
  '/api/v1/tickets': get('Approved tickets, the newest first', ok('A page of them', json('Tickets')), [
    ...TICKETS,
    ...paged,
  ]),
  '/api/v1/audit': get(
    'The log as people read it, the newest first; `from` and `to` go by when shore knew',
    ok('A page of it', json('Audit')),
    [...AUDIT, ...paged],
  ),
  ...whole('alerts', ALERTS),
  ...whole('incidents', INCIDENTS),
  ...whole('tickets', TICKETS),
  ...whole('audit', AUDIT),
  ...whole('maintenance', [text('vessel'), text('group'), choice('state', ['now', 'coming', 'past', 'withdrawn'])]),
}
