import * as v from 'valibot'
import { duration } from '../../shared/duration.ts'
import { defaultHoldForS } from '../../shared/sampling.ts'
import { DAY_S, HOUR_S, type Seconds } from '../../shared/time.ts'
import { type FieldValues, type Predicate, parsePredicate } from './predicate.ts'
import { PRESET_NAMES, presets } from './presets.ts'

/** One check of a component: a series in InfluxDB, what makes a point of it `up`, and how long a sample holds. */
export type Check = {
  readonly measurement: string
  readonly tags: Readonly<Record<string, string>>
  /** The fields to be read, in order. */
  readonly fields: readonly string[]
  readonly up: (fields: FieldValues) => boolean
  readonly intervalS: Seconds
  readonly holdForS: Seconds
}

/** A point is visible at the latest this long after its time: an interval, a flush, and a slow gathering. */
export const settleS = ({ intervalS }: Check): Seconds => intervalS + 25

const name = v.pipe(v.string(), v.nonEmpty('must not be empty'), v.maxLength(200, 'must have at most 200 characters'))
const tags = v.record(name, v.pipe(v.string(), v.maxLength(1000, 'must have at most 1000 characters')))

const up = v.pipe(
  v.string('must be a condition such as "result_code == 0"'),
  v.rawTransform(({ dataset, addIssue, NEVER }): Predicate => {
    const parsed = parsePredicate(dataset.value)
    if (parsed.ok) return parsed.predicate
    addIssue({ message: parsed.problem })
    return NEVER
  }),
)

/** Three of them, which is how long a sample holds, are under a day: what is measured less often is no uptime. */
const MOST_INTERVAL_S = 6 * HOUR_S

const raw = v.strictObject({
  preset: v.optional(v.picklist(PRESET_NAMES)),
  measurement: v.optional(name),
  tags: v.optional(tags, {}),
  up: v.optional(up),
  interval: v.optional(duration(1, MOST_INTERVAL_S), '10s'),
  holdFor: v.optional(duration(1, DAY_S)),
})

/** An entry of a component's `checks` in agent.yaml, as the check that it means. Every problem at once. */
export const checkSchema = v.pipe(
  raw,
  v.rawTransform(({ dataset: { value }, addIssue, NEVER }): Check => {
    const preset = value.preset === undefined ? null : presets[value.preset]
    const holdForS = value.holdFor ?? defaultHoldForS(value.interval)
    const complaints: { key: string; message: string }[] = []
    const measurement = value.measurement ?? preset?.measurement
    const predicate = value.up ?? preset?.predicate
    if (measurement === undefined)
      complaints.push({ key: 'measurement', message: 'is needed where there is no preset' })
    if (predicate === undefined) complaints.push({ key: 'up', message: 'is needed where there is no preset' })
    for (const tag of preset?.tags ?? []) {
      if (!Object.hasOwn(value.tags, tag)) {
        complaints.push({ key: 'tags', message: `must name ${tag}, or the ${value.preset} points of all targets mix` })
      }
    }
    if (holdForS <= value.interval)
      complaints.push({ key: 'holdFor', message: `must be longer than interval (${value.interval}s)` })
    for (const { key, message } of complaints) {
      const received = key in value ? JSON.stringify(Reflect.get(value, key)) : 'nothing'
      addIssue({ message, received, path: [{ type: 'object', origin: 'value', input: value, key, value: undefined }] })
    }
    if (measurement === undefined || predicate === undefined || complaints.length > 0) return NEVER
    const fields = [...new Set([...predicate.fields, ...telltales(measurement)])]
    return { measurement, tags: value.tags, fields, up: predicate.holds, intervalS: value.interval, holdForS }
  }),
)

/**
 * Fields that Telegraf writes even when a measurement went wrong. A point is only found by a field that it has, and
 * a point that exists is up or down, never a gap.
 */
const telltales = (measurement: string): readonly string[] =>
  Object.values(presets).find((preset) => preset.measurement === measurement)?.predicate.fields ?? []

export type CheckProblem = { readonly key: string; readonly what: string }

/** The same without a file around it. */
export function toCheck(entry: unknown): { ok: true; check: Check } | { ok: false; problems: readonly CheckProblem[] } {
  const result = v.safeParse(checkSchema, entry)
  if (result.success) return { ok: true, check: result.output }
  const problems = result.issues.map((issue) => ({ key: v.getDotPath(issue) ?? '', what: issue.message }))
  return { ok: false, problems }
}
