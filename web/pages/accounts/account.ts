import { ago, time } from '../../format.ts'
import { flag, type Html, html } from '../../html.ts'

export type SessionView = {
  readonly id: string
  readonly begun: string
  readonly used: string
  readonly from: string | null
  readonly browser: string
  readonly current: boolean
}

export type TokenView = {
  readonly id: string
  readonly name: string
  readonly role: string
  readonly made: string
  readonly until: string
}

export type AccountView = {
  readonly now: string
  readonly name: string
  readonly role: string
  /** Null for who signs in elsewhere, and has no password here. */
  readonly password: { readonly errors: PasswordErrors; readonly done: boolean } | null
  readonly sessions: readonly SessionView[]
  readonly tokens: readonly TokenView[]
  /** The roles that a token may have, and how long it may be good. */
  readonly roles: readonly string[]
  readonly lengths: readonly (readonly [value: string, words: string])[]
  readonly token: TokenEntry
}

export type PasswordErrors = Readonly<Partial<Record<'old' | 'fresh' | 'again', string>>>

/** What was entered for a token, and what came of it; its secret is shown this once. */
export type TokenEntry = { readonly name: string; readonly error: string | null; readonly secret: string | null }

export const accountMain = (view: AccountView): Html => html`<main id="main" class="narrow accounts">
<header class="title"><h1>${view.name}</h1> <p>Your role is <b>${view.role}</b>.</p></header>
<form class="sign-out" method="post" action="/logout"><button type="submit">Sign out</button></form>
${sessions(view)}
${view.password !== null && passwordForm(view.password)}
${tokens(view)}
</main>`

const sessions = ({ sessions: all, now }: AccountView): Html => html`<section aria-labelledby="sessions-title">
<h2 id="sessions-title">Where you are signed in</h2>
<ul class="cards">${all.map(
  ({ id, begun, used, from, browser, current }) => html`<li class="panel card">
<p><b>${browser}</b>${from !== null && html` from ${from}`}${current && html` <span class="badge">this one</span>`}</p>
<p class="muted">Last used ${ago(used, now)}, signed in ${time(begun)}</p>
${!current && html`<form method="post" action="${`/account/sessions/${id}/end`}"><button type="submit">Sign out there</button></form>`}
</li>`,
)}</ul>
${all.length > 1 && html`<form method="post" action="/account/sessions/end-others"><button type="submit">Sign out everywhere else</button></form>`}
</section>`

const passwordForm = ({ errors, done }: { errors: PasswordErrors; done: boolean }): Html => {
  const inside = html`<summary>Change your password</summary>
<form method="post" action="/account/password">
${secretField('old', 'The one you have', 'current-password', errors.old)}
${secretField('fresh', 'The new one, at least 12 characters', 'new-password', errors.fresh)}
${secretField('again', 'The new one again', 'new-password', errors.again)}
<p class="field"><button type="submit">Change it, and sign out everywhere else</button></p>
</form>`
  return html`<section class="panel" aria-label="Password">
${done && html`<p class="kept" role="status">Your password is changed. You are signed out everywhere else.</p>`}
${Object.keys(errors).length > 0 ? html`<details open>${inside}</details>` : html`<details>${inside}</details>`}
</section>`
}

const secretField = (id: string, label: string, complete: string, error: string | undefined): Html =>
  html`<p class="field"><label for="${id}">${label}</label> <input id="${id}" name="${id}" type="password" maxlength="256" autocomplete="${complete}" required aria-invalid="${flag(error !== undefined)}" aria-describedby="${`${id}-error`}"> <span class="error" id="${`${id}-error`}">${error}</span></p>`

const tokens = (view: AccountView): Html => html`<section aria-labelledby="tokens-title">
<h2 id="tokens-title">Tokens for programs</h2>
<p class="muted">A program shows a token as <code>Authorization: Bearer …</code>, and may do what the role of the token and yours both allow.</p>
${view.token.secret !== null && html`<div class="panel once" role="status"><p><b>Copy it now: it is not shown again.</b></p><p><code class="secret">${view.token.secret}</code></p></div>`}
${view.tokens.length === 0 && html`<p class="empty">You have no tokens.</p>`}
<ul class="cards">${view.tokens.map(
  ({ id, name, role, made, until }) => html`<li class="panel card">
<p><b>${name}</b> <span class="badge">${role}</span></p>
<p class="muted">Made ${time(made)}, good until ${time(until)}</p>
<div class="actions"><details><summary>Revoke</summary><form method="post" action="${`/account/tokens/${id}/revoke`}"><p>Programs that use it are refused at once, for good.</p><button type="submit">Revoke ${name}</button></form></details></div>
</li>`,
)}</ul>
<section class="panel">${view.token.error === null ? html`<details>${tokenForm(view)}</details>` : html`<details open>${tokenForm(view)}</details>`}</section>
</section>`

const tokenForm = ({ token, roles, lengths }: AccountView): Html => html`<summary>Make a token</summary>
<form method="post" action="/account/tokens">
<p class="field"><label for="token-name">What it is for</label> <input id="token-name" name="name" value="${token.name}" maxlength="60" required autocomplete="off" aria-invalid="${flag(token.error !== null)}" aria-describedby="token-error"> <span class="error" id="token-error">${token.error}</span></p>
<p class="field"><label for="token-role">Role</label> <select id="token-role" name="role">${roles.map((role) => html`<option value="${role}">${role}</option>`)}</select></p>
<p class="field"><label for="token-for">Good for</label> <select id="token-for" name="for">${lengths.map(([value, words]) => html`<option value="${value}">${words}</option>`)}</select></p>
<p class="field"><button type="submit">Make it</button></p>
</form>`
