import { flag, type Hole, type Html, html } from '../../html.ts'
import { tallField } from '../tall-field.ts'

export type SignInView = {
  /** Where to go on. */
  readonly to: string
  readonly name: string
  /** Why it did not work, or where something else is to be said first. */
  readonly words: string | null
  /** Single sign-on, as people call it; null where there is none. */
  readonly signOn: string | null
  /** The demo's people, whom a click lets in; empty in a real hub. */
  readonly demo: readonly { readonly name: string; readonly role: string; readonly may: string }[]
  /** Nobody has an account yet. */
  readonly empty: boolean
}

export const signInMain = (view: SignInView): Html => html`<main id="main" class="sign-in">
<h1>Sign in</h1>
${view.words !== null && html`<p class="refused" role="alert" id="sign-in-words">${view.words}</p>`}
${view.demo.length > 0 && demoPeople(view)}
${view.empty ? noAccounts : ways(view)}
</main>`

const ways = (view: SignInView): Hole => [view.signOn !== null && signOnLink(view.signOn, view.to), passwordForm(view)]

// A link, since a form may not lead to another site.
const signOnLink = (
  name: string,
  to: string,
): Html => html`<p class="panel"><a class="main-button" href="${`/login/sso?to=${encodeURIComponent(to)}`}">Sign in with ${name}</a></p>
<p class="or">or with a password that you have here</p>`

const passwordForm = ({
  to,
  name,
  words,
  signOn,
}: SignInView): Html => html`<form class="panel" method="post" action="/login">
<input type="hidden" name="to" value="${to}">
${tallField('name', 'Name', html`<input id="name" name="name" value="${name}" maxlength="64" autocomplete="username" autocapitalize="none" spellcheck="false" required aria-invalid="${flag(words !== null)}">`)}
${tallField('password', 'Password', html`<input id="password" name="password" type="password" maxlength="256" autocomplete="current-password" required>`)}
<button class="${signOn === null ? 'main-button' : 'wide-button'}" type="submit">Sign in</button>
<p class="muted">No account, or the password is lost? An admin of this hub can give you a link to set one.</p>
</form>`

const noAccounts = html`<section class="panel">
<h2>Nobody has an account yet</h2>
<p>When the hub started, it printed a link to make the first one. Open that link in this browser: it is good once, for a day.</p>
<p>It is lost or over? Start the hub again, or make an account on its machine:</p>
<pre><code>watchkeeper user add YOUR-NAME --role admin --config hub.yaml</code></pre>
</section>`

const demoPeople = ({ demo, to }: SignInView): Html => html`<section class="panel demo" aria-labelledby="demo-title">
<h2 id="demo-title">This is a demo: one click lets anybody in</h2>
<p>Everything here is invented. A real hub has no such people and no default passwords.</p>
<form method="post" action="/login/demo">
<input type="hidden" name="to" value="${to}">
${demo.map(({ name, role, may }) => html`<button class="person-button" type="submit" name="name" value="${name}"><b>${name}</b> <span class="role">${role}</span> <span class="muted">${may}</span></button>`)}
</form>
</section>`
