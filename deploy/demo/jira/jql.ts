import type { Indexed } from './state.ts'

export type Query = {
  readonly matches: (issue: Indexed) => boolean
  readonly compare: (a: Indexed, b: Indexed) => number
}

/** A small part of JQL: clauses joined by AND, and an order. What it does not know it refuses, as an unbounded query. */
export function parseJql(text: string, projects: readonly string[], nowMs: number): Query | { readonly error: string } {
  const words = text.match(/"(?:[^"\\]|\\.)*"|>=|<=|!=|[=~<>(),]|[^\s=~<>!(),"]+/g) ?? []
  const at = words.findIndex((word, index) => /^order$/i.test(word) && /^by$/i.test(words[index + 1] ?? ''))
  const order = at < 0 ? [] : words.slice(at + 2)
  const clauses = splitBy(at < 0 ? words : words.slice(0, at), (word) => /^and$/i.test(word))
  try {
    const tests = clauses.map((clause) => clauseOf(clause, projects, nowMs))
    const compare = orderOf(order)
    return { matches: (issue) => tests.every((test) => test(issue)), compare }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}

function splitBy(words: readonly string[], isBreak: (word: string) => boolean): string[][] {
  const parts: string[][] = [[]]
  for (const word of words) {
    if (isBreak(word)) parts.push([])
    else parts.at(-1)?.push(word)
  }
  return parts
}

function clauseOf(words: readonly string[], projects: readonly string[], nowMs: number): (issue: Indexed) => boolean {
  const [name = '', ...rest] = words
  if (name === '') {
    throw new Error('Unbounded JQL queries are not allowed here. Please add a search restriction to your query.')
  }
  const field = name.toLowerCase()
  const { operator, values } = operationOf(rest)
  if (field === 'project') {
    const strange = values.find((value) => !projects.includes(value))
    if (strange !== undefined) throw new Error(`The value '${strange}' does not exist for the field 'project'.`)
  }
  if (field === 'updated' || field === 'created') return timeClause(field, operator, values[0] ?? '', nowMs)
  const read = FIELDS[field]
  if (read === undefined) throw new Error(`Field '${name}' does not exist or you do not have permission to view it.`)
  const lower = values.map((value) => value.toLowerCase())
  const has = (issue: Indexed) => read(issue).some((value) => lower.includes(value.toLowerCase()))
  switch (operator) {
    case '=':
    case 'in':
      return has
    case '!=':
    case 'not in':
      // An empty field is never unequal: the trap that JQL is.
      return (issue) => read(issue).length > 0 && !has(issue)
    case 'is':
      return (issue) => read(issue).length === 0
    case 'is not':
      return (issue) => read(issue).length > 0
    case '~':
      // Quotes inside the text make it a phrase.
      return (issue) => read(issue).some((value) => value.toLowerCase().includes(lower[0]?.replace(/^"|"$/g, '') ?? ''))
    default:
      throw new Error(`The operator '${operator}' is not supported by the '${name}' field.`)
  }
}

const FIELDS: Readonly<Record<string, (issue: Indexed) => readonly string[]>> = {
  project: ({ project }) => [project],
  key: ({ key }) => [key],
  labels: ({ labels }) => labels,
  status: ({ status }) => [status],
  statuscategory: ({ category }) => [category, { new: 'To Do', indeterminate: 'In Progress', done: 'Done' }[category]],
  resolution: ({ resolution }) => (resolution === null ? [] : [resolution]),
  summary: ({ summary }) => [summary],
}

function operationOf(words: readonly string[]): { operator: string; values: readonly string[] } {
  const lower = words.map((word) => word.toLowerCase())
  const long = [
    ['not', 'in'],
    ['is', 'not'],
  ].find(([a, b]) => lower[0] === a && lower[1] === b)
  const operator = long?.join(' ') ?? lower[0] ?? ''
  const rest = words.slice(long === undefined ? 1 : 2)
  const values = rest.filter((word) => !/^[(),]$/.test(word)).map(unquoted)
  const listed = operator === 'in' || operator === 'not in'
  if (listed !== (rest[0] === '(') || values.length === 0 || (!listed && values.length > 1)) {
    throw new Error(`Error in the JQL Query: '${words.join(' ')}' is not understood.`)
  }
  if ((operator === 'is' || operator === 'is not') && !/^(empty|null)$/i.test(values[0] ?? '')) {
    throw new Error('is goes with EMPTY only')
  }
  return { operator, values }
}

const unquoted = (word: string): string => (word.startsWith('"') ? word.slice(1, -1).replace(/\\(.)/g, '$1') : word)

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }

function timeClause(field: 'updated' | 'created', operator: string, value: string, nowMs: number) {
  const relative = /^(-?)(\d+)([mhdw])$/.exec(value)
  if (relative === null) throw new Error(`Date value '${value}' for field '${field}' is invalid.`)
  const distance = Number(relative[2]) * (UNIT_MS[relative[3] ?? ''] ?? 0)
  const bound = nowMs + (relative[1] === '-' ? -distance : distance)
  const read = (issue: Indexed) => (field === 'updated' ? issue.updatedMs : issue.createdMs)
  if (operator === '>=') return (issue: Indexed) => read(issue) >= bound
  if (operator === '<=') return (issue: Indexed) => read(issue) <= bound
  throw new Error(`The operator '${operator}' is not supported by the '${field}' field.`)
}

function orderOf(words: readonly string[]): (a: Indexed, b: Indexed) => number {
  const [field = 'created', direction = 'desc'] = words.map((word) => word.toLowerCase())
  if (!['created', 'updated', 'key'].includes(field) || !['asc', 'desc'].includes(direction) || words.length > 2) {
    throw new Error(`Not able to sort using field '${words.join(' ')}'.`)
  }
  const read = (issue: Indexed) => (field === 'updated' ? issue.updatedMs : issue.id)
  return (a, b) => (direction === 'asc' ? 1 : -1) * (read(a) - read(b))
}
