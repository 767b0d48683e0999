import { DAY_S, dayOf, OPEN, type Seconds, type Span } from '../../shared/time.ts'
import { pieceAt } from '../../shared/timeline.ts'
import type { ComponentRow, DaySums, ReadStore, RowChange, VesselRow } from '../ports/read-store.ts'
import { figuresOf, sumsIn } from './figures.ts'
import { type Holding, layersOf } from './holding.ts'
import { DETAIL_DAYS } from './rows.ts'

/** Whole days that have grown old become sums; a piece that reaches into younger days stays, for the age of its state. */
export function forget(store: ReadStore, row: VesselRow, now: Seconds): { row: VesselRow; changes: RowChange[] } {
  const detailFrom = dayOf(now) - DETAIL_DAYS
  if (detailFrom <= row.detailFrom) return { row, changes: [] }
  const old = { from: row.detailFrom * DAY_S, to: detailFrom * DAY_S }
  const silence = store.silence(row.id)
  const holding = { row, timelines: store.timelines(row.id, old), silence, listening: store.listening() }
  const left = { ...row, detailFrom }
  const changes = [
    ...row.components.flatMap((component) => forgetComponent(holding, component, old)),
    ...silence.filter(({ to }) => to <= old.to).map(({ from }) => noSilence(row, from)),
    { kind: 'vessel' as const, row: left },
  ]
  return { row: left, changes }
}

function forgetComponent(holding: Holding, component: ComponentRow, old: Span): RowChange[] {
  const of = { vessel: holding.row.id, component: component.id }
  const reaching = pieceAt(holding.timelines.get(component.id) ?? [], old.to)
  const span = { from: -OPEN, to: Math.min(old.to, reaching?.from ?? old.to) }
  const days = daysOf(holding, component, old).map(([day, sums]): RowChange => ({ kind: 'day', of, day, sums }))
  return [...days, { kind: 'timeline', of, span, pieces: [] }]
}

const noSilence = ({ id }: VesselRow, from: Seconds): RowChange => ({
  kind: 'silence',
  vessel: id,
  span: { from, to: from },
})

/** The sums of each UTC day of the span since the component was claimed. */
function daysOf(holding: Holding, component: ComponentRow, span: Span): [number, DaySums][] {
  const { claimed } = component
  if (claimed === null) return []
  const layers = layersOf(holding, component, holding.row.seen?.watermark ?? null)
  const first = dayOf(Math.max(span.from, claimed.from))
  const end = Math.min(span.to, claimed.to)
  const days: [number, DaySums][] = []
  for (let day = first; day * DAY_S < end; day++) {
    const whole = { from: day * DAY_S, to: (day + 1) * DAY_S }
    days.push([day, sumsIn(figuresOf(layers, whole), whole)])
  }
  return days
}
