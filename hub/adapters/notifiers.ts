import { readFileSync } from 'node:fs'
import { Fault } from '../../shared/fault.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Notifier } from '../ports/notifier.ts'
import type { Check } from '../ports/tracker.ts'
import { createMail, type MailTarget, probeMail } from './mail.ts'
import { secretAt } from './secret-file.ts'
import type { Fetch } from './web/request.ts'
import { createWebhook, type WebhookTarget } from './web/webhook.ts'

/** `notify:` in hub.yaml, as it was read. */
export type NotifyConfig = {
  readonly email?:
    | (Omit<MailTarget, 'login' | 'ca'> & {
        readonly caFile?: string | undefined
        readonly user?: string | undefined
        readonly passwordFile?: string | undefined
      })
    | undefined
  readonly webhooks: readonly (Omit<WebhookTarget, 'url'> & { readonly urlFile: string })[]
}

/** The channels that the settings name. Faults: `invalid` without a secret, `forbidden` for one that others can read. */
export function openNotifiers({ email, webhooks }: NotifyConfig, clock: Clock, fetch: Fetch): readonly Notifier[] {
  return [
    ...(email === undefined ? [] : [createMail(targetOf(email))]),
    ...webhooks.map(({ urlFile, ...target }) => createWebhook({ ...target, url: urlIn(urlFile) }, clock, fetch)),
  ]
}

/** Whether each channel would take a message, as far as that shows without sending one. */
export const probeNotifiers = ({ email, webhooks }: NotifyConfig): Promise<readonly Check[]> =>
  Promise.all([
    ...(email === undefined ? [] : [probeMail(targetOf(email))]),
    ...webhooks.map(async ({ name, urlFile }): Promise<Check> => {
      const words = `${new URL(urlIn(urlFile)).host}: only a message shows, as watchkeeper notify --test sends it`
      return { what: name, standing: 'unasked', words }
    }),
  ])

const targetOf = (email: NonNullable<NotifyConfig['email']>): MailTarget => ({
  ...email,
  ca: caOf(email),
  login: loginOf(email),
})

function loginOf({ user, passwordFile }: NonNullable<NotifyConfig['email']>): MailTarget['login'] {
  if (user === undefined || passwordFile === undefined) return null
  return { user, pass: secretAt(passwordFile, 'notify.email.passwordFile') }
}

function caOf({ caFile }: NonNullable<NotifyConfig['email']>): string | null {
  if (caFile === undefined) return null
  try {
    return readFileSync(caFile, 'utf8')
  } catch (cause) {
    throw new Fault('invalid', `${caFile}, which notify.email.caFile in hub.yaml names, cannot be read`, { cause })
  }
}

function urlIn(file: string): string {
  const url = secretAt(file, 'urlFile')
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
    throw new Fault('invalid', `${file} does not hold a web address`)
  return url
}
