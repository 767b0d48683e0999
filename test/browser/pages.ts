import { ROUTES } from '../../hub/http/door/roles.ts'
import { DAY_S } from '../../shared/time.ts'
import { PROPOSAL } from '../fakes/docket.ts'
import { MONTHS } from '../fakes/reports.ts'
import { idOf, NOW } from '../fakes/views.ts'

/** Stands for that of a one-time link. */
export const CODE = '{code}'

const VESSELS = [0, 4, 9, 14, 27, 33, 45].map((index) => `/vessels/${idOf(index)}`)
const PERIOD = 'from=2026-11-22T17:00:00Z&to=2026-11-23T17:00:00Z'

/** Of the fake past. */
const OUTAGE = `i-server-${(NOW - 4 * DAY_S).toString(36)}`

/** For each route that answers with a page: addresses at which it looks different. */
const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  '/': ['/', '/?wall', '/?state=down', '/?by=group', '/?q=nobody'],
  '/vessels/:id': [...VESSELS, '/vessels/nobody'],
  '/vessels/:id/reckoning': [
    `/vessels/${idOf(14)}/reckoning?component=server&${PERIOD}`,
    `/vessels/${idOf(9)}/reckoning?${PERIOD}`,
    `/vessels/${idOf(9)}/reckoning?from=never`,
  ],
  '/alerts': ['/alerts', '/alerts?state=resolved', `/alerts?vessel=${idOf(0)}`],
  '/approvals': ['/approvals'],
  '/approvals/:vessel/:proposal': [`/approvals/${idOf(5)}/${PROPOSAL}`, '/approvals/x/y'],
  '/approvals/together': [
    ...['approve', 'reject', 'snooze'].map((what) => `/approvals/together?do=${what}&item=${idOf(5)}/${PROPOSAL}/1`),
    '/approvals/together?do=approve',
    '/approvals/together?do=nothing',
  ],
  '/incidents': ['/incidents', '/incidents?size=1', '/incidents?vessel=nobody', '/incidents?state=lost'],
  '/incidents/:vessel/:id': [
    `/incidents/${idOf(4)}/${OUTAGE}`,
    `/incidents/${idOf(4)}/${OUTAGE}?size=3`,
    '/incidents/x/y',
  ],
  '/tickets': ['/tickets', '/tickets?stage=refused'],
  '/reports/:period': [
    ...Object.values(MONTHS).map((month) => `/reports/${month}`),
    `/reports/${MONTHS.provisional}?group=Coastal`,
    `/reports/${MONTHS.frozen}?vessel=${idOf(1)}`,
    `/reports/${MONTHS.quiet}?vessel=${idOf(1)}`,
    `/reports/${MONTHS.quiet}?vessel=${idOf(45)}`,
    '/reports/2026-13',
  ],
  '/audit': ['/audit', '/audit?by=people', '/audit?size=2'],
  '/maintenance': ['/maintenance', `/maintenance?vessel=${idOf(4)}`],
  '/admin': ['/admin'],
  '/setup': [`/setup?code=${CODE}`, '/setup?code=none'],
}

/** Routes whose answers nobody looks at as a page. */
const NO_PAGE = /^GET \/(api\/|live\/|static\/|hooks\/|healthz|readyz|metrics|openapi)|\.(csv|json|jsonl)$/

/** Every page of the hub, also those that a later route brings: without an example here it is asked for as it is. */
export const PAGES: readonly string[] = [
  ...Object.keys(ROUTES)
    .filter((route) => route.startsWith('GET ') && !NO_PAGE.test(route))
    .map((route) => route.slice('GET '.length))
    .flatMap((path) => EXAMPLES[path] ?? [path.replace(/:(\w+)/g, 'no-$1')]),
  '/nowhere',
]
