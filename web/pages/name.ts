import { flag, type Html, html } from '../html.ts'

/** Where somebody says who acts in this browser. */
export const nameMain = (
  given: string,
  error: string | null,
  most: number,
): Html => html`<main id="main" class="narrow">
<header class="title"><h1>Your name</h1></header>
<form class="panel" method="post" action="/name">
<p>What you acknowledge, snooze or note is recorded with it. This browser keeps it; nobody checks it, since the hub has no accounts yet.</p>
<p class="field"><label for="name">Name</label> <input id="name" name="name" value="${given}" maxlength="${most}" autocomplete="name" required aria-invalid="${flag(error !== null)}" aria-describedby="name-error"> <span class="error" id="name-error">${error}</span></p>
<p class="field"><button type="submit">Keep</button></p>
</form>
</main>`
