/** What is wrong with a document in the Atlassian format; of its nodes those that a ticket uses. */
export function documentFault(document: unknown): string | null {
  const doc = objectOf(document)
  if (doc === null) return 'Operation value must be an Atlassian Document (see the Atlassian Document Format)'
  if (doc.type !== 'doc' || doc.version !== 1) return 'a document is of type doc and version 1'
  if (!onlyKeys(doc, ['type', 'version', 'content'])) return 'a document has a type, a version and a content'
  return childrenFault(doc.content, BLOCKS, false) ?? (textLength(document) > 32_767 ? 'the text is too long' : null)
}

type Rule = {
  readonly children: readonly string[] | null
  readonly mayBeEmpty: boolean
  readonly attrs: readonly string[]
}

const INLINE = ['text', 'hardBreak']
const BLOCKS = ['paragraph', 'heading', 'bulletList', 'rule', 'codeBlock']
const RULES: Readonly<Record<string, Rule>> = {
  paragraph: { children: INLINE, mayBeEmpty: true, attrs: [] },
  heading: { children: INLINE, mayBeEmpty: true, attrs: ['level'] },
  bulletList: { children: ['listItem'], mayBeEmpty: false, attrs: [] },
  listItem: { children: ['paragraph', 'bulletList', 'codeBlock'], mayBeEmpty: false, attrs: [] },
  codeBlock: { children: ['text'], mayBeEmpty: true, attrs: ['language'] },
  rule: { children: null, mayBeEmpty: true, attrs: [] },
  hardBreak: { children: null, mayBeEmpty: true, attrs: ['text'] },
}

function childrenFault(content: unknown, allowed: readonly string[], mayBeEmpty: boolean): string | null {
  if (!Array.isArray(content)) return 'the content of a node is a list'
  if (content.length === 0 && !mayBeEmpty) return 'a node here must not be empty'
  for (const child of content) {
    const fault = nodeFault(child, allowed)
    if (fault !== null) return fault
  }
  return null
}

function nodeFault(value: unknown, allowed: readonly string[]): string | null {
  const node = objectOf(value)
  if (node === null || typeof node.type !== 'string') return 'a node has a type'
  if (!allowed.includes(node.type)) return `a node of type ${node.type} may not stand there`
  if (node.type === 'text') return textFault(node)
  const rule = RULES[node.type]
  if (rule === undefined) return `a node of type ${node.type} is not known`
  if (!onlyKeys(node, ['type', 'content', 'attrs'])) return `a ${node.type} has something that it cannot have`
  const attrs = node.attrs === undefined ? {} : objectOf(node.attrs)
  if (attrs === null || !onlyKeys(attrs, rule.attrs)) return `a ${node.type} has attributes that it cannot have`
  if (node.type === 'heading' && !([1, 2, 3, 4, 5, 6] as unknown[]).includes(attrs.level))
    return 'a heading has a level'
  if (rule.children === null) return node.content === undefined ? null : `a ${node.type} has no content`
  return childrenFault(node.content ?? [], rule.children, rule.mayBeEmpty)
}

function textFault(node: Readonly<Record<string, unknown>>): string | null {
  if (!onlyKeys(node, ['type', 'text', 'marks'])) return 'a text has something that it cannot have'
  if (typeof node.text !== 'string' || node.text === '') return 'a text must not be empty'
  if (node.marks === undefined) return null
  if (!Array.isArray(node.marks)) return 'the marks of a text are a list'
  for (const value of node.marks) {
    const mark = objectOf(value)
    const href = objectOf(mark?.attrs)?.href
    const known =
      mark?.type === 'link' ? typeof href === 'string' && /^https?:\/\//.test(href) : mark?.type === 'strong'
    if (!known) return 'a text has a mark that it cannot have'
  }
  return null
}

const textLength = (node: unknown): number =>
  Array.isArray(node)
    ? node.reduce((sum: number, child) => sum + textLength(child), 0)
    : Object.entries(objectOf(node) ?? {}).reduce(
        (sum, [key, value]) =>
          sum + (key === 'text' && typeof value === 'string' ? [...value].length : textLength(value)),
        0,
      )

export const objectOf = (value: unknown): Readonly<Record<string, unknown>> | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null

export const onlyKeys = (value: Readonly<Record<string, unknown>>, keys: readonly string[]): boolean =>
  Object.keys(value).every((key) => keys.includes(key))
