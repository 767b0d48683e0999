import { HOUR_S, type Seconds, type Span } from '../../shared/time.ts'
import type { Column, Rows, Selected, Shown, Statement, Sums, Tags } from './influxql.ts'
import type { Point, Series } from './telegraf.ts'

/** What a vessel's InfluxDB holds: one database, its series, and how far back they go. */
export type Database = {
  readonly name: string
  readonly series: readonly Series[]
  readonly since: Seconds
}

/** One series of an answer, as InfluxDB writes it in JSON. */
export type Answer = {
  readonly name?: string
  readonly columns: readonly string[]
  readonly values: readonly (readonly unknown[])[]
}

const RETENTION_POLICY = 'autogen'

/** The answer to one statement as of `now`; nothing is empty, and an `error` is what InfluxDB says. */
export function answer(
  statement: Statement,
  database: Database,
  now: Seconds,
): { readonly series: readonly Answer[] } | { readonly error: string } {
  if (statement.kind !== 'rows' && statement.kind !== 'sums') return { series: describe(statement, database) }
  const { source } = statement
  if (source.database !== null && source.database !== database.name)
    return { error: `database not found: ${source.database}` }
  if (source.retentionPolicy !== null && source.retentionPolicy !== RETENTION_POLICY)
    return { error: `retention policy not found: ${source.retentionPolicy}` }
  const series = matching(database.series, source.measurement, statement.tags)
  const values =
    statement.kind === 'rows'
      ? rows(statement, series, spanOf(statement, database, now))
      : sums(statement, series, spanOf(statement, database, now))
  const columns = statement.kind === 'rows' ? statement.fields : statement.columns.map(({ as }) => as)
  return { series: some(source.measurement, ['time', ...columns], values) }
}

const some = (name: string, columns: readonly string[], values: Answer['values']): readonly Answer[] =>
  values.length === 0 ? [] : [{ name, columns, values }]

const matching = (series: readonly Series[], measurement: string, tags: Tags) =>
  series.filter(
    (one) => one.measurement === measurement && tags.every(([key, value]) => (one.tags[key] ?? '') === value),
  )

/** Nothing is written before its time, and nothing was before the history begins. */
const spanOf = ({ fromMs, toMs }: Selected, { since }: Database, now: Seconds): Span => ({
  from: Math.max(since, fromMs === null ? since : Math.ceil(fromMs / 1000)),
  to: Math.min(now, toMs === null ? now : Math.ceil(toMs / 1000)),
})

function rows({ fields, order, limit }: Rows, series: readonly Series[], span: Span): Answer['values'] {
  const values: unknown[][] = []
  for (const part of limit === null ? [span] : hours(span, order)) {
    const points = inOrder(series, part)
    for (const point of order === 'ASC' ? points : points.toReversed()) {
      const row = fields.map((field) => point.values[field] ?? null)
      if (row.some((value) => value !== null)) values.push([point.at * 1000, ...row])
      if (values.length === limit) return values
    }
  }
  return values
}

function sums({ columns, everyMs, fromMs }: Sums, series: readonly Series[], span: Span): Answer['values'] {
  const groups = new Map<number, Point[]>()
  for (const point of inOrder(series, span)) {
    const ms = point.at * 1000
    const at = everyMs === null ? (fromMs ?? 0) : Math.floor(ms / everyMs) * everyMs
    const group = groups.get(at)
    if (group) group.push(point)
    else groups.set(at, [point])
  }
  return [...groups].map(([at, points]) => [at, ...columns.map((column) => summed(column, points))])
}

function summed({ sum, field }: Column, points: readonly Point[]): number | null {
  const values = points.flatMap((point) => point.values[field] ?? [])
  if (sum === 'count') return values.length
  return values.length === 0 ? null : values.reduce((total, value) => total + value, 0)
}

function inOrder(series: readonly Series[], span: Span): readonly Point[] {
  if (span.from >= span.to) return []
  const [only, ...more] = series.map((one) => one.points(span))
  if (more.length === 0) return only ?? []
  return [only ?? [], ...more].flat().sort((a, b) => a.at - b.at)
}

/** Hour by hour, so that the first or last point costs no more than an hour. */
function* hours({ from, to }: Span, order: 'ASC' | 'DESC'): Iterable<Span> {
  if (order === 'ASC') for (let at = from; at < to; at += HOUR_S) yield { from: at, to: Math.min(to, at + HOUR_S) }
  else for (let at = to; at > from; at -= HOUR_S) yield { from: Math.max(from, at - HOUR_S), to: at }
}

function describe(statement: Shown, { name, series }: Database): readonly Answer[] {
  switch (statement.kind) {
    case 'databases':
      return [{ name: 'databases', columns: ['name'], values: [[name]] }]
    case 'measurements': {
      const names = [...new Set(series.map(({ measurement }) => measurement))].sort()
      return some(
        'measurements',
        ['name'],
        cut(
          names.map((one) => [one]),
          statement.limit,
        ),
      )
    }
    case 'series': {
      const keys = matching(series, statement.measurement, statement.tags).map(keyOf).sort()
      const values = cut(
        keys.map((key) => [key]),
        statement.limit,
      )
      return values.length === 0 ? [] : [{ columns: ['key'], values }]
    }
    case 'field-keys': {
      const fields = matching(series, statement.measurement, []).flatMap((one) => Object.entries(one.fields))
      const sorted = [...new Map(fields)].sort(([a], [b]) => (a < b ? -1 : 1))
      return some(statement.measurement, ['fieldKey', 'fieldType'], sorted)
    }
    case 'tag-values': {
      const values = matching(series, statement.measurement, []).flatMap((one) => one.tags[statement.key] ?? [])
      const pairs = [...new Set(values)].sort().map((value) => [statement.key, value])
      return some(statement.measurement, ['key', 'value'], cut(pairs, statement.limit))
    }
  }
}

const cut = <T>(list: readonly T[], limit: number | null): readonly T[] => list.slice(0, limit ?? list.length)

const keyOf = ({ measurement, tags }: Series): string =>
  [
    measurement,
    ...Object.entries(tags)
      .sort()
      .map(([key, value]) => `${key}=${value}`),
  ].join(',')
