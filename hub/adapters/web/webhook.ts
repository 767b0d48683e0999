import type { Clock } from '../../../shared/runtime/clock.ts'
import type { Delivery, Message, Notifier } from '../../ports/notifier.ts'
import { type Fetch, request } from './request.ts'

export type WebhookKind = 'generic' | 'slack' | 'teams'

export type WebhookTarget = { readonly name: string; readonly kind: WebhookKind; readonly url: string }

/** A message as one POST; the key goes along, so that a generic receiver can tell a repetition. */
export const createWebhook = ({ name, kind, url }: WebhookTarget, clock: Clock, fetch: Fetch): Notifier => ({
  name,
  async send(message, key): Promise<Delivery> {
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': key }
    const body = JSON.stringify(BODIES[kind](message, key))
    const asked = await request(url, { method: 'POST', headers, body }, clock, fetch)
    switch (asked.kind) {
      case 'answered':
        return deliveryOf(asked.status, new URL(url).host)
      case 'unreachable':
        return { kind: 'retry-later', words: asked.words }
      case 'late':
      case 'broken-off':
        return { kind: 'unknown', words: asked.words }
    }
  },
})

function deliveryOf(status: number, host: string): Delivery {
  const words = `${host} answered ${status}`
  if (status >= 200 && status <= 299) return { kind: 'sent' }
  if (status === 429 || status === 503) return { kind: 'retry-later', words }
  return status >= 500 || status === 408 ? { kind: 'unknown', words } : { kind: 'refused', words }
}

const BODIES: Readonly<Record<WebhookKind, (message: Message, key: string) => unknown>> = {
  generic: (message, key) => ({ id: key, ...message }),
  slack: ({ subject, lines, sections = [] }) => ({
    text: [
      `*${escaped(subject)}*`,
      ...lines.map(escaped),
      ...sections.flatMap(({ title, items }) => ['', `*${escaped(title)}*`, ...items.map(slackItem)]),
    ].join('\n'),
  }),
  teams: ({ subject, lines, sections = [] }) => ({
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [
            { type: 'TextBlock', text: subject, weight: 'Bolder', wrap: true },
            ...lines.map((text) => ({ type: 'TextBlock', text, wrap: true })),
            ...sections.flatMap(({ title, items }) => [
              { type: 'TextBlock', text: title, weight: 'Bolder', separator: true, wrap: true },
              ...items.map((item) => ({ type: 'TextBlock', text: teamsItem(item), spacing: 'Small', wrap: true })),
            ]),
          ],
        },
      },
    ],
  }),
}

type Item = NonNullable<Message['sections']>[number]['items'][number]

const slackItem = ({ text, href }: Item): string =>
  `• ${href === null ? escaped(text) : `<${href}|${escaped(text).replaceAll('|', '/')}>`}`

/** A TextBlock reads some Markdown: a bracket in the text would end the link. */
const teamsItem = ({ text, href }: Item): string =>
  href === null ? text : `[${text.replaceAll(/[[\]]/g, ' ')}](${href})`

/** What Slack would take for its own signs, a mention of everybody say. */
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
