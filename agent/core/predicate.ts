/** What the fields of one point are called and hold; `null` or absent: the point lacks that field. */
export type FieldValues = Readonly<Record<string, number | null>>

export type Predicate = { readonly fields: readonly string[]; readonly holds: (values: FieldValues) => boolean }

export type ParsedPredicate =
  | { readonly ok: true; readonly predicate: Predicate }
  | { readonly ok: false; readonly at: number; readonly problem: string }

const MAX_LENGTH = 500

/**
 * Reads `result_code == 0 and http_response_code < 400`: comparisons of fields with numbers, `and`, `or`, parentheses;
 * `and` binds tighter. A name with other than letters, digits, `_`, `.` stands in double quotes.
 * A missing field makes its comparison false. `at` counts characters from 1.
 */
export function parsePredicate(text: string): ParsedPredicate {
  if (text.length > MAX_LENGTH)
    return { ok: false, at: MAX_LENGTH + 1, problem: `is longer than ${MAX_LENGTH} characters` }
  const cursor: Cursor = { tokens: tokenize(text), next: 0 }
  const parsed = parseJoined(cursor, 'or')
  if (!parsed.ok) return parsed
  const rest = peek(cursor)
  if (rest.kind !== 'end') return refusal(rest, '`and`, `or` or the end')
  return { ok: true, predicate: { fields: fieldsOf(parsed.node), holds: (values) => holds(parsed.node, values) } }
}

type Operator = '==' | '!=' | '<' | '<=' | '>' | '>='
type Node =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Node[] }
  | { readonly kind: 'compare'; readonly field: string; readonly operator: Operator; readonly number: number }
type Parsed = { ok: true; node: Node } | { ok: false; at: number; problem: string }

function holds(node: Node, values: FieldValues): boolean {
  switch (node.kind) {
    case 'and':
      return node.parts.every((part) => holds(part, values))
    case 'or':
      return node.parts.some((part) => holds(part, values))
    case 'compare': {
      const value = Object.hasOwn(values, node.field) ? values[node.field] : null
      return typeof value === 'number' && compare(value, node.operator, node.number)
    }
  }
}

function compare(value: number, operator: Operator, number: number): boolean {
  switch (operator) {
    case '==':
      return value === number
    case '!=':
      return value !== number
    case '<':
      return value < number
    case '<=':
      return value <= number
    case '>':
      return value > number
    case '>=':
      return value >= number
  }
}

const fieldsOf = (node: Node): readonly string[] => [
  ...new Set(node.kind === 'compare' ? [node.field] : node.parts.flatMap(fieldsOf)),
]

type Token = {
  readonly kind: 'name' | 'number' | 'operator' | 'and' | 'or' | '(' | ')' | 'end' | 'wrong'
  readonly text: string
  readonly at: number
}
type Cursor = { readonly tokens: readonly Token[]; next: number }

const shapes: readonly (readonly [Token['kind'], RegExp])[] = [
  ['number', /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?(?![\w.])/i],
  ['operator', /^(==|!=|<=|>=|<|>)/],
  ['(', /^\(/],
  [')', /^\)/],
  ['and', /^and(?![\w.])/],
  ['or', /^or(?![\w.])/],
  ['name', /^[A-Za-z_][\w.]*/],
  ['name', /^"[^"]+"/],
]

function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = []
  let at = 0
  for (;;) {
    at += /^\s*/.exec(text.slice(at))?.[0].length ?? 0
    const rest = text.slice(at)
    if (rest === '') return [...tokens, { kind: 'end', text: '', at: at + 1 }]
    const [kind, found] = firstShape(rest)
    tokens.push({ kind, text: found, at: at + 1 })
    at += found.length
  }
}

function firstShape(rest: string): readonly [Token['kind'], string] {
  for (const [kind, shape] of shapes) {
    const found = shape.exec(rest)
    if (found) return [kind, found[0]]
  }
  return ['wrong', /^\S[^\s()]*/.exec(rest)?.[0] ?? rest]
}

const peek = ({ tokens, next }: Cursor): Token => tokens[next] ?? { kind: 'end', text: '', at: 1 }

function take(cursor: Cursor, kind: Token['kind']): Token | null {
  const token = peek(cursor)
  if (token.kind !== kind) return null
  cursor.next++
  return token
}

/** `a or b or c`, each of them `x and y and z`, each of those a comparison or something in parentheses. */
function parseJoined(cursor: Cursor, by: 'and' | 'or'): Parsed {
  const parts: Node[] = []
  do {
    const part = by === 'or' ? parseJoined(cursor, 'and') : parsePart(cursor)
    if (!part.ok) return part
    parts.push(part.node)
  } while (take(cursor, by))
  const [only] = parts
  return { ok: true, node: only && parts.length === 1 ? only : { kind: by, parts } }
}

function parsePart(cursor: Cursor): Parsed {
  if (take(cursor, '(')) {
    const inner = parseJoined(cursor, 'or')
    if (!inner.ok) return inner
    return take(cursor, ')') ? inner : refusal(peek(cursor), '`)`')
  }
  const name = take(cursor, 'name')
  if (!name) return refusal(peek(cursor), 'a field or `(`')
  const operator = take(cursor, 'operator')
  if (!operator) return refusal(peek(cursor), `a comparison (${operators.join(' ')}) after \`${name.text}\``)
  const number = take(cursor, 'number')
  if (!number) return refusal(peek(cursor), `a number after \`${operator.text}\``)
  const field = name.text.replaceAll('"', '')
  return {
    ok: true,
    node: { kind: 'compare', field, operator: toOperator(operator.text), number: Number(number.text) },
  }
}

const operators: readonly Operator[] = ['==', '!=', '<', '<=', '>', '>=']
const toOperator = (text: string): Operator => operators.find((operator) => operator === text) ?? '=='

const refusal = (token: Token, wanted: string): { ok: false; at: number; problem: string } => ({
  ok: false,
  at: token.at,
  problem: `at character ${token.at}: expected ${wanted}, found ${token.kind === 'end' ? 'the end' : `\`${token.text}\``}`,
})
