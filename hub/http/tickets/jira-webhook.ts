import { createHmac, timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import * as v from 'valibot'

export type JiraWebhook = {
  readonly secret: string
  /** An issue changed, as somebody says who knows the secret: it is fetched, nothing that was sent is believed. */
  readonly hint: (issue: string) => void
}

const MAX_BYTES = 1024 * 1024
/** Deliveries come again, late and out of order; each is a hint once. */
const REMEMBERED = 1000

const payload = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ issue: v.object({ id: v.pipe(v.string(), v.regex(/^\d+$/)) }) }),
)

/** `POST /hooks/jira`: what JIRA sends when an issue changes. */
export function createJiraWebhook({ secret, hint }: JiraWebhook): Hono {
  const app = new Hono()
  const delivered = new Set<string>()

  app.post('/hooks/jira', bodyLimit({ maxSize: MAX_BYTES }), async (c) => {
    const body = Buffer.from(await c.req.arrayBuffer())
    if (!isSigned(body, c.req.header('X-Hub-Signature') ?? '', secret)) return c.body(null, 401)
    const delivery =
      c.req.header('X-Atlassian-Webhook-Identifier') ?? createHmac('sha256', secret).update(body).digest('hex')
    const told = v.safeParse(payload, body.toString())
    if (told.success && !delivered.has(delivery)) {
      remember(delivered, delivery)
      hint(told.output.issue.id)
    }
    return c.body(null, 204)
  })
  return app
}

function remember(delivered: Set<string>, delivery: string): void {
  delivered.add(delivery)
  for (const oldest of delivered) {
    if (delivered.size <= REMEMBERED) return
    delivered.delete(oldest)
  }
}

/** Over the raw body: `sha256=<hex>`. */
function isSigned(body: Uint8Array, signature: string, secret: string): boolean {
  const told = Buffer.from(/^sha256=([0-9a-f]{64})$/.exec(signature)?.[1] ?? '', 'hex')
  const right = createHmac('sha256', secret).update(body).digest()
  return told.length === right.length && timingSafeEqual(told, right)
}
