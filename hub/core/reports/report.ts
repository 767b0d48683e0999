import { COUNTED, NOTHING, plus, type Sums } from '../../../shared/availability.ts'
import type { Category } from '../../../shared/excuse.ts'
import type { ComponentId, VesselId } from '../../../shared/model.ts'
import type { Seconds } from '../../../shared/time.ts'
import type { By } from '../by.ts'
import type { Dated } from '../dated.ts'
import type { ExcuseId } from '../excuses/excuse.ts'
import type { PeriodLabel } from './period.ts'

/** What one vessel's service was over a period, in whole seconds: all that a report says is reckoned from it. */
export type VesselAccount = {
  readonly vessel: VesselId
  readonly name: string
  readonly group: string | null
  readonly whole: Account
  readonly components: readonly (Account & { readonly component: ComponentId })[]
  /** What its excused time is made of, in the order in which it was entered. */
  readonly excuses: readonly AccountExcuse[]
}

/** Nothing of it is known, not even that it was silent: it was not heard up to the end. */
export const isUnheard = ({ whole }: EarlierAccount): boolean => COUNTED.every((entering) => whole.sums[entering] === 0)

export type Account = { readonly sums: Sums; readonly outages: Outages }

/** Spells of not being up that are counted; each begins with down and ends with up, and only what is counted of it is its length. */
export type Outages = { readonly count: number; readonly longestS: Seconds }

export type AccountExcuse = {
  readonly excuse: ExcuseId
  readonly category: Category
  readonly reason: string
  readonly excusedS: Seconds
}

/** What one vessel's service was over the period before: what its figure is held against. */
export type EarlierAccount = Pick<VesselAccount, 'vessel' | 'group' | 'whole'>

/** A report as somebody put his name to it. It stays; what became known later is told beside it. */
export type FrozenReport = {
  readonly period: PeriodLabel
  readonly zone: string
  readonly at: Seconds
  readonly by: By
  readonly vessels: readonly VesselAccount[]
  /** Null when it was frozen without. */
  readonly earlier: readonly EarlierAccount[] | null
}

export type ReportEvent = ReportPart | ReportFrozen

export type ReportFrozen = OfReport & {
  readonly type: 'report-frozen'
  readonly zone: string
  /** Not in what was frozen before reports were compared vessel by vessel. */
  readonly earlier?: readonly EarlierAccount[] | null
  /** Of which parts it is made beside what it says itself. Absent of one that fits a batch: that is whole. */
  readonly draft?: DraftId
}

/** Some of the accounts of a large report, which stands only when it is frozen. */
export type ReportPart = OfReport & {
  readonly type: 'report-part'
  readonly draft: DraftId
  readonly earlier: readonly EarlierAccount[]
}

type OfReport = Dated & {
  readonly period: PeriodLabel
  readonly vessels: readonly VesselAccount[]
  readonly by: By
}

/** One attempt to freeze one report. */
export type DraftId = string

export const NO_OUTAGES: Outages = { count: 0, longestS: 0 }
export const NO_ACCOUNT: Account = { sums: NOTHING, outages: NO_OUTAGES }

/** Of many as one: seconds and outages add up, the longest is the longest of all. */
export const added = (accounts: readonly Account[]): Account =>
  accounts.reduce(
    (all, { sums, outages }) => ({
      sums: plus(all.sums, sums),
      outages: {
        count: all.outages.count + outages.count,
        longestS: Math.max(all.outages.longestS, outages.longestS),
      },
    }),
    NO_ACCOUNT,
  )

/** One account that is another now than it was when the report was frozen. */
export type Restatement = {
  readonly vessel: VesselId
  readonly name: string
  /** Null: the whole vessel. */
  readonly component: ComponentId | null
  readonly before: Account
  readonly after: Account
}

/** In the order of the frozen report, then what it did not know of. */
export function restatements(frozen: readonly VesselAccount[], now: readonly VesselAccount[]): readonly Restatement[] {
  const lines = (accounts: readonly VesselAccount[]) =>
    new Map(
      accounts.flatMap(({ vessel, name, whole, components }) => [
        lineOf(`${vessel}`, { vessel, name, component: null, account: whole }),
        ...components.map((one) =>
          lineOf(`${vessel} ${one.component}`, { vessel, name, component: one.component, account: one }),
        ),
      ]),
    )
  const [was, is] = [lines(frozen), lines(now)]
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((key) => {
    const line = was.get(key) ?? is.get(key)
    const before = was.get(key)?.account ?? NO_ACCOUNT
    const after = is.get(key)?.account ?? NO_ACCOUNT
    if (line === undefined || isSame(before, after)) return []
    const { vessel, name, component } = line
    return [{ vessel, name, component, before, after }]
  })
}

type Line = Omit<Restatement, 'before' | 'after'> & { readonly account: Account }

const lineOf = (key: string, line: Line): readonly [string, Line] => [key, line]

const isSame = (a: Account, b: Account): boolean =>
  a.outages.count === b.outages.count &&
  a.outages.longestS === b.outages.longestS &&
  COUNTED.every((entering) => a.sums[entering] === b.sums[entering])
