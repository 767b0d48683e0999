import assert from 'node:assert/strict'
import { test } from 'node:test'
import { virtualClock } from '../../fakes/clock.ts'
import { givenJira, LABEL, order, T } from './given-jira.ts'

const given = () => givenJira(virtualClock(T * 1000))

test('a preview says field by field what JIRA then gets, and asks nobody', async () => {
  const { jira, tracker, requests } = given()
  const { fields } = tracker.preview(order)
  assert.equal(requests.length, 0)
  const created = await tracker.create(order)
  assert.equal(created.kind, 'ok')
  const [issue] = [...jira.state.issues.values()]
  const told = new Map(fields.map(({ name, value }) => [name, value]))
  assert.equal(told.get('Summary'), issue?.fields.summary)
  assert.equal(told.get('Project'), 'OPS')
  assert.equal(told.get('Labels'), `watchkeeper, wk-a-abcdefghij0123456789, ${LABEL}`)
  assert.equal(fields.length, Object.keys(issue?.fields ?? {}).length - 1, 'all fields but the description')
})

test('its description is read back from the document that is sent', () => {
  const { tracker } = given()
  assert.deepEqual(tracker.preview(order).blocks, [
    { kind: 'heading', text: 'What is down' },
    { kind: 'text', text: 'The access point answers no ping.\nSince Monday.' },
    { kind: 'text', text: 'Nobody has acknowledged it.' },
    { kind: 'list', items: ['uptime 24 h: 0 %', 'uptime 7 d: 57 %'] },
    { kind: 'link', text: 'The vessel', href: 'https://watch.example.com/vessels/mv-aurora' },
    { kind: 'link', text: 'MV Aurora', href: 'https://watch.example.com/vessels/mv-aurora' },
  ])
})

test('ids have names as soon as JIRA has told them', async () => {
  const { tracker } = given()
  const priority = () => tracker.preview(order).fields.find(({ name }) => name === 'Priority')?.value
  assert.equal(priority(), 'id 2')
  await tracker.preflight()
  assert.equal(priority(), 'High (id 2)')
  assert.ok(tracker.preview(order).fields.some(({ name, value }) => name === 'Vessel' && value === 'MV Aurora'))
})

test('what is too long is shown as it is cut', () => {
  const { tracker } = given()
  const long = { ...order, draft: { ...order.draft, summary: 'x'.repeat(400) } }
  assert.equal(tracker.preview(long).fields[0]?.value.length, 255)
})
