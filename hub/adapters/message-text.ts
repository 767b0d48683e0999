import type { Message } from '../ports/notifier.ts'

/** As plain text, without its subject: an address stands under what it leads to. */
export const textOf = ({ lines, sections = [] }: Message): string =>
  [
    ...lines,
    ...sections.map(({ title, items }) =>
      [title.toUpperCase(), ...items.map(({ text, href }) => `- ${text}${href === null ? '' : `\n  ${href}`}`)].join(
        '\n',
      ),
    ),
  ].join('\n\n')

/** As HTML for mail: one column without pictures or a style sheet, so that a phone shows it at reading size. */
export const htmlOf = ({ subject, lines, sections = [] }: Message): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(subject)}</title></head>
<body style="margin:0 auto;max-width:40em;padding:12px;font:16px/1.45 system-ui,sans-serif">
<h1 style="font-size:20px;line-height:1.25">${escaped(subject)}</h1>
${lines.map((line) => `<p>${linked(line)}</p>`).join('\n')}
${sections.map(sectionOf).join('\n')}
</body>
</html>
`

const sectionOf = ({ title, items }: NonNullable<Message['sections']>[number]): string =>
  `<h2 style="font-size:17px;margin:20px 0 4px">${escaped(title)}</h2>
<ul style="margin:0;padding-left:18px">
${items.map(({ text, href }) => `<li style="margin:0 0 8px">${href === null ? escaped(text) : anchor(href, text)}</li>`).join('\n')}
</ul>`

const linked = (line: string): string => (/^https?:\/\/\S+$/.test(line) ? anchor(line, line) : escaped(line))

const anchor = (href: string, text: string): string => `<a href="${escaped(href)}">${escaped(text)}</a>`

const escaped = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
