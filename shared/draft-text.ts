/** A piece of text as a tracker shows it, in no tracker's format. */
export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }

/** As people edit it: `# ` before a heading, `- ` before an item, `[text](address)` for a link, an empty line between. */
export const textOf = (blocks: readonly Block[]): string => blocks.map(lines).join('\n\n')

function lines(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `# ${block.text}`
    case 'text':
      return block.text
    case 'list':
      return block.items.map((item) => `- ${item.replaceAll('\n', '\n  ')}`).join('\n')
    case 'link':
      return `[${block.text}](${block.href})`
  }
}

export const blocksOf = (text: string): readonly Block[] =>
  text
    .replaceAll('\r\n', '\n')
    .split(/\n(?:[ \t]*\n)+/)
    .flatMap((part) => blockOf(part.replace(/^\n+|\s+$/g, '')))

/** Lines without an empty one between them. What an item is followed by without a sign of its own belongs to it. */
function blockOf(part: string): Block[] {
  if (part.trim() === '') return []
  const link = /^\[([^\]\n]+)\]\((https?:\/\/[^\s)]+)\)$/.exec(part)
  if (link) return [{ kind: 'link', text: link[1] ?? '', href: link[2] ?? '' }]
  const heading = /^#+ +(.+)$/.exec(part)
  if (heading) return [{ kind: 'heading', text: heading[1] ?? '' }]
  const at = part.search(/^- /m)
  if (at < 0) return [{ kind: 'text', text: part }]
  const before = part.slice(0, at).trimEnd()
  const items = part
    .slice(at + 2)
    .split(/\n- /)
    .map((item) => item.replace(/\n {1,2}/g, '\n').trim())
    .filter((item) => item !== '')
  const list: Block[] = items.length === 0 ? [] : [{ kind: 'list', items }]
  return before === '' ? list : [{ kind: 'text', text: before }, ...list]
}
