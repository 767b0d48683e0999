import type { Figures } from '../../shared/api.ts'
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
import type { Timeline } from '../../shared/timeline.ts'
import type { DaySums } from '../ports.ts'

/** The three figures of the same layers, as what enters them at every instant. */
export type ThreeFigures = {
  readonly best: Timeline<Counted>
  readonly measured: Timeline<Counted>
  readonly observed: Timeline<Counted>
}

export function figuresOf(layers: Layers, span: Span): ThreeFigures {
  const readings = readingsOf(layers, span)
  const best = counted(readings.best, layers, span)
  // Without a silence the three are one, which is most of the time.
  const other = (known: Timeline<Known>) => (known === readings.best ? best : counted(known, layers, span))
  return { best, measured: other(readings.measured), observed: other(readings.observed) }
}

/** Those of a vessel from those of its components. */
export const figuresTogether = (
  components: readonly ThreeFigures[],
  vesselExcused: Timeline<string>,
  span: Span,
): ThreeFigures => ({
  best: countedTogether(
    components.map(({ best }) => best),
    vesselExcused,
    span,
  ),
  measured: countedTogether(
    components.map(({ measured }) => measured),
    vesselExcused,
    span,
  ),
  observed: countedTogether(
    components.map(({ observed }) => observed),
    vesselExcused,
    span,
  ),
})

export const sumsIn = ({ best, measured, observed }: ThreeFigures, span: Span): DaySums => ({
  best: sumsOf(best, span),
  measured: sumsOf(measured, span),
  observed: sumsOf(observed, span),
})

/** One window for people and programs. */
export function windowFigures(three: ThreeFigures, span: Span): Figures {
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
    outOfServiceS: best['out-of-service'],
  }
}
