import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPasswords } from '../../hub/adapters/passwords.ts'
import { Fault } from '../../shared/fault.ts'

test('a password is kept by argon2id with a salt of its own, and known again', async () => {
  const { hash, matches } = createPasswords()
  const [one, other] = [await hash('a ship in the night'), await hash('a ship in the night')]
  assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
  assert.notEqual(one, other)
  assert.equal(await matches('a ship in the night', one), true)
  assert.equal(await matches('a ship in the nighT', one), false)
})

test('letters are the same however a keyboard makes them', async () => {
  const { hash, matches } = createPasswords()
  assert.equal(await matches('o\u0308ver bron', await hash('\u00f6ver bron')), true)
})

test('what was hashed at another cost is still known', async () => {
  const older = '$argon2id$v=19$m=8192,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$FWavaaDfhxziEqwrgaEbVKaxvIYzIu1bGgSI0sorwHc'
  assert.equal(await createPasswords().matches('a ship in the night', older), true)
})

test('nothing and nonsense match nothing', async () => {
  const { matches } = createPasswords()
  for (const hash of [null, '', 'plain', '$argon2i$v=19$m=1,t=1,p=1$AAAA$AAAA'])
    assert.equal(await matches('a ship in the night', hash), false)
})

test('strangers do not take all the memory: who comes when too many wait is told to try again', async () => {
  const { matches } = createPasswords()
  const tried = await Promise.allSettled(Array.from({ length: 60 }, () => matches('x', null)))
  const refused = tried.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []))
  assert.equal(refused.length, 60 - 34)
  for (const reason of refused) assert.ok(reason instanceof Fault && reason.code === 'unavailable' && reason.retry)
})
