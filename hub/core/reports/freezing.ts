import type { DraftId, EarlierAccount, FrozenReport, ReportEvent, ReportFrozen, VesselAccount } from './report.ts'

/** What stands frozen, in the order in which it was, and of one that is still being frozen the parts so far. */
export type Freezing = { readonly reports: readonly FrozenReport[]; readonly reportDraft: ReportDraft | null }

export type ReportDraft = {
  readonly id: DraftId
  readonly vessels: readonly VesselAccount[]
  readonly earlier: readonly EarlierAccount[]
}

/** The first one of a period stays. Parts of which nothing became make room for those of the next attempt. */
export function evolveReports({ reports, reportDraft }: Freezing, event: ReportEvent): Freezing {
  const before = reportDraft?.id === event.draft ? reportDraft : null
  const vessels = [...(before?.vessels ?? []), ...event.vessels]
  const earlier = event.earlier ? [...(before?.earlier ?? []), ...event.earlier] : null
  if (event.type === 'report-part')
    return { reports, reportDraft: { id: event.draft, vessels, earlier: earlier ?? [] } }
  const { period, zone, at, by } = event
  return {
    reports: reports.some((one) => one.period === period)
      ? reports
      : [...reports, { period, zone, at, by, vessels, earlier }],
    reportDraft: before === null ? reportDraft : null,
  }
}

/** Far below what a batch may hold, whatever the letters of names and reasons take. */
const MOST_LETTERS = 128 * 1024

/** The report as events, each a batch of its own; nobody sees any of it before the last. */
export function inParts(frozen: ReportFrozen, draft: DraftId): readonly ReportEvent[] {
  if (lettersOf(frozen) <= MOST_LETTERS) return [frozen]
  const { at, learnedAt, period, by } = frozen
  const common = { type: 'report-part', at, learnedAt, period, by, draft } as const
  return [
    ...pieces(frozen.vessels).map((vessels) => ({ ...common, vessels, earlier: [] })),
    ...pieces(frozen.earlier ?? []).map((earlier) => ({ ...common, vessels: [], earlier })),
    { ...frozen, vessels: [], ...(frozen.earlier && { earlier: [] }), draft },
  ]
}

/** In their order, as many together as may be. */
function pieces<T>(accounts: readonly T[]): readonly (readonly T[])[] {
  const made: T[][] = []
  let letters = MOST_LETTERS
  for (const account of accounts) {
    const own = lettersOf(account)
    if (letters + own > MOST_LETTERS) {
      made.push([])
      letters = 0
    }
    made.at(-1)?.push(account)
    letters += own
  }
  return made
}

const lettersOf = (value: unknown): number => JSON.stringify(value).length
