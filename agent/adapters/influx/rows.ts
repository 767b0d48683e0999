import { createHash } from 'node:crypto'
import type { Sample } from '../../../shared/sampling.ts'
import { HOUR_S, type Seconds, type Span, toSeconds } from '../../../shared/time.ts'
import type { Check } from '../../core/check.ts'
import type { FieldValues } from '../../core/predicate.ts'
import type { Fingerprint } from '../../ports.ts'
import { type Checked, rowsOf, type Series } from './answer.ts'
import { fingerprintColumns } from './influxql.ts'

/** The samples in a check's rows, floored to the second; of several in one second, down wins. Every value is looked at. */
export function samplesOf(check: Check, series: readonly Series[], window: Span): Checked<readonly Sample[]> {
  const rows = rowsOf(series, { name: check.measurement, columns: ['time', ...check.fields] })
  if (!rows.ok) return rows
  const samples: Sample[] = []
  let before = window.from * 1000
  for (const [time, ...values] of rows.value) {
    if (!isTime(time) || time < before || time >= window.to * 1000) return wrong(`a row at ${JSON.stringify(time)}`)
    before = time
    const strange = values.findIndex((value) => value !== null && typeof value !== 'number')
    if (strange >= 0) return wrongType(check, check.fields[strange] ?? '', values[strange])
    const up = check.up(fieldValues(check, values))
    const at = toSeconds(time)
    const last = samples.at(-1)
    if (last?.at !== at) samples.push({ at, up })
    else if (last.up && !up) samples[samples.length - 1] = { at, up }
  }
  return { ok: true, value: samples }
}

/** What each whole hour of the window holds; an hour without rows has the print of nothing. */
export function fingerprintsOf(check: Check, series: readonly Series[], window: Span): Checked<readonly Fingerprint[]> {
  const rows = rowsOf(series, { name: check.measurement, columns: fingerprintColumns(check) })
  if (!rows.ok) return rows
  const byHour = new Map<Seconds, (readonly unknown[])[]>()
  for (const row of rows.value) {
    const [time] = row
    if (!isTime(time) || time < window.from * 1000 || time >= window.to * 1000)
      return wrong(`a row at ${JSON.stringify(time)}`)
    const hour = Math.floor(toSeconds(time) / HOUR_S) * HOUR_S
    const held = byHour.get(hour)
    if (held) held.push(row)
    else byHour.set(hour, [row])
  }
  const prints: Fingerprint[] = []
  for (let hour = window.from; hour < window.to; hour += HOUR_S) {
    prints.push({ hour, print: printOf(byHour.get(hour) ?? []) })
  }
  return { ok: true, value: prints }
}

/** The time of the only row of a check; null when there is none. */
export function timeOf(check: Check, series: readonly Series[]): Checked<Seconds | null> {
  const rows = rowsOf(series, { name: check.measurement, columns: ['time', ...check.fields] })
  if (!rows.ok) return rows
  const [row] = rows.value
  if (!row) return { ok: true, value: null }
  return isTime(row[0]) ? { ok: true, value: toSeconds(row[0]) } : wrong(`a row at ${JSON.stringify(row[0])}`)
}

const printOf = (rows: readonly (readonly unknown[])[]): string =>
  rows.length === 0 ? '' : createHash('sha256').update(JSON.stringify(rows)).digest('base64url').slice(0, 16)

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value)

const fieldValues = (check: Check, values: readonly unknown[]): FieldValues =>
  Object.fromEntries(check.fields.map((field, i) => [field, typeof values[i] === 'number' ? values[i] : null]))

const wrong = (what: string): Checked<never> => ({ ok: false, breach: { kind: 'shape', what } })

const wrongType = ({ measurement }: Check, field: string, value: unknown): Checked<never> => ({
  ok: false,
  breach: { kind: 'type', measurement, field, type: typeof value },
})
