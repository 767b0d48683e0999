import { get, json, ok, parameter } from '../openapi-parts.ts'

/** The paths of the SLA reports, for `/openapi.json`. */
export const REPORT_PATHS = {
  '/api/v1/reports': get('Which SLA reports there are', ok('Periods, groups and vessels', json('Reports'))),
  '/api/v1/reports/{period}': get('An SLA report, of the fleet unless given', ok('The report', json('Report')), [
    parameter('path', 'period', 'A month, a quarter or a year', { type: 'string', example: '2026-Q4' }),
    parameter('query', 'group', 'Of one group', { type: 'string' }),
    parameter('query', 'vessel', 'Of one vessel', { type: 'string' }),
  ]),
}
