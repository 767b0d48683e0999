import type { Counted } from '../../shared/availability.ts'
import type { Span } from '../../shared/time.ts'
import { type Timeline, total } from '../../shared/timeline.ts'
import { isOutOfService } from '../core/components/service.ts'
import { excusedOf } from '../core/excuses/excuse.ts'
import { countedOutages } from '../core/reports/counted-outages.ts'
import { type Account, NO_ACCOUNT, type VesselAccount } from '../core/reports/report.ts'
import type { VesselRow } from '../ports/read-store.ts'
import { figuresOf, figuresTogether, sumsIn, type ThreeFigures } from './figures.ts'
import { type Holding, layersOf } from './holding.ts'
import { type Present, watermarkOf, windowEndOf } from './present.ts'

/**
 * What a vessel's service was over the span, as far as its windows reach into it; null when it had none. The holding holds the span.
 * Of one that was to serve and was not heard up to the end it is nothing, which is told too.
 * Components that were removed count for as long as they served.
 */
export function vesselAccount(holding: Holding, asked: Span, present: Present): VesselAccount | null {
  const { row } = holding
  const span = { from: asked.from, to: Math.max(asked.from, Math.min(asked.to, windowEndOf(holding, present))) }
  const watermark = watermarkOf(row, present)
  const claimed = row.components.filter(({ claimed: since }) => since !== null && since.from < asked.to)
  if (claimed.length === 0) return isExpected(row, asked) ? { ...named(row), ...UNHEARD } : null
  if (span.to === span.from) return null
  const figures = claimed.map((component) => ({
    id: component.id,
    figures: figuresOf(layersOf(holding, component, watermark), span),
  }))
  const whole = figuresTogether(
    figures.map((one) => one.figures),
    excusedOf(row.excuses, null),
    span,
  )
  const account = accountOf(whole, span)
  if (account.sums['out-of-service'] === span.to - span.from) return null
  return {
    ...named(row),
    whole: account,
    components: figures.map((one) => ({ component: one.id, ...accountOf(one.figures, span) })),
    excuses: row.excuses.flatMap(({ id, category, entered: { reason } }) => {
      const excusedS = total(whole.excused, span, (excuse) => excuse === id)
      return excusedS === 0 ? [] : [{ excuse: id, category, reason, excusedS }]
    }),
  }
}

const named = ({ id, profile: { name, group } }: VesselRow) => ({ vessel: id, name, group })

const UNHEARD = { whole: NO_ACCOUNT, components: [], excuses: [] } as const

/** Whether it belonged to the fleet and was to be in service in some of the span. */
const isExpected = ({ enteredAt, retiredAt, profile: { inService } }: VesselRow, { from, to }: Span): boolean =>
  enteredAt < to &&
  (retiredAt === null || retiredAt > from) &&
  (inService.length === 0 || inService.some((one) => one.from < to && one.to > from))

const accountOf = (figures: ThreeFigures, span: Span): Account => {
  const best: Timeline<Counted> = figures.best
  return { sums: sumsIn(figures, span).best, outages: countedOutages(best, span) }
}

/** Whether it may still have something to tell of the time before `to`. */
export function isUntold({ row }: Holding, to: number, present: Present): boolean {
  if (row.presence.kind === 'never-heard' || row.retiredAt !== null || isOutOfService(row.profile, to - 1)) return false
  const watermark = watermarkOf(row, present)
  return watermark === null || watermark < to
}
