import { type Html, html } from '../../../web/html.ts'
import { objectOf } from './document.ts'
import { type JiraState, STATUSES, type StoredIssue, waysFrom } from './state.ts'

export const STYLE = `:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 45rem; margin: 1rem auto; padding: 0 1rem }
article { border-top: 1px solid; margin-top: 1.5rem }
form { display: inline }
`

/** What somebody sees who follows the link of a ticket: the issue, or all of them. */
export function browse(state: JiraState, key: string | null): Html | null {
  const issues = [...state.issues.values()].filter((issue) => !issue.deleted && (key === null || issue.key === key))
  if (key !== null && issues.length === 0) return null
  const title = key ?? 'Issues'
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}, stand-in for JIRA</title>
<link rel="stylesheet" href="/style.css"></head>
<body>
<h1>${title}</h1>
<p>A stand-in for JIRA, as the demo needs one. <a href="/">All issues</a></p>
${issues.map(issueOf)}
</body>
</html>`
}

function issueOf({ key, fields, status, resolution, comments, remotes }: StoredIssue): Html {
  const labels = Array.isArray(fields.labels) ? fields.labels.join(', ') : ''
  return html`<article>
<h2><a href="${`/browse/${key}`}">${key}</a>: ${String(fields.summary)}</h2>
<p>${STATUSES[status].name}${resolution === null ? '' : `, ${resolution}`}. Labels: ${labels}</p>
<p>${waysFrom(status).map(({ id, name }) => html`<form method="post" action="${`/browse/${key}`}"><button name="transition" value="${id}">${name}</button></form> `)}</p>
${blockOf(fields.description)}
${remotes.map(({ object }) => linkOf(objectOf(object) ?? {}))}
${comments.map(({ body }) => html`<section><h3>Comment</h3>${blockOf(body)}</section>`)}
</article>`
}

const linkOf = ({ url, title }: Readonly<Record<string, unknown>>): Html =>
  html`<p>Linked page: <a href="${String(url)}">${String(title)}</a></p>`

/** A document of nodes, as far as the stand-in takes them. */
function blockOf(value: unknown): Html {
  const node = objectOf(value) ?? {}
  const inner = (Array.isArray(node.content) ? node.content : []).map(blockOf)
  switch (node.type) {
    case 'text': {
      const href = objectOf(objectOf(Array.isArray(node.marks) ? node.marks[0] : null)?.attrs)?.href
      return href === undefined ? html`${String(node.text)}` : html`<a href="${String(href)}">${String(node.text)}</a>`
    }
    case 'hardBreak':
      return html`<br>`
    case 'heading':
      return html`<h3>${inner}</h3>`
    case 'paragraph':
      return html`<p>${inner}</p>`
    case 'bulletList':
      return html`<ul>${inner}</ul>`
    case 'listItem':
      return html`<li>${inner}</li>`
    default:
      return html`<div>${inner}</div>`
  }
}
