import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Command } from 'commander'
import { watchkeeper } from '../../deploy/cli/watchkeeper.ts'
import { givenFolder } from '../given-folder.ts'

const program = join(import.meta.dirname, '../../deploy/watchkeeper.js')

async function given(t: TestContext) {
  const folder = await givenFolder(t)
  const config = join(folder, 'hub.yaml')
  writeFileSync(config, `dataDir: ${join(folder, 'data')}\n`)
  return (...words: string[]) =>
    new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
      const child = spawn(process.execPath, [program, ...words.map((word) => (word === 'CONFIG' ? config : word))])
      const said = { out: '', err: '' }
      child.stdout.on('data', (text) => (said.out += text))
      child.stderr.on('data', (text) => (said.err += text))
      child.stdin.end()
      child.once('close', (code) => resolve({ code, ...said }))
    })
}

test('what is done ends with 0, what failed with 1, wrong usage or configuration with 2', async (t) => {
  const run = await given(t)
  const codes = async (...words: string[]) => (await run(...words)).code
  assert.equal(await codes('vessel', 'add', 'mv-aurora', '--config', 'CONFIG'), 0)
  assert.equal(await codes('vessel', 'add', 'mv-aurora', '--config', 'CONFIG'), 1)
  assert.equal(await codes('vessel', 'add', 'MV Aurora', '--config', 'CONFIG'), 2)
  assert.equal(await codes('vessel', 'retire', 'mv-aurora', '--config', 'CONFIG'), 2)
  assert.equal(await codes('vessel', 'list', '--config', '/nowhere/hub.yaml'), 2)
  assert.equal(await codes('vessel', '--help'), 0)
  assert.equal(await codes('nonsense'), 2)
})

test('what a script needs stands alone on stdout', async (t) => {
  const run = await given(t)
  const { out, err } = await run('vessel', 'add', 'mv-aurora', '--config', 'CONFIG')
  assert.match(out, /^[\w-]{43}\n$/)
  assert.match(err, /belongs to the fleet/)
  const failed = await run('vessel', 'rotate', 'mv-aurora', '--now', '--config', 'CONFIG')
  assert.equal(failed.out, '')
  assert.match(failed.err, /locked out until someone on board installs.*\n.*--yes/)
  assert.doesNotMatch(failed.err, /at .*\.ts:|--help/, 'neither a stack nor what is for wrong usage')
})

test('help is on stdout and succeeds at every level; wrong usage says on stderr how to get it', async (t) => {
  const run = await given(t)
  const helped = await run('vessel', 'add', '--help')
  assert.deepEqual([helped.code, helped.err], [0, ''])
  assert.match(helped.out, /^Usage: watchkeeper vessel add /)
  const wrong = await run('vessel', 'add', '--nonsense')
  assert.deepEqual([wrong.code, wrong.out], [2, ''])
  assert.match(wrong.err, /unknown option '--nonsense'\n\(`--help` tells what goes here\)/)
})

test('every command and every option says what it is for', () => {
  const every = (command: Command): Command[] => [command, ...command.commands.flatMap(every)]
  const commands = every(watchkeeper())
  assert.ok(commands.length > 14)
  for (const command of commands) {
    assert.notEqual(command.description(), '', command.name())
    for (const { flags, description } of command.options) assert.notEqual(description, '', `${command.name()} ${flags}`)
  }
})

test('lists are for people, and with --json for programs', async (t) => {
  const run = await given(t)
  await run('vessel', 'add', 'mv-aurora', '--name', 'MV Aurora', '--config', 'CONFIG')
  assert.match((await run('vessel', 'list', '--config', 'CONFIG')).out, /^ID .*\nmv-aurora +MV Aurora /)
  const { out, err } = await run('vessel', 'list', '--json', '--config', 'CONFIG')
  assert.deepEqual([JSON.parse(out)[0].id, err], ['mv-aurora', ''])
})
