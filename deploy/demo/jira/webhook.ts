import { createHmac } from 'node:crypto'
import type { Clock } from '../../../shared/runtime/clock.ts'
import type { WebhookEvent } from './reply.ts'
import type { StoredIssue } from './state.ts'

export type WebhookParts = {
  /** Null while nobody listens. */
  readonly url: () => string | null
  readonly secret: string
  readonly clock: Clock
  readonly chance: () => number
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
}

const RETRIES = 5
const RETRY_MS = 10_000
const AGAIN = new Set([408, 409, 425, 429])

/** Tells of changes as JIRA does: signed, each delivery with one identifier over its retries; late, and in no order. */
export function createWebhook({ url, secret, clock, chance, fetch }: WebhookParts) {
  let deliveries = 0

  async function deliver(body: string, identifier: string, retry: number): Promise<void> {
    const to = url()
    if (to === null) return
    const headers = {
      'Content-Type': 'application/json',
      'X-Hub-Signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
      'X-Atlassian-Webhook-Identifier': identifier,
      'X-Atlassian-Webhook-Flow': 'Primary',
      ...(retry === 0 ? {} : { 'X-Atlassian-Webhook-Retry': String(retry) }),
    }
    const status = await fetch(to, { method: 'POST', headers, body }).then(
      (response) => response.status,
      () => 503,
    )
    const again = (AGAIN.has(status) || status >= 500) && retry < RETRIES
    if (again) clock.after(RETRY_MS, () => void deliver(body, identifier, retry + 1))
  }

  return (issue: StoredIssue, webhookEvent: WebhookEvent): void => {
    const { id, key, fields } = issue
    const shown = { id: String(id), key, fields: { summary: fields.summary } }
    const body = JSON.stringify({ timestamp: clock.now(), webhookEvent, issue: shown })
    const identifier = `delivery-${deliveries++}`
    clock.after(Math.round(chance() * 2000), () => void deliver(body, identifier, 0))
  }
}
