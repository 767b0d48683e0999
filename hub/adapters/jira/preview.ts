import type { Block } from '../../../shared/draft-text.ts'
import type { IssuePreview } from '../../ports/tracker.ts'
import type { AdfNode } from './adf.ts'
import { issueOf, type JiraMapping } from './mapping.ts'

/** What JIRA calls what it gives an id, by field and id; as far as it was heard. */
export type Names = ReadonlyMap<string, string>
export const nameKey = (field: string, id: string): string => `${field}:${id}`

const TITLES: Readonly<Record<string, string>> = {
  summary: 'Summary',
  project: 'Project',
  issuetype: 'Issue type',
  priority: 'Priority',
  labels: 'Labels',
  components: 'Components',
  assignee: 'Assignee',
}
const FIRST = Object.keys(TITLES)

/** The very request that would be sent, as people read it. */
export function previewOf(mapping: JiraMapping, order: Parameters<typeof issueOf>[1], names: Names): IssuePreview {
  const { description, ...fields } = issueOf(mapping, order).fields ?? {}
  const rank = (field: string) => (FIRST.includes(field) ? FIRST.indexOf(field) : FIRST.length)
  return {
    fields: Object.entries(fields)
      .sort(([a], [b]) => rank(a) - rank(b))
      .map(([field, value]) => ({
        name: TITLES[field] ?? names.get(nameKey('field', field)) ?? field,
        value: wordsOf(field, value, names),
      })),
    blocks: isNode(description) ? nodesIn(description).flatMap(blockOf) : [],
  }
}

function wordsOf(field: string, value: unknown, names: Names): string {
  if (Array.isArray(value)) return value.map((one) => wordsOf(field, one, names)).join(', ')
  if (typeof value !== 'object' || value === null) return String(value)
  if ('key' in value) return String(value.key)
  if (!('id' in value)) return JSON.stringify(value)
  const name = names.get(nameKey(field, String(value.id)))
  return name === undefined ? `id ${value.id}` : `${name} (id ${value.id})`
}

const isNode = (value: unknown): value is AdfNode => typeof value === 'object' && value !== null && 'type' in value
const nodesIn = (node: AdfNode): readonly AdfNode[] => (Array.isArray(node.content) ? node.content.filter(isNode) : [])

function blockOf(node: AdfNode): Block[] {
  if (node.type === 'bulletList') return [{ kind: 'list', items: nodesIn(node).map(textIn) }]
  const text = textIn(node)
  if (node.type === 'heading') return [{ kind: 'heading', text }]
  const href = nodesIn(node).flatMap(linkIn)[0]
  if (href !== undefined) return [{ kind: 'link', text, href }]
  return text === '' ? [] : [{ kind: 'text', text }]
}

function textIn(node: AdfNode): string {
  if (node.type === 'text') return String(node.text)
  return node.type === 'hardBreak' ? '\n' : nodesIn(node).map(textIn).join('')
}

function linkIn({ marks }: AdfNode): string[] {
  const all = Array.isArray(marks) ? marks.filter(isNode) : []
  return all.flatMap(({ attrs }) =>
    typeof attrs === 'object' && attrs !== null && 'href' in attrs ? [String(attrs.href)] : [],
  )
}
