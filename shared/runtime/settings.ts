import { readFileSync } from 'node:fs'
import type { GenericIssue, GenericSchema, InferOutput } from 'valibot'
import { safeParse } from 'valibot'
import { type Document, isCollection, isNode, LineCounter, parseDocument, stringify } from 'yaml'

/** One thing that is wrong in a settings file: where, what, and how it could read instead. */
export type Problem = {
  readonly file: string
  readonly line: number | null
  readonly key: string
  readonly what: string
  readonly example: string | null
}

export type Parsed<T> =
  | { readonly ok: true; readonly settings: T }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** Reads a YAML file by its schema; every problem at once. `example` is a whole valid file, from which each message takes its example. */
export function readSettings<S extends GenericSchema>(
  file: string,
  schema: S,
  example: string,
): Parsed<InferOutput<S>> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const what = `cannot be read: ${error instanceof Error ? error.message : String(error)}`
    return { ok: false, problems: [{ file, line: null, key: '', what, example: null }] }
  }
  return parseSettings(file, text, schema, example)
}

/** The top-level keys of a YAML file, none when it cannot be read: enough to tell which kind of settings it holds. */
export function keysIn(file: string): readonly string[] {
  try {
    const content: unknown = parseDocument(readFileSync(file, 'utf8')).toJS()
    return content !== null && typeof content === 'object' ? Object.keys(content) : []
  } catch {
    return []
  }
}

export function parseSettings<S extends GenericSchema>(
  file: string,
  text: string,
  schema: S,
  example: string,
): Parsed<InferOutput<S>> {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => ({
      file,
      line: lines.linePos(error.pos[0]).line,
      key: '',
      what: `is not valid YAML: ${error.message.split('\n')[0]}`,
      example: null,
    }))
    return { ok: false, problems }
  }
  const result = safeParse(schema, document.toJS() ?? {})
  if (result.success) return { ok: true, settings: result.output }
  const examples = parseDocument(example)
  const problems = result.issues.flatMap(leaves).map((issue) => {
    const path = (issue.path ?? []).map((item) => item.key as string | number)
    return {
      file,
      line: lineOf(document, path, lines),
      key: keyOf(path),
      what: wordsFor(issue),
      example: isUnknownKey(issue) ? null : exampleFor(examples, path),
    }
  })
  return { ok: false, problems }
}

/** `agent.yaml:12: hub.urls: is missing. For example: urls: [mqtts://hub.example.com:8883]` */
export function describeProblem({ file, line, key, what, example }: Problem): string {
  const where = `${file}${line === null ? '' : `:${line}`}: ${key === '' ? '' : `${key}: `}`
  return `${where}${what}${example === null ? '' : `. For example: ${example}`}`
}

/** A union says little by itself: what its nearest option found is said instead. */
function leaves(issue: GenericIssue): GenericIssue[] {
  return issue.type === 'union' && issue.issues && issue.issues.length > 0 ? issue.issues.flatMap(leaves) : [issue]
}

const isUnknownKey = (issue: GenericIssue) => issue.type === 'strict_object' && issue.expected === 'never'

function wordsFor(issue: GenericIssue): string {
  if (isUnknownKey(issue)) return 'is not a key that is known here'
  if (issue.received === 'undefined') return 'is missing'
  if (issue.kind === 'schema' && issue.message.startsWith('Invalid')) {
    return `must be ${issue.expected ?? 'something else'}, not ${issue.received}`
  }
  return /^[A-Z]/.test(issue.received ?? '') ? issue.message : `${issue.message} (it is ${issue.received})`
}

const keyOf = (path: readonly (string | number)[]) =>
  path.map((key, at) => (typeof key === 'number' ? `[${key}]` : at === 0 ? key : `.${key}`)).join('')

/** The line of the key, or of the nearest thing above it that is there. */
function lineOf(document: Document, path: readonly (string | number)[], lines: LineCounter): number | null {
  for (let depth = path.length; depth > 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true)
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
  }
  return null
}

function exampleFor(examples: Document, path: readonly (string | number)[]): string | null {
  const first = path.map((key) => (typeof key === 'number' ? 0 : key))
  const node = examples.getIn(first, true)
  const key = path.findLast((part) => typeof part === 'string')
  if (!isNode(node) || key === undefined) return null
  const value = isCollection(node)
    ? stringify(node.toJS(examples), { collectionStyle: 'flow', lineWidth: 0 })
    : String(node)
  return `${typeof path.at(-1) === 'number' ? '- ' : `${key}: `}${value.trim()}`
}
