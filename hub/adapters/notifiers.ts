import { Fault } from '../../shared/fault.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Notifier } from '../ports/notifier.ts'
import { createMail, type MailTarget } from './mail.ts'
import { secretAt } from './secret-file.ts'
import type { Fetch } from './web/request.ts'
import { createWebhook, type WebhookTarget } from './web/webhook.ts'

/** `notify:` in hub.yaml, as it was read. */
export type NotifyConfig = {
  readonly email?:
    | (Omit<MailTarget, 'login'> & { readonly user?: string | undefined; readonly passwordFile?: string | undefined })
    | undefined
  readonly webhooks: readonly (Omit<WebhookTarget, 'url'> & { readonly urlFile: string })[]
}

/** The channels that the settings name. Faults: `invalid` without a secret, `forbidden` for one that others can read. */
export function openNotifiers({ email, webhooks }: NotifyConfig, clock: Clock, fetch: Fetch): readonly Notifier[] {
  return [
    ...(email === undefined ? [] : [createMail({ ...email, login: loginOf(email) })]),
    ...webhooks.map(({ urlFile, ...target }) => createWebhook({ ...target, url: urlIn(urlFile) }, clock, fetch)),
  ]
}

function loginOf({ user, passwordFile }: NonNullable<NotifyConfig['email']>): MailTarget['login'] {
  if (user === undefined || passwordFile === undefined) return null
  return { user, pass: secretAt(passwordFile, 'notify.email.passwordFile') }
}

function urlIn(file: string): string {
  const url = secretAt(file, 'urlFile')
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
    throw new Fault('invalid', `${file} does not hold a web address`)
  return url
}
