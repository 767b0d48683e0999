import { type Html, html } from '../html.ts'

export type Failure = {
  readonly status: number
  readonly title: string
  readonly detail: string
  readonly hint: string | undefined
}

/** An error is never an empty page: what happened, and the way back. */
export const errorMain = ({ status, title, detail, hint }: Failure): Html => html`<main id="main" class="narrow">
<h1>${title}</h1>
<p>${detail}</p>
${hint !== undefined && html`<p>${hint}</p>`}
<p class="muted">Status ${status}. Nothing was changed.</p>
<p><a href="/">Back to the fleet</a></p>
</main>`
