import { type Html, html } from '../html.ts'

export type Failure = {
  readonly status: number
  readonly title: string
  readonly detail: string
  readonly hint: string | undefined
}

/** An error is never an empty page: what happened, and the way back. */
export const errorMain = ({
  status,
  title,
  detail,
  hint,
}: Failure): Html => html`<main id="main" class="narrow"><section class="panel failure">
<h1>${title}</h1>
<p>${detail}</p>
<p>${hint ?? HINTS[status]}</p>
<p class="muted">Nothing was changed. Status ${status}.</p>
<p class="ways"><a href="/">Back to the fleet</a> <a href="/incidents">History</a> <a href="/account">Your account</a></p>
</section></main>`

/** What to do where nobody knew better. */
const HINTS: Readonly<Record<number, string>> = {
  403: 'An admin says who may do what. Your own role is on the page of your account.',
  404: 'Look whether the address is whole. What was here may be found in the history.',
  500: 'Try again. If it stays so, whoever runs the hub finds the reason in its log.',
  503: 'Load the page again in a few seconds.',
}
