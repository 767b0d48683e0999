import type { Role } from '../../core/accounts/permission.ts'

/**
 * `open`: to everybody. `signed`: to whoever proves by a signature of its own who sends it. `approver in person`: to approvers who
 * have signed in, and to no program of theirs: what makes a ticket takes the yes of a human.
 */
export type Needs = Role | 'approver in person' | 'open' | 'signed'

/** Every route of the hub, and what it needs. A route that is not here is closed to all. */
export const ROUTES: Readonly<Record<string, Needs>> = {
  'GET /static/*': 'open',
  'GET /healthz': 'open',
  'GET /readyz': 'open',
  'POST /hooks/jira': 'signed',

  'GET /metrics': 'viewer',
  'GET /openapi.json': 'viewer',
  'GET /api/v1/fleet': 'viewer',
  'GET /api/v1/vessels/:id': 'viewer',
  'GET /api/v1/vessels/:id/timeline': 'viewer',
  'GET /api/v1/vessels/:id/reckoning': 'viewer',
  'GET /api/v1/vessels/:id/notes': 'viewer',
  'POST /api/v1/vessels/:id/notes': 'operator',
  'POST /api/v1/vessels/:id/notes/:note/remove': 'operator',
  'GET /api/v1/alerts': 'viewer',
  'GET /api/v1/proposals': 'viewer',
  'GET /api/v1/alerts.csv': 'viewer',
  'GET /api/v1/alerts.jsonl': 'viewer',
  'GET /api/v1/incidents.csv': 'viewer',
  'GET /api/v1/incidents.jsonl': 'viewer',
  'GET /api/v1/tickets.csv': 'viewer',
  'GET /api/v1/tickets.jsonl': 'viewer',
  'GET /api/v1/audit.csv': 'viewer',
  'GET /api/v1/audit.jsonl': 'viewer',
  'GET /api/v1/incidents': 'viewer',
  'GET /api/v1/incidents/:vessel/:id': 'viewer',
  'GET /api/v1/tickets': 'viewer',
  'GET /api/v1/audit': 'viewer',
  'GET /api/v1/events': 'viewer',
  'GET /api/v1/maintenance': 'viewer',
  'GET /api/v1/maintenance.csv': 'viewer',
  'GET /api/v1/maintenance.jsonl': 'viewer',
  'POST /api/v1/maintenance': 'operator',
  'POST /api/v1/maintenance/:vessel/:excuse/:action': 'operator',
  'POST /api/v1/group-maintenance/:excuse/:action': 'operator',

  'GET /api/v1/reports': 'viewer',
  'GET /api/v1/reports/:period': 'viewer',
  'GET /reports': 'viewer',
  'GET /reports/:period': 'viewer',
  'POST /reports/:period/freeze': 'approver',

  'GET /': 'viewer',
  'GET /live/fleet': 'viewer',
  'GET /vessels/:id': 'viewer',
  'GET /live/vessels/:id': 'viewer',
  'GET /vessels/:id/reckoning': 'viewer',
  'GET /vessels/:id/reckoning.csv': 'viewer',
  'GET /alerts': 'viewer',
  'GET /incidents': 'viewer',
  'GET /incidents/:vessel/:id': 'viewer',
  'GET /tickets': 'viewer',
  'GET /audit': 'viewer',
  'GET /live/alerts': 'viewer',
  'POST /vessels/:vessel/alerts/acknowledge': 'operator',
  'POST /vessels/:vessel/alerts/:alert/:action': 'operator',
  'POST /vessels/:vessel/notes': 'operator',
  'POST /vessels/:vessel/notes/:note/remove': 'operator',
  'GET /approvals': 'viewer',
  'GET /live/approvals': 'viewer',
  'GET /approvals/:vessel/:proposal': 'viewer',
  'GET /approvals/together': 'approver',
  'POST /approvals/together': 'approver in person',
  'POST /vessels/:vessel/proposals/:proposal/:decision': 'approver in person',
  'POST /vessels/:vessel/tickets/:ticket/:deed': 'approver in person',
  'GET /maintenance': 'viewer',
  'POST /maintenance': 'operator',
  'POST /maintenance/preview': 'operator',
  'POST /maintenance/groups/:excuse/:action': 'operator',
  'POST /vessels/:vessel/maintenance/:excuse/:action': 'operator',
  'GET /admin': 'admin',
  'GET /live/admin': 'admin',
  'GET /api/v1/admin': 'admin',
  'POST /admin/channels/:channel/test': 'admin',
  'POST /admin/tickets/ask': 'admin',

  'GET /login': 'open',
  'POST /login': 'open',
  'POST /login/demo': 'open',
  'GET /login/sso': 'open',
  'GET /login/sso/return': 'open',
  'GET /setup': 'open',
  'POST /setup': 'open',
  'POST /logout': 'viewer',
  'GET /account': 'viewer',
  'POST /account/password': 'viewer',
  'POST /account/sessions/end-others': 'viewer',
  'POST /account/sessions/:session/end': 'viewer',
  'POST /account/tokens': 'viewer',
  'POST /account/tokens/:token/revoke': 'viewer',
  'GET /users': 'admin',
  'POST /users': 'admin',
  'POST /users/:user/role': 'admin',
  'POST /users/:user/disable': 'admin',
  'POST /users/:user/enable': 'admin',
  'POST /users/:user/link': 'admin',
}

type Route = { readonly method: string; readonly path: string }

/**
 * What must be allowed to whoever asks for what these routes answer together: `closed` when one of them is not in the table,
 * null when there is nothing that answers.
 */
export function needsOf(routes: readonly Route[]): Needs | 'closed' | null {
  const needs = routes.filter(isAnswer).map(({ method, path }) => ROUTES[`${method} ${path}`] ?? 'closed')
  return needs.reduce<Needs | 'closed' | null>(
    (most, one) => (most === null || RANK[one] > RANK[most] ? one : most),
    null,
  )
}

/** What stands before answers is in the way of all methods. */
export const isAnswer = ({ method }: Route): boolean => method !== 'ALL'

const RANK: Readonly<Record<Needs | 'closed', number>> = {
  open: 0,
  signed: 1,
  viewer: 2,
  operator: 3,
  approver: 4,
  'approver in person': 5,
  admin: 6,
  closed: 7,
}
