import type { Span } from '../../../shared/time.ts'
import type { Check } from '../../core/check.ts'

/** Text in InfluxQL that no configuration can break out of. */
export const quoteString = (text: string): string => `'${escaped(text).replaceAll("'", "\\'")}'`
export const quoteIdentifier = (name: string): string => `"${escaped(name).replaceAll('"', '\\"')}"`

const escaped = (text: string) => text.toWellFormed().replaceAll('\\', '\\\\').replaceAll('\n', '\\n')

/** Where a check's series live; `retentionPolicy` null means the database's default. */
export type Place = { readonly database: string; readonly retentionPolicy: string | null }

export const selectRows = (place: Place, check: Check, window: Span): string =>
  `SELECT ${fieldList(check)} FROM ${source(place, check)} WHERE ${[...tagTerms(check), ...timeTerms(window)].join(' AND ')}`

/** By the minute, so that two overwritten points that cancel out in the sum of an hour are seen. */
export const selectFingerprint = (place: Place, check: Check, window: Span): string => {
  const sums = check.fields
    .map(quoteIdentifier)
    .map((field, i) => `count(${field}) AS "c${i}",sum(${field}) AS "s${i}"`)
  const where = [...tagTerms(check), ...timeTerms(window)].join(' AND ')
  return `SELECT ${sums.join(',')} FROM ${source(place, check)} WHERE ${where} GROUP BY time(1m) fill(none)`
}

export const fingerprintColumns = ({ fields }: Check): readonly string[] => [
  'time',
  ...fields.flatMap((_, i) => [`c${i}`, `s${i}`]),
]

export const selectOldest = (place: Place, check: Check): string => selectEnd(place, check, 'ASC')
export const selectNewest = (place: Place, check: Check): string => selectEnd(place, check, 'DESC')

/** How often each field has a value in the window. */
export const selectCounts = (place: Place, check: Check, window: Span): string => {
  const counts = check.fields.map((field, i) => `count(${quoteIdentifier(field)}) AS "c${i}"`)
  return `SELECT ${counts.join(',')} FROM ${source(place, check)} WHERE ${[...tagTerms(check), ...timeTerms(window)].join(' AND ')}`
}

export const showSeries = (check: Check): string =>
  `SHOW SERIES FROM ${quoteIdentifier(check.measurement)}${where(tagTerms(check))} LIMIT 1`

export const showFieldKeys = (check: Check): string => `SHOW FIELD KEYS FROM ${quoteIdentifier(check.measurement)}`

export const showTagValues = (check: Check, tag: string): string =>
  `SHOW TAG VALUES FROM ${quoteIdentifier(check.measurement)} WITH KEY = ${quoteIdentifier(tag)} LIMIT 200`

export const SHOW_MEASUREMENTS = 'SHOW MEASUREMENTS LIMIT 200'
export const SHOW_DATABASES = 'SHOW DATABASES'

function selectEnd(place: Place, check: Check, order: 'ASC' | 'DESC'): string {
  return `SELECT ${fieldList(check)} FROM ${source(place, check)}${where(tagTerms(check))} ORDER BY time ${order} LIMIT 1`
}

const fieldList = (check: Check) => check.fields.map(quoteIdentifier).join(',')

const source = ({ database, retentionPolicy }: Place, { measurement }: Check) =>
  (retentionPolicy === null ? [measurement] : [database, retentionPolicy, measurement]).map(quoteIdentifier).join('.')

const tagTerms = (check: Check) =>
  Object.entries(check.tags).map(([key, value]) => `${quoteIdentifier(key)} = ${quoteString(value)}`)

const timeTerms = ({ from, to }: Span) => [`time >= ${from * 1000}ms`, `time < ${to * 1000}ms`]

const where = (terms: readonly string[]) => (terms.length === 0 ? '' : ` WHERE ${terms.join(' AND ')}`)
