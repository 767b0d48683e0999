import type { Block } from '../../../shared/draft-text.ts'

/** A node of the Atlassian Document Format. */
export type AdfNode = { readonly type: string; readonly [key: string]: unknown }
export type AdfDocument = { type: 'doc'; version: number; content: Record<string, unknown>[] }

/** What JIRA takes as a description or a comment; counted over the document's own text. */
const MOST_CHARACTERS = 30_000

/** Text as a document, built from nodes: nothing in it can become markup. What is too long is cut between characters. */
export function adfOf(blocks: readonly Block[]): AdfDocument {
  let left = MOST_CHARACTERS
  const take = (text: string): string => {
    const kept = cut(text, left)
    left -= kept.length
    return kept
  }
  const content = blocks.flatMap((block) => nodesOf(block, take))
  return { type: 'doc', version: 1, content: content.length > 0 ? content : [paragraph([])] }
}

/** At most this long, as JIRA counts (UTF-16), and never half a character. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  if (most < 1) return ''
  const kept = text.slice(0, most - 1)
  return `${/[\uD800-\uDBFF]$/.test(kept) ? kept.slice(0, -1) : kept}…`
}

function nodesOf(block: Block, take: (text: string) => string): AdfNode[] {
  switch (block.kind) {
    case 'heading':
      return filled(textNodes(take(block.text)), (content) => ({ type: 'heading', attrs: { level: 3 }, content }))
    case 'text':
      return block.text.split(/\n{2,}/).flatMap((part) => filled(linesOf(take(part)), paragraph))
    case 'list': {
      const items = block.items.flatMap((item) =>
        filled(linesOf(take(item)), (content) => ({ type: 'listItem', content: [paragraph(content)] })),
      )
      return filled(items, (content) => ({ type: 'bulletList', content }))
    }
    case 'link': {
      const marks = [{ type: 'link', attrs: { href: block.href } }]
      return filled(textNodes(take(block.text)), (content) => paragraph(content.map((node) => ({ ...node, marks }))))
    }
  }
}

const paragraph = (content: readonly AdfNode[]): AdfNode => ({ type: 'paragraph', content })

/** An empty text node is not allowed: what is empty is left out. */
const textNodes = (text: string): AdfNode[] => (text === '' ? [] : [{ type: 'text', text }])

const linesOf = (text: string): AdfNode[] =>
  text.split('\n').flatMap((line, at) => [...(at > 0 ? [{ type: 'hardBreak' }] : []), ...textNodes(line)])

const filled = (content: readonly AdfNode[], node: (content: readonly AdfNode[]) => AdfNode): AdfNode[] =>
  content.some(({ type }) => type !== 'hardBreak') ? [node(content)] : []
