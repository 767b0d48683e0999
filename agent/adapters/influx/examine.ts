import type { Clock } from '../../../shared/runtime/clock.ts'
import { HOUR_S, type Seconds, toSeconds } from '../../../shared/time.ts'
import { type Check, settleS } from '../../core/check.ts'
import type { SourceFault } from '../../core/source-fault.ts'
import type { Series } from './answer.ts'
import type { Ask } from './ask.ts'
import { clockIsOff, mixedType, noField, noMeasurement, noPing, noPoints, noSeries, textField } from './findings.ts'
import type { Place } from './influxql.ts'
import { SHOW_MEASUREMENTS, selectCounts, selectNewest, showFieldKeys, showSeries, showTagValues } from './influxql.ts'

const CLOCK_TOLERANCE_S = 5

/** What the database knows of a check beside its rows. */
type Known = {
  readonly hasSeries: boolean
  readonly fields: readonly { readonly name: string; readonly type: string }[]
  readonly newest: Seconds | null
  /** How many points of the last hour have each field. */
  readonly counts: readonly number[]
}

/** Why checks say nothing, or are not to be trusted: an empty answer looks the same for a wrong tag and for no points. */
export async function examine(
  ask: Ask,
  place: Place,
  clock: Clock,
  checks: readonly Check[],
  signal: AbortSignal,
): Promise<readonly (SourceFault | null)[]> {
  const now = toSeconds(clock.now())
  const questions = (check: Check) => [
    showSeries(check),
    showFieldKeys(check),
    selectNewest(place, check),
    selectCounts(place, check, { from: now - HOUR_S, to: now }),
  ]
  const perCheck = 4
  const answers = await ask.all(checks.flatMap(questions), signal)
  const offsetS = ask.clockOffsetS()
  const faults: (SourceFault | null)[] = []
  for (const [index, check] of checks.entries()) {
    const known = knownFrom(answers.slice(index * perCheck, (index + 1) * perCheck))
    const fault = known.hasSeries ? judge(check, known, now) : await whyNoSeries(ask, check, signal)
    faults.push(fault ?? (Math.abs(offsetS) > CLOCK_TOLERANCE_S ? clockIsOff(offsetS) : null))
  }
  return faults
}

function judge(check: Check, { fields, newest, counts }: Known, now: Seconds): SourceFault | null {
  for (const name of check.fields) {
    const types = fields.filter((field) => field.name === name).map(({ type }) => type)
    const unreadable = types.find((type) => type !== 'float' && type !== 'integer' && type !== 'unsigned')
    if (unreadable !== undefined)
      return types.length > 1 ? mixedType(check, name, types) : textField(check, name, unreadable)
  }
  if (newest !== null && newest > now + CLOCK_TOLERANCE_S) return clockIsOff(newest - now)
  if (newest === null || newest < now - settleS(check)) return noPoints(check, newest)
  const loss = check.fields.indexOf('percent_packet_loss')
  const result = check.fields.indexOf('result_code')
  if (loss >= 0 && result >= 0 && counts[loss] === 0 && (counts[result] ?? 0) > 0) return noPing(check)
  const missing = check.fields.find((name) => !fields.some((field) => field.name === name))
  return missing === undefined ? null : noField(check, missing, [...new Set(fields.map(({ name }) => name))])
}

async function whyNoSeries(ask: Ask, check: Check, signal: AbortSignal): Promise<SourceFault> {
  const tags = Object.keys(check.tags)
  const [measurements = [], ...values] = await ask.all(
    [SHOW_MEASUREMENTS, ...tags.map((tag) => showTagValues(check, tag))],
    signal,
  )
  const names = texts(measurements, 'name')
  if (!names.includes(check.measurement)) return noMeasurement(check, names)
  return noSeries(check, new Map(tags.map((tag, index) => [tag, texts(values[index] ?? [], 'value')])))
}

function knownFrom([series = [], keys = [], newest = [], counts = []]: readonly (readonly Series[])[]): Known {
  const types = texts(keys, 'fieldType')
  const [time] = newest[0]?.values[0] ?? []
  const [, ...counted] = counts[0]?.values[0] ?? []
  return {
    hasSeries: texts(series, 'key').length > 0,
    fields: texts(keys, 'fieldKey').map((name, index) => ({ name, type: types[index] ?? '' })),
    newest: typeof time === 'number' ? toSeconds(time) : null,
    counts: counted.map((count) => (typeof count === 'number' ? count : 0)),
  }
}

/** A column of text, of all series. */
function texts(series: readonly Series[], column: string): readonly string[] {
  return series.flatMap(({ columns, values }) => {
    const index = columns.indexOf(column)
    return values.map((row) => row[index]).filter((value) => typeof value === 'string')
  })
}
