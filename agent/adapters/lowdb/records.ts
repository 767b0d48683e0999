import * as v from 'valibot'
import type { Journal, JournalComponent } from '../../../shared/link/journal.ts'
import { type ComponentId, isComponentId, MAX_STATE_CODE, type StateCode } from '../../../shared/model.ts'
import { DAY_S, dayOf, OPEN, type Seconds } from '../../../shared/time.ts'
import { clip, join, type Piece, type Timeline } from '../../../shared/timeline.ts'

/**
 * A journal as it lies on disk: what was measured, day by day (UTC), and one small record of the rest. An open piece
 * is kept as if it ended with the last day, so that time that only goes on changes no record of a day.
 */

const whole = v.pipe(v.number(), v.integer())
/** What any version has written; anything else could not be told. */
const stateCode = v.pipe(whole, v.minValue(0), v.maxValue(MAX_STATE_CODE))
const componentId = v.custom<ComponentId>((input) => typeof input === 'string' && isComponentId(input))

const daySchema = v.strictObject({
  day: whole,
  /** Per component its pieces: seconds since midnight from and to, and the state. */
  components: v.array(v.strictTuple([componentId, v.array(v.strictTuple([whole, whole, stateCode]))])),
})
export type DayRecord = v.InferOutput<typeof daySchema>

const stateSchema = v.strictObject({
  instance: whole,
  boots: whole,
  to: v.nullable(whole),
  ring: v.array(v.strictTuple([v.number(), whole])),
  components: v.array(v.strictObject({ id: componentId, removed: v.boolean(), open: v.boolean() })),
  /** The days that belong to this state, in order, each with the checksum of its record. */
  days: v.array(v.strictTuple([whole, v.string()])),
})
export type StateRecord = v.InferOutput<typeof stateSchema>

/** Null when it is no such record. */
export const parseDay = (data: unknown): DayRecord | null => parse(daySchema, data)
export const parseState = (data: unknown): StateRecord | null => parse(stateSchema, data)

/** A record for each day of which the journal says anything, in order. */
export function dayRecords({ components, to }: Journal): readonly DayRecord[] {
  const edges = components.flatMap(({ timeline }) => timeline.flatMap((piece) => [piece.from, piece.to]))
  const last = edges.reduce((a, b) => (b === OPEN ? a : Math.max(a, b)), to ?? 0)
  const end = (dayOf(last) + 1) * DAY_S
  const days = new Map<number, DayRecord>()
  for (const { id, timeline } of components) {
    for (const [day, pieces] of byDay(timeline, end)) {
      const record = days.get(day) ?? { day, components: [] }
      record.components.push([id, pieces])
      days.set(day, record)
    }
  }
  return [...days.values()].sort((a, b) => a.day - b.day)
}

export const stateRecord = (journal: Journal, days: StateRecord['days']): StateRecord => ({
  instance: journal.instance,
  boots: journal.boots,
  to: journal.to,
  ring: journal.ring.map(({ runningS, to }) => [runningS, to]),
  components: journal.components.map(({ id, removed, timeline }) => ({
    id,
    removed,
    open: timeline.at(-1)?.to === OPEN,
  })),
  days,
})

/**
 * The journal again, from the records of its days that could be read. Where one is missing nothing is claimed. When
 * the last ones are, the journal ends before them, so that they are measured again as after any absence.
 */
export function assemble(state: StateRecord, days: ReadonlyMap<number, DayRecord>): Journal {
  const pieces = new Map<ComponentId, Piece<StateCode>[]>(state.components.map(({ id }) => [id, []]))
  for (const { day, components } of days.values()) {
    for (const [id, own] of components) {
      for (const [from, to, code] of own) {
        pieces.get(id)?.push({ from: day * DAY_S + from, to: day * DAY_S + to, state: code })
      }
    }
  }
  const ring = state.ring.map(([runningS, to]) => ({ runningS, to }))
  const { end, lost } = readableEnd(state, days)
  const whole = days.size === state.days.length
  const components = state.components
    .map(({ id, removed, open }) => reopened(id, removed, open, join(pieces.get(id) ?? []), end))
    .filter(({ timeline }) => whole || timeline.length > 0)
  const { instance, boots, to } = state
  if (!lost) return { instance, boots, components, to, ring }
  if (components.length === 0) return { instance, boots, components, to: null, ring: [] }
  return { instance, boots, components, to: end, ring: ring.map((mark) => ({ ...mark, to: Math.min(mark.to, end) })) }
}

/** The end of the last day that could be read, and whether days after it are lost. */
function readableEnd({ days }: StateRecord, read: ReadonlyMap<number, DayRecord>): { end: Seconds; lost: boolean } {
  const readable = days.findLastIndex(([day]) => read.has(day))
  const firstLost = days[readable + 1]
  if (firstLost) return { end: firstLost[0] * DAY_S, lost: true }
  return { end: ((days[readable]?.[0] ?? 0) + 1) * DAY_S, lost: false }
}

/** A component whose last state reached the end goes on from there; one that was open but does not, is not claimed now. */
function reopened(
  id: ComponentId,
  removed: boolean,
  open: boolean,
  timeline: Timeline<StateCode>,
  end: Seconds,
): JournalComponent {
  const last = timeline.at(-1)
  if (!open || !last) return { id, removed, timeline }
  if (last.to < end) return { id, removed: true, timeline }
  return { id, removed, timeline: [...timeline.slice(0, -1), { ...last, to: OPEN }] }
}

function byDay(timeline: Timeline<StateCode>, end: Seconds): Map<number, [number, number, StateCode][]> {
  const days = new Map<number, [number, number, StateCode][]>()
  for (const { from, to, state } of clip(timeline, { from: -OPEN, to: end })) {
    for (let day = dayOf(from); day * DAY_S < to; day++) {
      const own = days.get(day) ?? []
      own.push([Math.max(from - day * DAY_S, 0), Math.min(to - day * DAY_S, DAY_S), state])
      days.set(day, own)
    }
  }
  return days
}

function parse<T>(schema: v.GenericSchema<unknown, T>, data: unknown): T | null {
  const parsed = v.safeParse(schema, data)
  return parsed.success ? parsed.output : null
}
