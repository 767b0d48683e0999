import type { Account as AccountView, Report } from '../../shared/api/report.ts'
import type { Ticket } from '../../shared/api/ticket.ts'
import { countedS, coverage, downS, excusedS, highest, lowest, uptime } from '../../shared/availability.ts'
import type { ComponentId } from '../../shared/model.ts'
import { judge, type SlaPolicy, targetFor } from '../../shared/sla.ts'
import { iso, type Seconds, type Span } from '../../shared/time.ts'
import { nameOf } from '../core/components/component-name.ts'
import type { Policy } from '../core/policy.ts'
import { compared } from '../core/reports/compared.ts'
import { before, type Period } from '../core/reports/period.ts'
import {
  type Account,
  added,
  type EarlierAccount,
  type FrozenReport,
  isUnheard,
  restatements,
  type VesselAccount,
} from '../core/reports/report.ts'
import type { ReportScope } from '../ports/reports.ts'
import { byView } from './by.ts'

/** What a report is made of; `accounts`, `waitingFor` and `tickets` of the scope alone. */
export type ReportParts = {
  readonly now: Seconds
  readonly period: Period
  readonly zone: string
  readonly span: Span
  readonly scope: ReportScope
  readonly accounts: readonly VesselAccount[]
  /** Of the period before; null when it is kept no more, or was not frozen with the report. */
  readonly earlier: readonly EarlierAccount[] | null
  readonly waitingFor: readonly { readonly id: string; readonly name: string }[]
  readonly frozen: FrozenReport | null
  readonly tickets: readonly Ticket[]
  readonly policy: Policy
}

/** The report as people and programs get it. A frozen one says what was frozen, and beside it what is known otherwise now. */
export function reportView(parts: ReportParts): Report {
  const { now, period, zone, span, scope, waitingFor, policy } = parts
  const frozen = parts.frozen && { ...parts.frozen, vessels: within(parts.frozen.vessels, scope) }
  const accounts = frozen?.vessels ?? parts.accounts
  const earlier = parts.earlier && within(parts.earlier, scope)
  const vessels = accounts.map((one) => vesselLine(one, earlier, policy))
  return {
    at: iso(now),
    period: { label: period.label, kind: period.kind, zone, from: iso(span.from), to: iso(span.to) },
    scope: scopeView(scope, accounts),
    status: frozen ? 'frozen' : now < span.to ? 'running' : waitingFor.length > 0 ? 'provisional' : 'final',
    waitingFor: frozen ? [] : [...waitingFor],
    frozen: frozen && { at: iso(frozen.at), by: byView(frozen.by) },
    total: totalOf(accounts, policy),
    verdicts: verdictsOf(vessels),
    before: { label: before(period).label, total: earlier?.length ? totalOf(earlier, policy) : null },
    groups: scope.kind === 'fleet' ? groupLines(accounts, vessels, earlier, policy) : [],
    vessels,
    worst: worstOf(vessels),
    excuses: accounts.flatMap(({ vessel, name, excuses }) =>
      excuses.map(({ category, reason, excusedS: seconds }) => ({
        vessel: { id: vessel, name },
        category,
        reason,
        excusedS: seconds,
      })),
    ),
    tickets: parts.tickets.map(({ id, vessel, components, severity, summary, stage, key, url, wantedAt, closed }) => ({
      id,
      vessel,
      components,
      severity,
      summary,
      stage,
      key,
      url,
      wantedAt,
      closed,
    })),
    restatements: frozen
      ? restatements(frozen.vessels, parts.accounts).map(({ vessel, name, component, before: was, after }) => {
          const target = targetOf(
            policy,
            [...accounts, ...parts.accounts].find((one) => one.vessel === vessel) ?? null,
            component,
          )
          return {
            vessel: { id: vessel, name },
            component: component && { id: component, name: nameOf(component, policy) },
            before: accountView(was, target, policy.sla),
            after: accountView(after, target, policy.sla),
          }
        })
      : [],
  }
}

/** Those that the scope is about. */
export const within = <A extends EarlierAccount>(accounts: readonly A[], scope: ReportScope): readonly A[] =>
  accounts.filter(
    ({ vessel, group }) =>
      scope.kind === 'fleet' || (scope.kind === 'group' ? group === scope.group : vessel === scope.vessel),
  )

type Earlier = readonly EarlierAccount[] | null

function vesselLine(account: VesselAccount, earlier: Earlier, policy: Policy): Report['vessels'][number] {
  const { vessel, name, group, whole, components } = account
  const was = earlier === null ? null : earlier.find((one) => one.vessel === vessel)?.whole.sums
  return {
    id: vessel,
    name,
    group,
    ...accountView(whole, targetOf(policy, account, null), policy.sla),
    ...(isUnheard(account) && { reason: 'unheard' }),
    before: compared(whole.sums, was),
    components: components.map(({ component, ...one }) => ({
      id: component,
      name: nameOf(component, policy),
      ...accountView(one, targetOf(policy, account, component), policy.sla),
    })),
  }
}

const targetOf = (
  { sla }: Policy,
  account: Pick<VesselAccount, 'vessel' | 'group'> | null,
  component: ComponentId | null,
): number => targetFor(sla, { group: account?.group ?? null, vessel: account?.vessel ?? '', component })

type VesselLine = Report['vessels'][number]

const verdictsOf = (vessels: readonly VesselLine[]): Report['verdicts'] => ({
  met: vessels.filter(({ sla }) => sla === 'met').length,
  missed: vessels.filter(({ sla }) => sla === 'missed').length,
  undetermined: vessels.filter(({ sla }) => sla === 'undetermined').length,
})

/** All the time of the vessels of each group together, in the order of their names. */
function groupLines(
  accounts: readonly VesselAccount[],
  vessels: readonly VesselLine[],
  earlier: Earlier,
  policy: Policy,
): Report['groups'] {
  const names = [...new Set(accounts.flatMap(({ group }) => group ?? []))].sort((a, b) => a.localeCompare(b, 'en'))
  return names.map((name) => {
    const of = <A extends { readonly group: string | null }>(all: readonly A[]) =>
      all.filter(({ group }) => group === name)
    const { sums, outages } = added(of(accounts).map(({ whole }) => whole))
    const was = earlier && of(earlier)
    const target = targetFor(policy.sla, { group: name, vessel: '', component: null })
    return {
      group: name,
      vessels: of(accounts).length,
      verdicts: verdictsOf(of(vessels)),
      ...accountView({ sums, outages }, target, policy.sla),
      before: compared(sums, was && (was.length === 0 ? undefined : added(was.map(({ whole }) => whole)).sums)),
    }
  })
}

const totalOf = (accounts: readonly EarlierAccount[], { sla }: Policy): AccountView =>
  accountView(added(accounts.map(({ whole }) => whole)), sla.targetPercent, sla)

/** Judged over the whole of its own time: the window of the SLA is for the days between. */
function accountView({ sums, outages }: Account, slaTarget: number, sla: SlaPolicy): AccountView {
  const windowS = countedS(sums) + excusedS(sums) + sums['out-of-service']
  return {
    uptime: uptime(sums),
    coverage: coverage(sums),
    lowest: lowest(sums),
    highest: highest(sums),
    upS: sums.up,
    downS: downS(sums),
    silentS: sums.silent,
    unknownS: sums.unknown,
    excusedS: excusedS(sums),
    outOfServiceS: sums['out-of-service'],
    outages: outages.count,
    longestOutageS: outages.longestS,
    slaTarget,
    // A vessel that came into service late is judged by what it served.
    ...judge({ ...sums, 'out-of-service': 0 }, slaTarget, { ...sla, windowS: windowS - sums['out-of-service'] }),
  }
}

const MOST_WORST = 10

const worstOf = (vessels: Report['vessels']): Report['worst'] =>
  vessels
    .flatMap(({ id, name, components }) =>
      components.flatMap(({ uptime: share, downS: seconds, outages, ...component }) =>
        share === null || seconds === 0
          ? []
          : [
              {
                vessel: { id, name },
                component: { id: component.id, name: component.name },
                uptime: share,
                downS: seconds,
                outages,
              },
            ],
      ),
    )
    .sort((a, b) => b.downS - a.downS)
    .slice(0, MOST_WORST)

function scopeView(scope: ReportScope, accounts: readonly VesselAccount[]): Report['scope'] {
  if (scope.kind !== 'vessel') return scope
  const name = accounts.find(({ vessel }) => vessel === scope.vessel)?.name ?? scope.vessel
  return { kind: 'vessel', id: scope.vessel, name }
}
