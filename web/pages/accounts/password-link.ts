import { flag, type Html, html } from '../../html.ts'
import { tallField } from '../tall-field.ts'

export type PasswordLinkView = {
  readonly code: string
  /** Null: for the first admin, who chooses a name. */
  readonly user: string | null
  readonly name: string
  readonly errors: Readonly<Partial<Record<'name' | 'password' | 'again', string>>>
}

/** Where a one-time link leads: a password is chosen, and the first admin's name. */
export const passwordLinkMain = ({
  code,
  user,
  name,
  errors,
}: PasswordLinkView): Html => html`<main id="main" class="sign-in">
<h1>${user === null ? 'The first account' : `Welcome, ${user}`}</h1>
<p>${user === null ? 'It is an admin: it can do everything here, and make accounts for the others.' : 'Choose a password. You are signed in with it at once, and nowhere else any more.'}</p>
<form class="panel" method="post" action="/setup">
<input type="hidden" name="code" value="${code}">
${
  user === null
    ? tallField(
        'name',
        'Name to sign in with',
        html`<input id="name" name="name" value="${name}" maxlength="64" autocomplete="username" autocapitalize="none" spellcheck="false" required aria-invalid="${flag(errors.name !== undefined)}" aria-describedby="name-error">`,
        errors.name ?? '',
      )
    : html`<input type="hidden" name="username" value="${user}" autocomplete="username">`
}
${tallField('password', 'Password, at least 12 characters', html`<input id="password" name="password" type="password" maxlength="256" autocomplete="new-password" required aria-invalid="${flag(errors.password !== undefined)}" aria-describedby="password-error">`, errors.password ?? '')}
${tallField('again', 'The same again', html`<input id="again" name="again" type="password" maxlength="256" autocomplete="new-password" required aria-invalid="${flag(errors.again !== undefined)}" aria-describedby="again-error">`, errors.again ?? '')}
<button class="main-button" type="submit">Keep and sign in</button>
<p class="muted">Some words in a row are easy to keep in mind, and hard to guess.</p>
</form>
</main>`

export const noLinkMain: Html = html`<main id="main" class="sign-in">
<h1>This link opens nothing</h1>
<p>It was used already, is over, or is not whole. Each is good once.</p>
<p>An admin of the hub can make a new one for you, under Users. On the machine of the hub this does:</p>
<pre><code>watchkeeper user passwd YOUR-NAME --config hub.yaml</code></pre>
<p>While nobody has an account, a start of the hub prints a new link, and <code>watchkeeper user add YOUR-NAME --role admin</code> makes one.</p>
<p><a href="/login">Sign in</a></p>
</main>`
