import type { Report, Reports as ReportList } from '../../shared/api/report.ts'
import type { VesselId } from '../../shared/model.ts'
import type { By } from '../core/by.ts'
import type { Period } from '../core/reports/period.ts'

/** Of whom a report is. */
export type ReportScope =
  | { readonly kind: 'fleet' }
  | { readonly kind: 'group'; readonly group: string }
  | { readonly kind: 'vessel'; readonly vessel: VesselId }

/** `gone`: so far back only daily sums are kept; `nobody`: nobody of the scope served then. */
export type Reported =
  | { readonly kind: 'report'; readonly report: Report }
  | { readonly kind: 'gone' | 'nobody' | 'to-come' }

export type Froze =
  | { readonly kind: 'frozen' }
  | { readonly kind: 'already'; readonly by: By }
  /** The period is not over, or somebody has not told all of it. */
  | { readonly kind: 'not-final' }
  | { readonly kind: 'gone' }
  /** Somebody else began to freeze one meanwhile: this one was not. */
  | { readonly kind: 'overtaken' }

/** What was promised and what was kept. */
export interface Reports {
  list(): Promise<ReportList>
  report(period: Period, scope: ReportScope): Promise<Reported>
  /** Puts somebody's name to the whole fleet's report, for good. */
  freeze(period: Period, by: By): Promise<Froze>
}
