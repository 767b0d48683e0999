import type { Account, Compared, Report } from '../../../shared/api/report.ts'
import { type Cell, csvOf } from '../csv.ts'

/** What of a report is taken away for a spreadsheet; new columns come behind those that there are. */
export const REPORT_FILES: Readonly<Record<'vessels' | 'groups', (report: Report) => string>> = {
  vessels: (report) => csvOf([...OF, 'vessel', 'vessel name', 'group', 'component', ...FIGURES], vesselRows(report)),
  groups: (report) => csvOf([...OF, 'group', 'vessels', ...FIGURES], groupRows(report)),
}

const OF = ['period', 'zone', 'status'] as const

const FIGURES = [
  'uptime %',
  'target %',
  'verdict',
  'up s',
  'down s',
  'of it silent s',
  'no data s',
  'excused s',
  'out of service s',
  'coverage %',
  'outages',
  'longest outage s',
  'uptime before %',
  'change in points',
  'why not compared',
  'why undetermined',
] as const

/** A line for the vessel, then one for each of its components. */
const vesselRows = (report: Report): readonly (readonly Cell[])[] =>
  report.vessels.flatMap(({ id, name, group, components, before, ...whole }) => [
    [...ofReport(report), id, name, group, '', ...figures(whole, before)],
    ...components.map((one) => [...ofReport(report), id, name, group, one.id, ...figures(one, null)]),
  ])

const groupRows = (report: Report): readonly (readonly Cell[])[] =>
  report.groups.map(({ group, vessels, before, ...whole }) => [
    ...ofReport(report),
    group,
    vessels,
    ...figures(whole, before),
  ])

const ofReport = ({ period, status }: Report): readonly Cell[] => [period.label, period.zone, status]

const figures = (one: Account, before: Compared | null): readonly Cell[] => [
  one.uptime,
  one.slaTarget,
  one.sla,
  one.upS,
  one.downS,
  one.silentS,
  one.unknownS,
  one.excusedS,
  one.outOfServiceS,
  one.coverage,
  one.outages,
  one.longestOutageS,
  before?.uptime ?? null,
  before?.points ?? null,
  before?.reason ?? null,
  one.reason,
]
