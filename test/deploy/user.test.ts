import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { givenFolder } from '../given-folder.ts'

/** `watchkeeper user`, as a script calls it. */

const program = join(import.meta.dirname, '../../deploy/watchkeeper.js')

type Ran = { readonly code: number; readonly out: string; readonly talk: string }

async function given(t: TestContext) {
  const folder = await givenFolder(t)
  const config = join(folder, 'hub.yaml')
  writeFileSync(config, `dataDir: ${join(folder, 'data')}\nhttp: { publicUrl: "https://watch.example.com/" }\n`)
  const user = (words: string, input = ''): Promise<Ran> =>
    new Promise((resolve) => {
      const child = execFile(
        process.execPath,
        [program, 'user', ...words.split(' '), '--config', config],
        (error, out, talk) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, talk }),
      )
      child.stdin?.end(input)
    })
  return { user, folder }
}

test('somebody is added by a link that stands alone on stdout; the vault is for the hub’s user alone', async (t) => {
  const { user, folder } = await given(t)
  const added = await user('add ada --role admin')
  assert.match(added.out, /^https:\/\/watch\.example\.com\/setup\?code=[\w-]{43}\n$/)
  assert.match(added.talk, /ada is admin\n.*good once/s)
  assert.equal(statSync(join(folder, 'data/accounts.sqlite')).mode & 0o777, 0o600)
  const again = await user('add ada --role viewer')
  assert.deepEqual([again.code, again.out], [1, ''])
  assert.match(again.talk, /ada is taken already/)
})

test('a password can come by the standard input, and a bad one is refused with the reason', async (t) => {
  const { user } = await given(t)
  assert.deepEqual(
    await user('add ada --role admin --password-stdin', 'a ship in the night\n').then(({ code, out }) => [code, out]),
    [0, ''],
  )
  const bad = await user('passwd ada --password-stdin', 'short\n')
  assert.equal(bad.code, 2)
  assert.match(bad.talk, /takes at least 12 characters/)
})

test('people are listed, by role and as JSON; the last admin stays', async (t) => {
  const { user } = await given(t)
  await user('add ada --role admin')
  await user('add ben --role viewer')
  assert.equal((await user('disable ben --reason left')).code, 0)
  assert.match(
    (await user('list')).out,
    /^ada +admin +password +never signed in\nben +viewer +disabled +never signed in\n$/,
  )
  const json = JSON.parse((await user('list --json --role operator')).out) as { name: string }[]
  assert.deepEqual(
    json.map(({ name }) => name),
    ['ada'],
  )
  const refused = await user('role ada viewer')
  assert.equal(refused.code, 1)
  assert.match(refused.talk, /ada is the last admin: make another one first/)
  assert.equal((await user('role ada captain')).code, 2)
})

test('a token stands alone on stdout, and may do no more than its user', async (t) => {
  const { user } = await given(t)
  await user('add otto --role operator')
  assert.match((await user('token otto prometheus')).out, /^wk_[\w-]{43}\n$/)
  const above = await user('token otto deploy --role admin')
  assert.deepEqual([above.code, above.out], [1, ''])
  assert.match(above.talk, /may not do more than otto may/)
  assert.equal((await user('token otto ever --for 999d')).code, 2)
})
