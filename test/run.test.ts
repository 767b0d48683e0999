import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { givenFolder } from './given-folder.ts'

/** Runs `npm test`'s runner on one file of tests; its exit code and what it says. */
async function run(t: TestContext, tests: string): Promise<{ code: number | null; lines: string[] }> {
  const folder = await givenFolder(t)
  mkdirSync(join(folder, 'test'))
  writeFileSync(join(folder, 'test/some.test.ts'), `import { describe, test } from 'node:test'\n${tests}`)
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const child = spawn(process.execPath, [join(import.meta.dirname, 'run.ts')], { cwd: folder, env })
  let said = ''
  child.stdout.on('data', (text) => (said += text))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, lines: said.trimEnd().split('\n') }
}

test('what was left out is named on the last lines with what it wants, whole suites as well', async (t) => {
  const { code, lines } = await run(
    t,
    `test('one', () => {})
     test('two', { skip: 'needs influxd' }, () => {})
     describe('three', { skip: 'needs chromium' }, () => { test('four', () => {}) })
     describe('five', () => { test('six', () => {}) })`,
  )
  assert.equal(code, 0)
  assert.deepEqual(lines.slice(-3), [
    'left out: test/some.test.ts: two (needs influxd)',
    'left out: test/some.test.ts: three (needs chromium)',
    '2 passed, 0 failed, 2 skipped',
  ])
})

test('a file that leaves something open ends, and every one of its tests is counted', async (t) => {
  const tests = Array.from({ length: 300 }, (_, nth) => `test('number ${nth}', () => {})`)
  const open = `setInterval(() => {}, 1000); test('last', () => { throw new Error('no') })`
  const { code, lines } = await run(t, [...tests, open].join('\n'))
  assert.deepEqual([code, lines.at(-1)], [1, '300 passed, 1 failed, 0 skipped'])
})

test('a failure ends with 1 and is counted once, in a suite too', async (t) => {
  const { code, lines } = await run(t, `describe('all', () => { test('one', () => { throw new Error('no') }) })`)
  assert.deepEqual([code, lines.at(-1)], [1, '0 passed, 1 failed, 0 skipped'])
})
