import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { compress } from 'hono/compress'
import { secureHeaders } from 'hono/secure-headers'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Log } from '../../shared/runtime/log.ts'
import type { Admin, HostFacts } from '../ports/admin.ts'
import type { Act, Annotate, Decide, DecideTicket, Maintain, MaintainGroup } from '../ports/deeds.ts'
import type { Gate } from '../ports/gate.ts'
import type { History } from '../ports/history.ts'
import type { Reports } from '../ports/reports.ts'
import type { Views } from '../ports/views.ts'
import { createPeople, type People } from './accounts/people.ts'
import { createAdminPages } from './admin.ts'
import { createActions } from './alerts/actions.ts'
import { problem, type Refusal, refusalOf } from './answer.ts'
import { createApi } from './api.ts'
import { createApprovals } from './approvals/pages.ts'
import { createTogether } from './approvals/together.ts'
import { createDoor } from './door/door.ts'
import { asksForKey } from './door/form-key.ts'
import { isKnownHost } from './door/host.ts'
import { createWhence, type Front, type Peer } from './door/whence.ts'
import { createFrame, failurePage } from './frame.ts'
import { createHealth } from './health.ts'
import { createHistoryApi } from './history/api.ts'
import { createExport } from './history/export.ts'
import { createHistoryPages } from './history/pages.ts'
import { createBoards } from './live/boards.ts'
import { createLive } from './live/live.ts'
import { createMaintenanceApi } from './maintenance/api.ts'
import { createMaintenance } from './maintenance/pages.ts'
import { createMetrics } from './metrics/metrics.ts'
import { createNotesApi } from './notes/api.ts'
import { createNotes } from './notes/pages.ts'
import { openapi } from './openapi.ts'
import { createPages } from './pages.ts'
import { createReckoning } from './reckoning.ts'
import { createReportPages } from './reports/pages.ts'
import { createStatic } from './static.ts'
import { createTicketDeeds } from './tickets/deeds.ts'
import { createJiraWebhook, type JiraWebhook } from './tickets/jira-webhook.ts'

export type AppOptions = {
  readonly views: Views
  readonly history: History
  readonly act: Act
  readonly annotate: Annotate
  readonly decide: Decide
  readonly decideTicket: DecideTicket
  readonly maintain: Maintain
  readonly reports: Reports
  readonly maintainGroup: MaintainGroup
  readonly gate: Gate
  readonly people: People
  /** What stands between us and the browsers. */
  readonly front?: Front
  readonly admin: Admin
  /** What the machine says of the hub. */
  readonly host: () => Promise<HostFacts>
  readonly clock: Clock
  readonly log: Log
  readonly version: string
  /** Names that the hub answers to besides those of loopback; others are refused, against DNS rebinding. */
  readonly hosts?: readonly string[]
  readonly webhook?: JiraWebhook | null
  /** The template of the address of a vessel's dashboards. */
  readonly grafana?: string | null
}

export type App = {
  readonly fetch: (request: Request, peer?: Peer) => Response | Promise<Response>
  /** All that is answered here, as the router knows it. */
  readonly routes: readonly { readonly method: string; readonly path: string }[]
  /** Ends the live streams, so that a server can stop. */
  close(): void
}

/** The longest description of a ticket in any script: a form spells a letter with up to nine. */
const BODY_BYTES = 256 * 1024
const NOTHING_IN_FRONT: Front = { trusts: () => false, publicUrl: null }
const NOBODY: Peer = { address: null, tls: false }

/** Everything that the hub serves over HTTP. */
export function createApp(options: AppOptions): App {
  const { views, history, act, decide, maintain, maintainGroup, gate, people, clock, log, version } = options
  const { hosts = [], webhook = null, grafana = null, front = NOTHING_IN_FRONT } = options
  const { publicUrl } = front
  const sources = { views, history, grafana }
  const live = createLive(clock, gate)
  const { files, paths, edition } = createStatic(version)
  const boards = createBoards({ sources, edition, clock, log })
  const frame = createFrame(paths, edition, clock)
  const app = new Hono<{ Bindings: { readonly peer?: Peer } }>()

  const refuse = (c: Context, refusal: Refusal): Response | Promise<Response> =>
    wantsPage(c) ? c.html(failurePage(frame, c, refusal), refusal.status) : problem(c, refusal)

  app.onError((error, c) => {
    const refusal = refusalOf(error, c.req.raw.signal.aborted)
    if (refusal.status === 500) log.error({ error, path: c.req.path }, 'a request failed')
    return refuse(c, refusal)
  })
  app.notFound((c) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD')
      return refuse(c, { status: 404, detail: 'There is nothing at this address.' })
    c.header('Allow', 'GET, HEAD')
    return refuse(c, { status: 405, detail: `Nothing here can be changed: ${c.req.method} is not answered.` })
  })

  app.use(headers)
  app.use(asksAgain)
  app.use(async (c, next) => (isKnownHost(c.req.header('Host'), hosts) ? next() : problem(c, wrongHost)))
  app.use(async (c, next) => createWhence(front, c.env?.peer ?? NOBODY, refuse)(c, next))
  app.use(createDoor({ gate, publicUrl, refuse, wantsPage }))
  if (webhook !== null) app.route('/', createJiraWebhook(webhook))
  app.use(bodyLimit({ maxSize: BODY_BYTES, onError: (c) => refuse(c, tooLarge) }))
  app.use(asksForKey)
  app.use(compress())

  app.route('/', files)
  app.route('/', createHealth(views))
  app.route('/', createMetrics(views, options.host, live.streams))
  app.get('/openapi.json', (c) => c.json(openapi(version)))
  app.route('/api/v1', createApi({ views, clock, live, news: boards.news }))
  app.route('/api/v1', createHistoryApi(history))
  app.route('/api/v1', createExport(views, history))
  app.route('/api/v1', createNotesApi(options))
  app.route('/api/v1', createMaintenanceApi({ views, maintain, maintainGroup }))
  app.route('/', createHistoryPages({ views, history, frame }))
  app.route('/', createPages({ sources, frame, live, boards }))
  app.route('/', createPeople({ people, views, frame, clock, log, publicUrl }))
  app.route('/', createActions({ views, act, clock, frame }))
  app.route('/', createNotes({ ...options, frame }))
  app.route('/', createReckoning({ views, frame, clock }))
  app.route('/', createApprovals({ views, decide, clock, frame, live, board: boards.approvals }))
  app.route('/', createTogether({ views, decide, clock, frame }))
  app.route('/', createTicketDeeds(options.decideTicket))
  app.route('/', createMaintenance({ views, maintain, maintainGroup, clock, frame }))
  app.route('/', createReportPages({ reports: options.reports, views, frame }))
  app.route('/', createAdminPages({ ...options, frame, live, boards }))
  return {
    fetch: (request, peer) => app.fetch(request, { ...(peer && { peer }) }),
    routes: app.routes,
    close: live.close,
  }
}

/** What no page here asks a browser for, so that nothing that would get into one could. */
const UNUSED = ['camera', 'microphone', 'geolocation', 'usb', 'serial', 'bluetooth', 'hid', 'midi', 'payment'] as const

// Over plain HTTP some of the usual headers mean nothing, or make browsers complain.
const headers = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: 'DENY',
  // Without a referrer a browser would hide from us that a form comes from our own page.
  referrerPolicy: 'same-origin',
  permissionsPolicy: Object.fromEntries(UNUSED.map((ability) => [ability, false])),
  strictTransportSecurity: false,
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
})

/** What is true now may not be shown as true later, nor to anybody else: only files, whose names change with them, are kept unasked. */
const asksAgain: MiddlewareHandler = async (c, next) => {
  await next()
  if (!c.res.headers.has('Cache-Control')) c.res.headers.set('Cache-Control', 'private, no-cache')
}

const tooLarge: Refusal = { status: 413, detail: `A request may carry ${BODY_BYTES} bytes.` }
const wrongHost: Refusal = {
  status: 421,
  detail: 'The hub does not answer to this host name.',
  hint: 'Open it by the name in http.publicUrl, or by localhost.',
}

/** People get pages, programs get problems. */
const wantsPage = (c: Context): boolean =>
  !c.req.path.startsWith('/api/') && (c.req.header('Accept') ?? '').includes('text/html')
