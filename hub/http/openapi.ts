import { toJsonSchema } from '@valibot/to-json-schema'
import type { GenericSchema } from 'valibot'
import { admin } from '../../shared/api/admin.ts'
import { alerts } from '../../shared/api/alert.ts'
import { audit, trail } from '../../shared/api/audit.ts'
import { fleetPage } from '../../shared/api/fleet.ts'
import { incidents } from '../../shared/api/incident.ts'
import { maintenance, maintenanceAnswer } from '../../shared/api/maintenance.ts'
import { notes } from '../../shared/api/note.ts'
import { health, problem } from '../../shared/api/problem.ts'
import { proposals } from '../../shared/api/proposal.ts'
import { reckoning } from '../../shared/api/reckoning.ts'
import { report, reports } from '../../shared/api/report.ts'
import { tickets } from '../../shared/api/ticket.ts'
import { timeline } from '../../shared/api/timeline.ts'
import { vessel } from '../../shared/api/vessel.ts'
import { ALERT_KINDS } from '../core/alerts/alert-kind.ts'
import { ALERTS_PAST, HISTORY_PATHS } from './history/paths.ts'
import { MAINTENANCE_PATHS } from './maintenance/paths.ts'
import { NOTE_PATHS } from './notes/paths.ts'
import { get, id, instant, json, ok, parameter, text } from './openapi-parts.ts'
import { REPORT_PATHS } from './reports/paths.ts'

/** What each schema is called in the document. */
const SCHEMAS: Readonly<Record<string, GenericSchema>> = {
  Fleet: fleetPage,
  Vessel: vessel,
  Timeline: timeline,
  Reckoning: reckoning,
  Notes: notes,
  Maintenance: maintenance,
  MaintenanceAnswer: maintenanceAnswer,
  Alerts: alerts,
  Proposals: proposals,
  Report: report,
  Reports: reports,
  Incidents: incidents,
  Trail: trail,
  Tickets: tickets,
  Audit: audit,
  Admin: admin,
  Health: health,
  Problem: problem,
}

/** What is known of one vessel. */
const vesselPaths = {
  '/api/v1/vessels/{id}': get('One vessel with all its figures', ok('The vessel', json('Vessel')), [id]),
  '/api/v1/vessels/{id}/timeline': get('What was when', ok('Intervals per component', json('Timeline')), [
    id,
    parameter('query', 'from', 'A day before `to` unless given', instant),
    parameter('query', 'to', 'Now unless given', instant),
    parameter('query', 'component', 'All unless given', { type: 'string' }),
  ]),
  '/api/v1/vessels/{id}/reckoning': get(
    'The figures of a period, and every interval that they come from',
    ok('Of one component, or of the vessel as a whole', json('Reckoning')),
    [
      id,
      parameter('query', 'from', 'A day before `to` unless given', instant),
      parameter('query', 'to', 'Now unless given', instant),
      parameter('query', 'component', 'The vessel as a whole unless given', { type: 'string' }),
    ],
  ),
}

/** What who runs the hub asks, and whoever watches it. */
const OF_THE_HUB = {
  '/api/v1/admin': get('What the hub leans on, and how it stands; for admins', ok('All of it', json('Admin'))),
  '/healthz': get('Whether the process lives', ok('It does', { 'application/json': { schema: { type: 'object' } } })),
  '/readyz': get('Whether the hub can do its work', {
    ...ok('It can', json('Health')),
    503: { description: 'It cannot, and why', content: json('Health') },
  }),
  '/metrics': get('Figures for Prometheus', ok('Text format 0.0.4', text('text/plain'))),
  '/openapi.json': get('This document', ok('OpenAPI 3.1', { 'application/json': { schema: { type: 'object' } } })),
}

/** `/openapi.json`: generated from the very schemas that the answers are typed by. */
export const openapi = (version: string) => ({
  openapi: '3.1.0',
  info: {
    title: 'Watchkeeper',
    version,
    description: 'Times are ISO 8601 UTC, durations are whole seconds, percentages are 0..100 or null.',
  },
  security: [{ token: [] }],
  paths: {
    '/api/v1/fleet': get('The fleet: every vessel with its components', ok('One page of it', json('Fleet')), [
      parameter('query', 'page', 'From 1', { type: 'integer', minimum: 1, default: 1 }),
      parameter('query', 'size', 'Vessels per page', { type: 'integer', minimum: 1, maximum: 1000, default: 200 }),
    ]),
    ...vesselPaths,
    ...NOTE_PATHS,
    '/api/v1/alerts': get('Alerts, open ones first', ok('Those that fit', json('Alerts')), [
      parameter('query', 'state', 'All unless given', { type: 'string', enum: ['open', 'held', 'resolved'] }),
      parameter('query', 'kind', 'All unless given', { type: 'string', enum: ALERT_KINDS }),
      parameter('query', 'group', 'All unless given', { type: 'string' }),
      parameter('query', 'vessel', 'All unless given', { type: 'string' }),
      ...ALERTS_PAST,
      parameter('query', 'size', 'Resolved ones at most', { type: 'integer', minimum: 0, maximum: 1000, default: 100 }),
    ]),
    ...REPORT_PATHS,
    '/api/v1/proposals': get(
      'Tickets that wait for a decision, and those decided lately',
      ok('Those that wait first', json('Proposals')),
    ),
    ...HISTORY_PATHS,
    ...MAINTENANCE_PATHS,
    '/api/v1/events': get(
      'Server-sent events: `fleet` with everything first, then `vessel` and `counts` as they change, `tick` while fresh',
      ok('A stream without end', text('text/event-stream')),
    ),
    ...OF_THE_HUB,
  },
  components: {
    securitySchemes: {
      token: { type: 'http', scheme: 'bearer', description: 'Made under /account, or by `watchkeeper user token`' },
    },
    schemas: Object.fromEntries(Object.entries(SCHEMAS).map(([name, schema]) => [name, jsonSchema(schema)])),
  },
})

/** Objects stay open in the document: a client must not fail when an answer gains a field. */
function jsonSchema(schema: GenericSchema): object {
  const { $schema: _, ...rest } = toJsonSchema(schema, {
    target: 'draft-2020-12',
    overrideSchema: ({ jsonSchema: { additionalProperties, ...open } }) =>
      additionalProperties === false ? open : undefined,
  })
  return rest
}
