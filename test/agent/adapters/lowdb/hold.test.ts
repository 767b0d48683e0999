import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { holdFolder } from '../../../../agent/adapters/lowdb/hold.ts'
import { type Log, quietLog } from '../../../../shared/runtime/log.ts'
import { atEnd } from '../../../at-end.ts'
import { givenFolder } from '../../../given-folder.ts'

const taken = { code: 'conflict', message: /Another agent runs on this data folder \(.*agent\.lock is locked\)/ }

test('a data folder has one agent: a second one is refused in words until the first is gone', async (t) => {
  const folder = join(await givenFolder(t), 'data')
  const first = holdFolder(folder, quietLog)
  assert.throws(() => holdFolder(folder, quietLog), taken)
  first.release()
  holdFolder(folder, quietLog).release()
})

test('the lock dies with its process, whatever killed it', async (t) => {
  const folder = await givenFolder(t)
  const holder = join(import.meta.dirname, '../../../../agent/adapters/lowdb/hold.ts')
  const script = `const { holdFolder } = await import(${JSON.stringify(holder)}); globalThis.held = holdFolder(${JSON.stringify(folder)}, console); console.log('held'); setInterval(() => {}, 1000)`
  const other = spawn(process.execPath, ['--input-type=module', '--eval', script])
  atEnd(t, () => other.kill('SIGKILL'))
  await once(other.stdout, 'data')
  assert.throws(() => holdFolder(folder, quietLog), taken)
  other.kill('SIGKILL')
  await once(other, 'exit')
  holdFolder(folder, quietLog).release()
})

test('a disk that gives no lock keeps no agent from its work, and is named', async (t) => {
  const folder = await givenFolder(t)
  const said: string[] = []
  const log: Log = { ...quietLog, warn: (_: object, words?: string) => void said.push(String(words)) }
  writeFileSync(join(folder, 'agent.lock'), 'torn by a power cut'.repeat(100))
  holdFolder(folder, log).release()
  rmSync(join(folder, 'agent.lock'))
  writeFileSync(join(folder, 'file'), '')
  holdFolder(join(folder, 'file'), log).release()
  assert.deepEqual(said, Array(2).fill('whether another agent runs on this data folder cannot be seen'))
})
