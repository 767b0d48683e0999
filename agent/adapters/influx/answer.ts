import * as v from 'valibot'

/** One series of an answer, its shape checked; the rows are checked by who reads them. */
export type Series = {
  readonly name: string | undefined
  readonly columns: readonly string[]
  readonly values: readonly (readonly unknown[])[]
}

/** What is wrong with an answer: not one that InfluxDB gives, cut short by it, or its own refusal of a statement. */
export type Breach =
  | { readonly kind: 'shape'; readonly what: string }
  | { readonly kind: 'cut' }
  | { readonly kind: 'refusal'; readonly error: string; readonly statement: number }
  | { readonly kind: 'type'; readonly measurement: string; readonly field: string; readonly type: string }

export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly breach: Breach }

const answer = v.object({
  error: v.optional(v.string()),
  results: v.optional(
    v.array(
      v.object({
        statement_id: v.number(),
        error: v.optional(v.string()),
        partial: v.optional(v.boolean()),
        series: v.optional(
          v.array(
            v.object({
              name: v.optional(v.string()),
              columns: v.array(v.string()),
              values: v.optional(v.array(v.array(v.unknown())), []),
              partial: v.optional(v.boolean()),
            }),
          ),
        ),
      }),
    ),
  ),
})

/** Per statement its series; anything that is not exactly an answer to so many statements is a breach. */
export function checkAnswer(body: unknown, statements: number): Checked<readonly (readonly Series[])[]> {
  const parsed = v.safeParse(answer, body)
  if (!parsed.success) return shape('JSON of another shape')
  const { error, results } = parsed.output
  const refused = results?.find((result) => result.error !== undefined)
  const refusal = error ?? refused?.error
  if (refusal !== undefined)
    return { ok: false, breach: { kind: 'refusal', error: refusal, statement: refused?.statement_id ?? 0 } }
  if (results?.length !== statements) return shape(`${results?.length ?? 0} results for ${statements} statements`)
  if (results.some((result, index) => result.statement_id !== index)) return shape('results out of order')
  if (results.some((result) => result.partial || result.series?.some((series) => series.partial))) {
    return { ok: false, breach: { kind: 'cut' } }
  }
  return {
    ok: true,
    value: results.map((result) =>
      (result.series ?? []).map(({ name, columns, values }) => ({ name, columns, values })),
    ),
  }
}

/** The rows of an answer that may hold one series at most, of this name and with exactly these columns. */
export function rowsOf(
  series: readonly Series[],
  expected: { name: string; columns: readonly string[] },
): Checked<Series['values']> {
  const [only] = series
  if (!only) return { ok: true, value: [] }
  if (series.length > 1) return shape(`${series.length} series where one was asked for`)
  if (only.name !== expected.name) return shape(`the series ${only.name} where ${expected.name} was asked for`)
  const { columns } = expected
  if (only.columns.length !== columns.length || only.columns.some((column, index) => column !== columns[index])) {
    return shape(`the columns ${only.columns.join(', ')} where ${columns.join(', ')} were asked for`)
  }
  const uneven = only.values.find((row) => row.length !== columns.length)
  return uneven ? shape('rows of another length than the columns') : { ok: true, value: only.values }
}

const shape = (what: string): { ok: false; breach: Breach } => ({ ok: false, breach: { kind: 'shape', what } })
