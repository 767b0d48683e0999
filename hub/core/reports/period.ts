import type { Span } from '../../../shared/time.ts'
import { instantAt, wallAt } from '../../../shared/zone.ts'

/** A month, a quarter or a year on the calendar of some zone: `2026-10`, `2026-Q4`, `2026`. */
export type Period = {
  readonly label: PeriodLabel
  readonly kind: PeriodKind
  readonly year: number
  /** The first one, from 0. */
  readonly month: number
}

export type PeriodLabel = string
export type PeriodKind = 'month' | 'quarter' | 'year'

const MONTHS: Readonly<Record<PeriodKind, number>> = { month: 1, quarter: 3, year: 12 }

/** Null for what is no period. */
export function parsePeriod(label: string): Period | null {
  const [, year, month, quarter] = /^(2\d{3})(?:-(0[1-9]|1[0-2])|-Q([1-4]))?$/.exec(label) ?? []
  if (year === undefined) return null
  if (month !== undefined) return periodAt('month', Number(year), Number(month) - 1)
  return quarter === undefined
    ? periodAt('year', Number(year), 0)
    : periodAt('quarter', Number(year), (Number(quarter) - 1) * 3)
}

/** From midnight to midnight there: a month in which clocks change is an hour shorter or longer. */
export function spanOf({ kind, year, month }: Period, zone: string): Span {
  const midnight = (first: number) => instantAt(Date.UTC(year, first, 1) / 1000, zone)
  return { from: midnight(month), to: midnight(month + MONTHS[kind]) }
}

export const before = ({ kind, year, month }: Period): Period => periodAt(kind, year, month - MONTHS[kind])

/** All that the span touches, the newest first. */
export function periodsIn(kind: PeriodKind, { from, to }: Span, zone: string): readonly Period[] {
  const periods: Period[] = []
  const last = new Date(wallAt(to, zone) * 1000)
  let one = periodAt(kind, last.getUTCFullYear(), last.getUTCMonth())
  while (spanOf(one, zone).to > from) {
    periods.push(one)
    one = before(one)
  }
  return periods
}

/** The one in which the month lies; months beyond the year are those of the next or the last one. */
function periodAt(kind: PeriodKind, year: number, month: number): Period {
  const first = Math.floor((year * 12 + month) / MONTHS[kind]) * MONTHS[kind]
  const at = { kind, year: Math.floor(first / 12), month: first % 12 }
  return { ...at, label: labelOf(at) }
}

function labelOf({ kind, year, month }: Omit<Period, 'label'>): PeriodLabel {
  if (kind === 'year') return `${year}`
  return kind === 'quarter' ? `${year}-Q${month / 3 + 1}` : `${year}-${String(month + 1).padStart(2, '0')}`
}
