import assert from 'node:assert/strict'
import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { createWhole, readSecret, writeWhole } from '../../shared/runtime/secret.ts'
import { givenFolder } from '../given-folder.ts'

test('a secret is written for its owner alone, read back, and is null when it is not there', async (t) => {
  const folder = await givenFolder(t)
  const path = join(folder, 'secret')
  assert.equal(readSecret(path), null)
  writeWhole(path, 'one')
  writeWhole(path, 'two')
  assert.equal(readSecret(path)?.toString(), 'two')
  assert.equal(statSync(path).mode & 0o777, 0o600)
  assert.deepEqual(readdirSync(folder), ['secret'])
})

test('a secret that others can read is refused, whoever they are', async (t) => {
  const path = join(await givenFolder(t), 'secret')
  writeWhole(path, 'one')
  for (const mode of [0o604, 0o640, 0o601, 0o620]) {
    chmodSync(path, mode)
    assert.throws(() => readSecret(path), /others on this machine can read it/)
  }
})

test('the first to create a file wins, and nobody writes over it', async (t) => {
  const folder = await givenFolder(t)
  const path = join(folder, 'secret')
  assert.equal(createWhole(path, 'first'), true)
  assert.equal(createWhole(path, 'second'), false)
  assert.equal(readFileSync(path, 'utf8'), 'first')
  assert.deepEqual(readdirSync(folder), ['secret'])
})
