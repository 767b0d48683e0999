import type { Figures } from '../../shared/api/figures.ts'
import {
  type Counted,
  counted,
  countedTogether,
  coverage,
  downS,
  excusedS,
  highest,
  lowest,
  sumsOf,
  uptime,
} from '../../shared/availability.ts'
import { type Known, type Layers, readingsOf } from '../../shared/layers.ts'
import { iso, type Span } from '../../shared/time.ts'
import { combine, overlay, type Timeline, total } from '../../shared/timeline.ts'
import type { Excuse, ExcuseId } from '../core/excuses/excuse.ts'
import type { DaySums } from '../ports/read-store.ts'

/** The three figures of the same layers, as what enters them at every instant. */
export type ThreeFigures = {
  readonly best: Timeline<Counted>
  readonly measured: Timeline<Counted>
  readonly observed: Timeline<Counted>
  /** Which excuse takes what out of the best knowledge. */
  readonly excused: Timeline<ExcuseId>
}

export function figuresOf(layers: Layers, span: Span): ThreeFigures {
  const readings = readingsOf(layers, span)
  const best = counted(readings.best, layers, span)
  // Without a silence the three are one, which is most of the time.
  const other = (known: Timeline<Known>) => (known === readings.best ? best : counted(known, layers, span))
  const excused = takenOut(best, layers.excused, span)
  return { best, measured: other(readings.measured), observed: other(readings.observed), excused }
}

/** Those of a vessel from those of its components. */
export function figuresTogether(
  components: readonly ThreeFigures[],
  vesselExcused: Timeline<ExcuseId>,
  span: Span,
): ThreeFigures {
  const together = (of: 'best' | 'measured' | 'observed') =>
    countedTogether(
      components.map((figures) => figures[of]),
      vesselExcused,
      span,
    )
  const best = together('best')
  // What is up beside one that is excused and down is not what takes the time out.
  const ofComponents = components.map((one) =>
    overlay(one.excused, one.best, span, (excuse, state) => (state === 'excused-up' ? undefined : excuse)),
  )
  const first = combine([vesselExcused, ...ofComponents], span, (excuses) => excuses.find((one) => one !== undefined))
  const excused = takenOut(best, first, span)
  return { best, measured: together('measured'), observed: together('observed'), excused }
}

/** The excuses where they bear on what is counted. */
function takenOut(counted: Timeline<Counted>, excuses: Timeline<ExcuseId>, span: Span): Timeline<ExcuseId> {
  if (excuses.length === 0) return excuses
  return overlay(counted, excuses, span, (state, excuse) => (isExcused(state) ? excuse : undefined))
}

const isExcused = (state: Counted | undefined): boolean =>
  state === 'excused-up' || state === 'excused-down' || state === 'excused-unknown'

export const sumsIn = ({ best, measured, observed }: ThreeFigures, span: Span): DaySums => ({
  best: sumsOf(best, span),
  measured: sumsOf(measured, span),
  observed: sumsOf(observed, span),
})

/** One window for people and programs; `excuses` says what its excused time is made of. */
export function windowFigures(three: ThreeFigures, excuses: readonly Excuse[], span: Span): Figures {
  const { best, measured, observed } = sumsIn(three, span)
  return {
    from: iso(span.from),
    to: iso(span.to),
    uptime: uptime(best),
    measured: uptime(measured),
    observed: uptime(observed),
    coverage: coverage(best),
    lowest: lowest(best),
    highest: highest(best),
    upS: best.up,
    downS: downS(best),
    unknownS: best.unknown,
    silentS: best.silent,
    excusedS: excusedS(best),
    excuses: itemised(three.excused, excuses, span),
    outOfServiceS: best['out-of-service'],
  }
}

/** In the order in which they were entered. */
const itemised = (excused: Timeline<ExcuseId>, excuses: readonly Excuse[], span: Span): Figures['excuses'] =>
  excuses.flatMap(({ id, category, entered: { reason } }) => {
    const seconds = total(excused, span, (excuse) => excuse === id)
    return seconds === 0 ? [] : [{ id, category, reason, excusedS: seconds }]
  })
