import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { chance } from '../../../deploy/demo/chance.ts'
import type { RequestFault } from '../../../deploy/demo/jira/faults.ts'
import { createFakeJira, type FakeJira } from '../../../deploy/demo/jira/jira.ts'
import { type JiraServer, serveJira } from '../../../deploy/demo/jira/server.ts'
import { createJiraTracker } from '../../../hub/adapters/jira/tracker.ts'
import type { Asked, IssueTracker } from '../../../hub/ports/tracker.ts'
import { systemClock } from '../../../shared/runtime/clock.ts'
import { mapping, order } from './given-jira.ts'

let jira: FakeJira
let server: JiraServer
let tracker: IssueTracker

const trackerAt = (port: number, timeoutMs = 30_000) =>
  createJiraTracker({
    site: `http://127.0.0.1:${port}`,
    email: 'watch@example.com',
    token: 'secret',
    tokenExpires: null,
    timeoutMs,
    mapping,
    clock: systemClock,
    fetch,
  })

before(async () => {
  server = await serveJira(() => jira)
  jira = createFakeJira({ site: `http://127.0.0.1:${server.port}`, clock: systemClock, chance: chance('http') })
  tracker = trackerAt(server.port)
  await tracker.probe()
})
after(() => server.stop())

test('over a real connection an issue is made and fetched', async () => {
  const made = await tracker.create(order)
  assert.ok(made.kind === 'ok')
  const fetched = await tracker.fetch([made.value.id])
  assert.equal(fetched.kind === 'ok' && fetched.value.issues[0]?.key, made.value.key)
})

const failures: readonly (readonly [RequestFault, Asked<unknown>['kind'], made: number])[] = [
  ['too-many', 'retry-later', 0],
  ['busy', 'unknown', 0],
  ['drops-before', 'unknown', 0],
  ['drops-after', 'unknown', 1],
  ['cut-off', 'unknown', 1],
  ['page', 'unknown', 0],
  ['redirect', 'unknown', 0],
]
for (const [fault, kind, made] of failures) {
  test(`over a real connection "${fault}" is ${kind}, and JIRA is asked once`, async () => {
    const before = jira.state.issues.size
    jira.turn({ shares: { [fault]: 1 } })
    assert.equal((await tracker.create(order)).kind, kind)
    jira.turn({ shares: {} })
    assert.equal(jira.state.issues.size - before, made)
  })
}

test('over a real connection an answer that never comes is unknown when the time is over', async () => {
  jira.turn({ shares: { 'silent-after': 1 } })
  const asked = await trackerAt(server.port, 100).create(order)
  jira.turn({ shares: {} })
  assert.equal(asked.kind, 'unknown')
})

test('a port where nobody listens got nothing', async () => {
  const gone = await serveJira(() => jira)
  await gone.stop()
  assert.equal((await trackerAt(gone.port).create(order)).kind, 'not-sent')
})
