import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createDryRun } from '../../../hub/adapters/jira/dry-run.ts'
import { type Log, quietLog } from '../../../shared/runtime/log.ts'
import { LABEL, mapping, order } from './given-jira.ts'

test('a dry run says what would be sent, names the issue by its label, and finds it unchanged', async () => {
  const said: string[] = []
  const log: Log = { ...quietLog, info: (details) => said.push(JSON.stringify(details)) }
  const tracker = createDryRun(mapping, log)
  assert.deepEqual(await tracker.find(LABEL, []), { kind: 'ok', value: [] })
  const made = await tracker.create(order)
  assert.deepEqual(made, await tracker.create({ ...order, attempt: 2 }))
  assert.ok(made.kind === 'ok')
  assert.match(made.value.key, /^DRY-\d+$/)
  assert.match(said[0] ?? '', /answers no ping/)
  const fetched = await tracker.fetch([made.value.id])
  assert.equal(fetched.kind === 'ok' && fetched.value.issues[0]?.status, 'new')
})
