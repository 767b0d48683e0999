import { type Html, html } from '../../../web/html.ts'
import { objectOf } from './document.ts'
import { type JiraState, STATUSES, type StoredIssue } from './state.ts'

/** What somebody sees who follows the link of a ticket: the issue, or all of them. */
export function browse(state: JiraState, key: string | null): Html | null {
  const issues = [...state.issues.values()].filter((issue) => !issue.deleted && (key === null || issue.key === key))
  if (key !== null && issues.length === 0) return null
  const title = key ?? 'Issues'
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${title}, stand-in for JIRA</title></head>
<body>
<h1>${title}</h1>
<p>A stand-in for JIRA, as the demo needs one.</p>
${issues.map(issueOf)}
</body>
</html>`
}

function issueOf({ key, fields, status, resolution, comments }: StoredIssue): Html {
  const labels = Array.isArray(fields.labels) ? fields.labels.join(', ') : ''
  return html`<article>
<h2>${key}: ${String(fields.summary)}</h2>
<p>${STATUSES[status].name}${resolution === null ? '' : `, ${resolution}`}. Labels: ${labels}</p>
${blockOf(fields.description)}
${comments.map(({ body }) => html`<section><h3>Comment</h3>${blockOf(body)}</section>`)}
</article>`
}

/** A document of nodes, as far as the stand-in takes them. */
function blockOf(value: unknown): Html {
  const node = objectOf(value) ?? {}
  const inner = (Array.isArray(node.content) ? node.content : []).map(blockOf)
  switch (node.type) {
    case 'text':
      return html`${String(node.text)}`
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
