import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { createJiraWebhook } from '../../../hub/http/tickets/jira-webhook.ts'

const SECRET = "It's a Secret to Everybody"

function given() {
  const hints: string[] = []
  const app = createJiraWebhook({ secret: SECRET, hint: (issue) => hints.push(issue) })
  const post = async (body: string, headers: Record<string, string>) =>
    (await app.request('/hooks/jira', { method: 'POST', body, headers })).status
  return { hints, post }
}

const sign = (body: string, secret = SECRET) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
const body = JSON.stringify({ webhookEvent: 'jira:issue_updated', issue: { id: '10000', key: 'OPS-1' } })

test('a signed delivery is a hint, however often it comes', async () => {
  const { hints, post } = given()
  const headers = { 'X-Hub-Signature': sign(body), 'X-Atlassian-Webhook-Identifier': 'one' }
  assert.equal(await post(body, headers), 204)
  assert.equal(await post(body, { ...headers, 'X-Atlassian-Webhook-Retry': '1' }), 204)
  assert.deepEqual(hints, ['10000'])
  assert.equal(await post(body, { ...headers, 'X-Atlassian-Webhook-Identifier': 'two' }), 204)
  assert.deepEqual(hints, ['10000', '10000'])
})

test('the signature is the one that JIRA documents', async () => {
  const signature = 'sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9'
  assert.equal(sign('Hello World!'), signature)
  assert.equal(await given().post('Hello World!', { 'X-Hub-Signature': signature }), 204)
})

for (const [what, signature] of [
  ['without a signature', ''],
  ['with that of another body', sign(`${body} `)],
  ['with that of another secret', sign(body, 'guessed')],
  ['with half of one', sign(body).slice(0, 40)],
] as const) {
  test(`a delivery ${what} is turned away and hints at nothing`, async () => {
    const { hints, post } = given()
    assert.equal(await post(body, { 'X-Hub-Signature': signature }), 401)
    assert.deepEqual(hints, [])
  })
}

test('a signed delivery about something else is taken and hints at nothing', async () => {
  const { hints, post } = given()
  const other = JSON.stringify({ issue: { id: '../1' } })
  assert.equal(await post(other, { 'X-Hub-Signature': sign(other) }), 204)
  assert.deepEqual(hints, [])
})
