import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault } from '../../shared/fault.ts'
import { createLog } from '../../shared/runtime/log.ts'

test('an entry is one line, whatever is in it, and tells of an error what it says and where it comes from', () => {
  const lines: string[] = []
  const log = createLog('hub', 'info', { write: (line) => void lines.push(line) })
  const cause = new TypeError('no such host')
  log.error({ error: new Fault('unavailable', 'JIRA is away', { cause }), path: '/x\n{"level":"forged"}' }, 'failed')
  assert.equal(lines.length, 1)
  assert.equal(lines[0]?.trimEnd().includes('\n'), false)
  const { level, path, error } = JSON.parse(lines[0] ?? '') as { level: string; path: string; error: Error }
  assert.deepEqual([level, path], ['error', '/x\n{"level":"forged"}'])
  assert.match(error.message, /JIRA is away.*no such host/)
  assert.match(error.stack ?? '', /log\.test\.ts/)
})
