import { ago, time } from '../../format.ts'
import { flag, type Hole, type Html, html } from '../../html.ts'
import { option } from '../../option.ts'

export type UserView = {
  readonly name: string
  /** Null while single sign-on gives none any more. */
  readonly role: string | null
  /** Signs in at somebody else's, who says which role it has. */
  readonly signsOn: boolean
  readonly disabled: boolean
  /** Null while it is not locked. */
  readonly lockedUntil: string | null
  readonly signedIn: string | null
}

export type UsersView = {
  readonly now: string
  readonly users: readonly UserView[]
  readonly roles: readonly string[]
  readonly entry: { readonly name: string; readonly role: string; readonly error: string | null }
  /** What somebody wanted to change, and why it was not done. */
  readonly refusal: string | null
  /** A link that was just made, shown this once. */
  readonly link: { readonly user: string; readonly address: string; readonly until: string } | null
}

export const usersMain = (view: UsersView): Html => html`<main id="main" class="narrow accounts">
<header class="title"><h1>Users</h1> <p>Who may come in, and what they may do.</p></header>
${view.refusal !== null && html`<p class="refused" role="alert">${view.refusal}</p>`}
${view.link !== null && newLink(view.link)}
<table class="rows"><caption class="aloud">Users</caption>
<thead><tr><th scope="col">Name</th><th scope="col">Role</th><th scope="col">Last signed in</th><th scope="col">Account</th></tr></thead>
<tbody>${view.users.map((user) => row(user, view))}</tbody>
</table>
${withoutRole(view.users)}
<section class="panel">${view.entry.error === null ? html`<details>${entryForm(view)}</details>` : html`<details open>${entryForm(view)}</details>`}</section>
</main>`

const newLink = ({ user, address, until }: { user: string; address: string; until: string }): Html =>
  html`<div class="panel once" role="status">
<p><b>Send this link to ${user}.</b> Whoever opens it chooses the password: it is good once, until ${time(until)}, and is not shown again.</p>
<p><code class="secret">${address}</code></p>
</div>`

const row = (user: UserView, { roles, now }: UsersView): Html => html`<tr>
<th scope="row" class="words">${user.name}</th>
<td class="words">${user.signsOn ? givenRole(user) : roleForm(user, roles)}</td>
<td data-label="Last signed in">${user.signedIn === null ? html`<span class="muted">never</span>` : ago(user.signedIn, now)}</td>
<td class="words"><div class="row-actions">${state(user)}${!user.signsOn && !user.disabled && button(user, 'link', 'New password link')}${user.disabled ? button(user, 'enable', 'Let in again') : button(user, 'disable', 'Disable')}</div></td>
</tr>`

const state = ({ disabled, lockedUntil }: UserView): Hole => {
  if (disabled) return html`<span class="badge">disabled</span>`
  return lockedUntil !== null && html`<span class="badge">locked until ${time(lockedUntil)}</span>`
}

const givenRole = ({ role }: UserView): Html =>
  html`${role ?? html`<span class="badge">no role any more</span>`} <span class="muted">by single sign-on</span>`

/** Once under the table, where a sentence has room. */
const withoutRole = (users: readonly UserView[]): Hole =>
  users.some(({ role }) => role === null) &&
  html`<p class="muted footnote">No role any more: single sign-on gave none when they last tried. They and their tokens are not let in until it gives one and they sign in.</p>`

const roleForm = ({ name, role }: UserView, roles: readonly string[]): Html => {
  const id = `role-${name}`
  return html`<form class="row-actions" method="post" action="${`/users/${encodeURIComponent(name)}/role`}"><label class="aloud" for="${id}">Role of ${name}</label><select id="${id}" name="role">${options(roles, role)}</select> <button type="submit" aria-label="${`Change the role of ${name}`}">Change</button></form>`
}

const button = ({ name }: UserView, what: string, words: string): Html =>
  html`<form method="post" action="${`/users/${encodeURIComponent(name)}/${what}`}"><button type="submit" aria-label="${`${words}: ${name}`}">${words}</button></form>`

const options = (roles: readonly string[], chosen: string | null): Hole =>
  roles.map((role) => option(role, role, chosen ?? ''))

const entryForm = ({ entry, roles }: UsersView): Html => html`<summary>Add a user</summary>
<form method="post" action="/users">
<p class="field"><label for="user-name">Name to sign in with</label> <input id="user-name" name="name" value="${entry.name}" maxlength="64" required autocomplete="off" autocapitalize="none" spellcheck="false" aria-invalid="${flag(entry.error !== null)}" aria-describedby="user-error"> <span class="error" id="user-error">${entry.error}</span></p>
<p class="field"><label for="user-role">Role</label> <select id="user-role" name="role">${options(roles, entry.role)}</select></p>
<p class="field"><button type="submit">Add, and make a link to set a password</button></p>
</form>`
