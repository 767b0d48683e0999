import type { Reports as ReportList } from '../shared/api/report.ts'
import type { Clock } from '../shared/runtime/clock.ts'
import { DAY_S, iso, type Seconds, type Span, toSeconds } from '../shared/time.ts'
import { dated } from './core/dated.ts'
import { FLEET_STREAM } from './core/events.ts'
import type { Policy } from './core/policy.ts'
import { before, type Period, type PeriodKind, periodsIn, spanOf } from './core/reports/period.ts'
import { type EarlierAccount, type FrozenReport, isUnheard } from './core/reports/report.ts'
import { createFreeze, type FreezeParts, frozenIn } from './freeze.ts'
import type { History } from './ports/history.ts'
import type { ReadStore, VesselRow } from './ports/read-store.ts'
import type { ReportScope, Reports } from './ports/reports.ts'
import type { Present } from './projections/present.ts'
import type { ReadModel } from './projections/read-model.ts'
import { reportView, within } from './projections/report.ts'

export type ReportsParts = FreezeParts & {
  readonly model: Pick<ReadModel, 'accounts'>
  readonly store: Pick<ReadStore, 'vessels'>
  readonly history: Pick<History, 'tickets'>
  readonly present: () => Promise<Present>
  readonly clock: Clock
  readonly policy: Policy
}

const KINDS: readonly PeriodKind[] = ['month', 'quarter', 'year']

/** What was promised and what was kept, made from the layers whenever it is asked for, and frozen once by somebody. */
export function createReports(parts: ReportsParts): Reports {
  const { fleet, model, store, present, clock, policy } = parts
  const { zone } = policy.reports
  const freeze = createFreeze(parts)
  const now = () => toSeconds(clock.now())

  const frozenOnes = async (): Promise<readonly FrozenReport[]> => (await fleet.state(FLEET_STREAM)).reports

  const isGone = (span: Span): boolean => span.from < detailFrom(store.vessels())

  /** As it was told: of a period that was frozen the figures that stand there. Null when it is kept no more. */
  function earlierOf(period: Period, on: string, frozen: Frozen, at: Present): readonly EarlierAccount[] | null {
    const earlier = before(period)
    const span = spanOf(earlier, on)
    const told = frozen.find(({ period: label }) => label === earlier.label)?.vessels
    const all = told ?? (isGone(span) ? null : model.accounts(span, at).accounts)
    return all?.filter((one) => !isUnheard(one)) ?? null
  }

  return {
    list: async () => listOf(store.vessels(), await frozenOnes(), zone, now()),

    async report(period, scope) {
      const all = await frozenOnes()
      const frozen = all.find((one) => one.period === period.label) ?? null
      const on = frozen?.zone ?? zone
      const span = spanOf(period, on)
      if (span.from > now()) return { kind: 'to-come' }
      if (frozen === null && isGone(span)) return { kind: 'gone' }
      const at = await present()
      // What is kept no more cannot be known otherwise than it was.
      const known = isGone(span) ? null : model.accounts(span, at)
      const accounts = within(known?.accounts ?? frozen?.vessels ?? [], scope)
      if (accounts.length === 0 && within(frozen?.vessels ?? [], scope).length === 0) return { kind: 'nobody' }
      const earlier = frozen === null ? earlierOf(period, on, all, at) : frozen.earlier
      const waitingFor = (known?.untold ?? []).filter(({ id }) => accounts.some(({ vessel }) => vessel === id))
      const { tickets } = await parts.history.tickets({ ...ALL_TICKETS, ...span, ...placeOf(scope) })
      const made = { now: now(), period, zone: on, span, scope, accounts, earlier, waitingFor, frozen, tickets, policy }
      return { kind: 'report', report: reportView(made) }
    },

    async freeze(period, by) {
      const span = spanOf(period, zone)
      if (isGone(span)) return { kind: 'gone' }
      const all = await frozenOnes()
      const at = await present()
      const { accounts, untold } = model.accounts(span, at)
      const already = frozenIn(all, period.label)
      if (already !== null) return already
      if (span.to > now() || untold.length > 0 || accounts.every(isUnheard)) return { kind: 'not-final' }
      const earlier = earlierOf(period, zone, all, at)?.map(earlierAccount) ?? null
      const report = { period: period.label, zone, vessels: accounts, earlier, by }
      return freeze({ type: 'report-frozen', ...dated(now()), ...report })
    },
  }
}

type Frozen = readonly FrozenReport[]

const earlierAccount = ({ vessel, group, whole: { sums, outages } }: EarlierAccount): EarlierAccount => ({
  vessel,
  group,
  whole: { sums, outages },
})

const ALL_TICKETS = { stage: null, stillDown: null, after: null, size: 1000 }

const placeOf = (scope: ReportScope) => ({
  vessel: scope.kind === 'vessel' ? scope.vessel : null,
  group: scope.kind === 'group' ? scope.group : null,
})

/** From where on everything is kept in detail. */
const detailFrom = (rows: readonly VesselRow[]): Seconds =>
  Math.max(...rows.map((row) => row.detailFrom * DAY_S), -Infinity)

function listOf(rows: readonly VesselRow[], frozen: readonly FrozenReport[], zone: string, now: Seconds): ReportList {
  const began = rows.flatMap(({ components }) => components.map(({ claimed }) => claimed?.from ?? now))
  const kept = { from: Math.max(Math.min(now, ...began), detailFrom(rows)), to: now }
  const made = KINDS.flatMap((kind) => periodsIn(kind, kept, zone).map((one) => ({ ...one, span: spanOf(one, zone) })))
  return {
    at: iso(now),
    zone,
    periods: made
      .filter(({ span }) => span.from >= detailFrom(rows))
      .map(({ label, kind, span }) => {
        const at = frozen.find(({ period }) => period === label)?.at
        return { label, kind, over: span.to <= now, frozenAt: at === undefined ? null : iso(at) }
      }),
    groups: [...new Set(rows.flatMap(({ profile }) => profile.group ?? []))].sort(),
    vessels: rows.map(({ id, profile: { name } }) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name, 'en')),
  }
}
