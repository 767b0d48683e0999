import { DEFAULT_POLICY } from '../../hub/core/policy.ts'
import { spanOf } from '../../hub/core/reports/period.ts'
import { type FrozenReport, NO_ACCOUNT, type VesselAccount } from '../../hub/core/reports/report.ts'
import type { Reports } from '../../hub/ports/reports.ts'
import { reportView, within } from '../../hub/projections/report.ts'
import type { Ticket } from '../../shared/api/ticket.ts'
import { NOTHING } from '../../shared/availability.ts'
import { DAY_S, iso } from '../../shared/time.ts'
import { DASHBOARD, SERVER } from '../hub/projections/given.ts'
import { idOf, NOW } from './views.ts'

export const LONG = 'of Trondheimsfjorden and the Northern Isles'

/** A month of each kind that a report can be; in one of them nothing happened. */
export const MONTHS = { running: '2026-11', provisional: '2026-10', frozen: '2026-09', quiet: '2026-08' } as const

/** The n-th vessel has n outages, of which one component knows nothing; a third have names that go on and on. */
export const account = (at: number): VesselAccount => {
  const whole = {
    sums: { ...NOTHING, up: 30 * DAY_S - at * 4000, down: at * 4000, 'excused-down': DAY_S },
    outages: { count: at, longestS: at * 1000 },
  }
  return {
    vessel: idOf(at),
    name: `Vessel ${at} ${at % 3 === 0 ? LONG : ''}`,
    group: at % 2 === 0 ? 'Coastal' : `Deep sea ${LONG}`,
    whole,
    components: [SERVER, DASHBOARD].map((component) => ({ component, ...whole })),
    excuses: [{ excuse: 'e', category: 'yard', reason: `the antenna is replaced ${LONG}`, excusedS: DAY_S }],
  }
}

/** As in the fleet of `fakeViews`. */
const UNHEARD = 45

const accountIn = (month: string, at: number): VesselAccount => {
  if (at === UNHEARD) return { ...account(at), whole: NO_ACCOUNT, components: [], excuses: [] }
  return month === MONTHS.quiet ? quietOf(at) : account(at)
}

const quietOf = (at: number): VesselAccount => {
  const whole = { sums: { ...NOTHING, up: 31 * DAY_S }, outages: { count: 0, longestS: 0 } }
  return { ...account(at), whole, components: [{ component: SERVER, ...whole }], excuses: [] }
}

const frozenOf = (vessels: readonly VesselAccount[]): FrozenReport => ({
  period: MONTHS.frozen,
  zone: 'UTC',
  at: NOW - 40 * DAY_S,
  by: { kind: 'user', name: 'ada' },
  vessels,
  earlier: vessels,
})

const ticketOf = ({ vessel, name }: VesselAccount): Ticket => ({
  id: `p-${vessel}`,
  vessel: { id: vessel, name, group: null },
  components: [{ id: SERVER, name: 'Server' }],
  since: iso(NOW - 60 * DAY_S),
  ended: null,
  recovery: null,
  severity: 'high',
  summary: `${name}: Server down`,
  stage: 'linked',
  stageSince: iso(NOW - 57 * DAY_S),
  why: null,
  key: 'OPS-7',
  url: 'https://example.atlassian.net/browse/OPS-7',
  status: 'new',
  statusAt: iso(NOW - 57 * DAY_S),
  closed: null,
  stillDown: false,
  incidents: ['i-server-1'],
  wantedAt: iso(NOW - 57 * DAY_S),
  by: { kind: 'user', name: 'ada' },
})

/** Reports of the first so many vessels: of every month, whatever is asked for; `MONTHS` says which is special. */
export function fakeReports(count: number): Reports {
  const all = Array.from({ length: count }, (_, at) => at)
  return {
    list: async () => ({
      at: iso(NOW),
      zone: 'UTC',
      periods: Object.values(count === 0 ? {} : MONTHS).map((label) => ({
        label,
        kind: 'month',
        over: label !== MONTHS.running,
        frozenAt: label === MONTHS.frozen ? iso(NOW) : null,
      })),
      groups: [],
      vessels: [],
    }),
    freeze: async () => ({ kind: 'not-final' }),
    async report(period, scope) {
      const span = spanOf(period, 'UTC')
      const isQuiet = period.label === MONTHS.quiet
      const whole = all.map((at) => accountIn(period.label, at))
      const accounts = within(whole, scope)
      if (accounts.length === 0) return { kind: 'nobody' }
      // Two of them had more to tell than was known when it was frozen.
      const was = whole.map((one, at) => (at < 2 ? quietOf(at) : one))
      const report = reportView({
        now: period.label === MONTHS.running ? NOW : span.to,
        period,
        zone: 'UTC',
        span,
        scope,
        accounts,
        earlier: isQuiet ? null : accounts.map((one, at) => ({ ...one, whole: account(at + 1).whole })),
        waitingFor:
          period.label === MONTHS.provisional
            ? accounts.slice(0, 2).map(({ vessel, name }) => ({ id: vessel, name }))
            : [],
        frozen: period.label === MONTHS.frozen ? frozenOf(was) : null,
        tickets: isQuiet ? [] : accounts.slice(0, 2).map(ticketOf),
        policy: DEFAULT_POLICY,
      })
      return { kind: 'report', report }
    },
  }
}
