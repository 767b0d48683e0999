/** The few InfluxQL statements that an agent asks, and no others. */
export type Statement = Rows | Sums | Shown

export type Rows = { readonly kind: 'rows'; readonly fields: readonly string[]; readonly order: Order } & Selected
export type Sums = {
  readonly kind: 'sums'
  readonly columns: readonly Column[]
  readonly everyMs: number | null
} & Selected
export type Shown =
  | { readonly kind: 'series'; readonly measurement: string; readonly tags: Tags; readonly limit: number | null }
  | { readonly kind: 'field-keys'; readonly measurement: string }
  | { readonly kind: 'tag-values'; readonly measurement: string; readonly key: string; readonly limit: number | null }
  | { readonly kind: 'measurements'; readonly limit: number | null }
  | { readonly kind: 'databases' }

export type Selected = {
  readonly source: Source
  readonly tags: Tags
  readonly fromMs: number | null
  readonly toMs: number | null
  readonly limit: number | null
}
export type Source = {
  readonly database: string | null
  readonly retentionPolicy: string | null
  readonly measurement: string
}
export type Column = { readonly sum: 'count' | 'sum'; readonly field: string; readonly as: string }
export type Tags = readonly (readonly [key: string, value: string])[]
export type Order = 'ASC' | 'DESC'

/** The statements of a query, or what is not understood of it. */
export function parseQuery(query: string): readonly Statement[] | { readonly error: string } {
  try {
    const parser = createParser(tokensOf(query))
    const statements = [statement(parser)]
    while (parser.take(';')) statements.push(statement(parser))
    parser.end()
    return statements
  } catch (error) {
    if (error instanceof ParseError) return { error: error.message }
    throw error
  }
}

class ParseError extends Error {}

type Token = {
  readonly kind: 'word' | 'name' | 'text' | 'time' | 'number' | 'sign'
  readonly value: string
  readonly at: number
}

const TOKEN =
  /\s*(?:(?<name>"(?:[^"\\\n]|\\.)*")|(?<text>'(?:[^'\\\n]|\\.)*')|(?<time>\d+(?:ms|s|m|h))\b|(?<number>\d+)|(?<word>[A-Za-z_]+)|(?<sign>>=|[<>=(),.;]))/y

function tokensOf(query: string): readonly Token[] {
  const tokens: Token[] = []
  const pattern = new RegExp(TOKEN)
  while (query.slice(pattern.lastIndex).trim() !== '') {
    const at = pattern.lastIndex
    const groups = pattern.exec(query)?.groups
    if (!groups) throw new ParseError(`found ${query.slice(at).trim().slice(0, 20)} at char ${at + 1}`)
    for (const kind of ['name', 'text', 'time', 'number', 'word', 'sign'] as const) {
      const value = groups[kind]
      if (value !== undefined)
        tokens.push({ kind, at, value: kind === 'name' || kind === 'text' ? unquoted(value) : value })
    }
  }
  return tokens
}

const unquoted = (quoted: string) =>
  quoted.slice(1, -1).replace(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character))

type Parser = ReturnType<typeof createParser>

function createParser(tokens: readonly Token[]) {
  let next = 0
  const fail = (expected: string): never => {
    const found = tokens[next]
    throw new ParseError(`found ${found?.value ?? 'EOF'}, expected ${expected} at char ${(found?.at ?? 0) + 1}`)
  }
  const is = (value: string, token = tokens[next]) =>
    token !== undefined && (token.kind === 'word' || token.kind === 'sign') && token.value.toUpperCase() === value
  return {
    fail,
    /** These words or signs, one after the other, if they come. */
    take(...values: readonly string[]): boolean {
      if (!values.every((value, ahead) => is(value, tokens[next + ahead]))) return false
      next += values.length
      return true
    },
    need(...values: readonly string[]): void {
      if (!this.take(...values)) fail(values.join(' '))
    },
    value(kind: Token['kind']): string {
      const token = tokens[next]
      if (token?.kind !== kind) return fail(kind)
      next++
      return token.value
    },
    end(): void {
      if (next < tokens.length) fail('EOF')
    },
  }
}

function statement(parser: Parser): Statement {
  if (parser.take('SELECT')) return select(parser)
  parser.need('SHOW')
  if (parser.take('MEASUREMENTS')) return { kind: 'measurements', limit: limit(parser) }
  if (parser.take('DATABASES')) return { kind: 'databases' }
  if (parser.take('SERIES', 'FROM')) {
    const measurement = parser.value('name')
    const { tags } = conditions(parser)
    return { kind: 'series', measurement, tags, limit: limit(parser) }
  }
  if (parser.take('FIELD', 'KEYS', 'FROM')) return { kind: 'field-keys', measurement: parser.value('name') }
  parser.need('TAG', 'VALUES', 'FROM')
  const measurement = parser.value('name')
  parser.need('WITH', 'KEY', '=')
  return { kind: 'tag-values', measurement, key: parser.value('name'), limit: limit(parser) }
}

function select(parser: Parser): Statement {
  const columns: Column[] = []
  const fields: string[] = []
  do {
    const sum = parser.take('COUNT', '(') ? 'count' : parser.take('SUM', '(') ? 'sum' : null
    const field = parser.value('name')
    if (sum === null) fields.push(field)
    else {
      parser.need(')', 'AS')
      columns.push({ sum, field, as: parser.value('name') })
    }
  } while (parser.take(','))
  if (fields.length > 0 && columns.length > 0) parser.fail('fields or sums, not both')
  parser.need('FROM')
  const selected = { source: source(parser), ...conditions(parser) }
  if (columns.length > 0) return { kind: 'sums', columns, ...selected, everyMs: grouping(parser), limit: null }
  const order = ordering(parser)
  return { kind: 'rows', fields, ...selected, order, limit: limit(parser) }
}

function source(parser: Parser): Source {
  const first = parser.value('name')
  if (!parser.take('.')) return { database: null, retentionPolicy: null, measurement: first }
  const retentionPolicy = parser.value('name')
  parser.need('.')
  return { database: first, retentionPolicy, measurement: parser.value('name') }
}

function conditions(parser: Parser): { tags: Tags; fromMs: number | null; toMs: number | null } {
  const tags: (readonly [string, string])[] = []
  let fromMs: number | null = null
  let toMs: number | null = null
  if (!parser.take('WHERE')) return { tags, fromMs, toMs }
  do {
    if (parser.take('TIME', '>=')) fromMs = milliseconds(parser)
    else if (parser.take('TIME', '<')) toMs = milliseconds(parser)
    else {
      const key = parser.value('name')
      parser.need('=')
      tags.push([key, parser.value('text')])
    }
  } while (parser.take('AND'))
  return { tags, fromMs, toMs }
}

function grouping(parser: Parser): number | null {
  if (!parser.take('GROUP', 'BY', 'TIME', '(')) return null
  const everyMs = milliseconds(parser)
  parser.need(')', 'FILL', '(', 'NONE', ')')
  return everyMs
}

function ordering(parser: Parser): Order {
  if (!parser.take('ORDER', 'BY', 'TIME')) return 'ASC'
  if (parser.take('DESC')) return 'DESC'
  parser.need('ASC')
  return 'ASC'
}

const limit = (parser: Parser): number | null => (parser.take('LIMIT') ? Number(parser.value('number')) : null)

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

function milliseconds(parser: Parser): number {
  const [, number, unit = ''] = /^(\d+)(\D+)$/.exec(parser.value('time')) ?? []
  return Number(number) * (UNIT_MS[unit] ?? Number.NaN)
}
