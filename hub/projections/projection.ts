import { counted, type Sums, sumsOf } from '../../shared/availability.ts'
import { bestKnowledge, type Known, measuredOnly, observed } from '../../shared/layers.ts'
import { DAY_S, dayOf, OPEN, type Seconds, type Span } from '../../shared/time.ts'
import { pieceAt, type Timeline } from '../../shared/timeline.ts'
import type { Batch, DaySums, Position, ReadStore, RowChange, VesselRow } from '../ports.ts'
import { type Holding, layersOf } from './holding.ts'
import { DETAIL_DAYS, rowsOf, vesselOf } from './rows.ts'

/** Follows the log batch by batch; the same batches always make the same rows, so that a rebuilt store equals one that grew. */
export function createProjection(store: ReadStore): { position(): Position; apply(batch: Batch): void } {
  return {
    position: store.position,
    apply(batch) {
      const id = vesselOf(batch.stream)
      const held = id === null ? undefined : store.vessel(id)
      const forgotten = held === undefined ? [] : forget(store, held, learnedAt(batch))
      const row = forgotten.find((change) => change.kind === 'vessel')?.row ?? held
      const before = { vessel: () => row, listeningSince: () => listeningSince(store.listening()) }
      store.write(batch.position, [...forgotten, ...rowsOf(batch, before)])
    },
  }
}

/** Since when the hub listens; null while it does not. */
const listeningSince = (listening: Timeline<true>): Seconds | null => {
  const last = listening.at(-1)
  return last?.to === OPEN ? last.from : null
}

const learnedAt = ({ events }: Batch): Seconds => Math.max(...events.map((event) => event.learnedAt))

/** Whole days that have grown old become sums; a piece that reaches into younger days stays, for its age. */
function forget(store: ReadStore, row: VesselRow, now: Seconds): RowChange[] {
  const detailFrom = dayOf(now) - DETAIL_DAYS
  if (detailFrom <= row.detailFrom) return []
  const old = { from: row.detailFrom * DAY_S, to: detailFrom * DAY_S }
  const holding: Holding = {
    row,
    timelines: store.timelines(row.id, old),
    silence: store.silence(row.id),
    listening: store.listening(),
  }
  const components = row.components.flatMap(({ id }): RowChange[] => {
    const of = { vessel: row.id, component: id }
    const reaching = pieceAt(holding.timelines.get(id) ?? [], old.to)
    const span = { from: -OPEN, to: Math.min(old.to, reaching?.from ?? old.to) }
    return [
      ...daysOf(holding, id, old).map(([day, sums]): RowChange => ({ kind: 'day', of, day, sums })),
      { kind: 'timeline', of, span, pieces: [] },
    ]
  })
  const silences = holding.silence
    .filter(({ to }) => to <= old.to)
    .map(({ from }): RowChange => ({ kind: 'silence', vessel: row.id, span: { from, to: from } }))
  return [...components, ...silences, { kind: 'vessel', row: { ...row, detailFrom } }]
}

/** The sums of each UTC day of the span on which the component was in service. */
function daysOf(holding: Holding, component: Holding['row']['components'][number]['id'], span: Span) {
  const layers = layersOf(holding, component, holding.row.seen?.watermark ?? null)
  const days: [number, DaySums][] = []
  for (const { from, to } of layers.inService) {
    const first = dayOf(Math.max(from, span.from))
    for (let day = Math.max(first, (days.at(-1)?.[0] ?? first - 1) + 1); day * DAY_S < Math.min(to, span.to); day++) {
      const whole = { from: day * DAY_S, to: (day + 1) * DAY_S }
      const sums = (known: Timeline<Known>): Sums => sumsOf(counted(known, layers, whole), whole)
      days.push([
        day,
        {
          best: sums(bestKnowledge(layers, whole)),
          measured: sums(measuredOnly(layers, whole)),
          observed: sums(observed(layers, whole)),
        },
      ])
    }
  }
  return days
}
