import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createTries } from '../../../hub/accounts/tries.ts'
import { ofAccounts } from '../../../hub/core/events.ts'
import { MINUTE_S } from '../../../shared/time.ts'
import { virtualClock } from '../../fakes/clock.ts'
import { givenAccounts } from '../../fakes/people.ts'
import { NOW } from '../../fakes/views.ts'

const BY = { kind: 'command-line', name: 'test' } as const
const RIGHT = 'a ship in the night'
const at = (from: string) => ({ from, agent: null })

async function given() {
  const clock = virtualClock(NOW * 1000)
  const held = givenAccounts(clock)
  await held.accounts.change({ type: 'add-user', user: 'ada', role: 'admin', subject: null, first: false, by: BY })
  await held.accounts.setPassword('ada', RIGHT, BY)
  const enter = (name: string, password: string, from = '192.0.2.7', sign: string | null = null) =>
    held.accounts.signIn(name, password, at(from), sign)
  const logged = async () => {
    const types: string[] = []
    for await (const { events } of held.events.read('accounts', 0, AbortSignal.timeout(5_000)))
      types.push(...events.flatMap((event) => ofAccounts(event)?.type ?? []))
    return types
  }
  return { clock, ...held, enter, logged }
}

describe('a password', () => {
  test('opens the door, by a name in whatever case, and that is recorded', async () => {
    const { enter, accounts, logged } = await given()
    const begun = await enter(' Ada ', RIGHT)
    assert.equal(begun.kind, 'begun')
    const person = await accounts.who({ session: begun.kind === 'begun' ? begun.secret : '', token: null, from: null })
    assert.deepEqual([person?.name, person?.role, person?.by], ['ada', 'admin', { kind: 'user', name: 'ada' }])
    assert.deepEqual(await logged(), ['user-added', 'password-set', 'signed-in'])
  })

  test('that is wrong five times locks the name for a quarter of an hour, the right one too, and is recorded', async () => {
    const { enter, clock, logged } = await given()
    for (let time = 0; time < 4; time++) assert.deepEqual(await enter('ada', 'wrong'), { kind: 'wrong' })
    const until = NOW + 15 * MINUTE_S
    assert.deepEqual(await enter('ada', 'wrong'), { kind: 'locked', until })
    assert.deepEqual(await enter('ada', RIGHT), { kind: 'locked', until })
    assert.deepEqual((await logged()).at(-1), 'user-locked')
    await clock.advance(15 * MINUTE_S * 1000)
    assert.equal((await enter('ada', RIGHT)).kind, 'begun')
  })

  test('of a name that is not there is answered like a wrong one, costs as much, and is locked as soon', async () => {
    const { enter, passwords } = await given()
    for (const password of ['wrong', 'wrong', 'wrong', 'wrong', 'wrong', RIGHT]) {
      const before = passwords.asked()
      const known = await enter('ada', password, '192.0.2.1')
      const between = passwords.asked()
      const unknown = await enter('eve', password, '192.0.2.2')
      assert.deepEqual(unknown, known)
      assert.equal(passwords.asked() - between, between - before)
    }
  })

  test('of somebody who is disabled opens nothing, and nobody is told why', async () => {
    const { enter, accounts } = await given()
    await accounts.change({ type: 'add-user', user: 'ben', role: 'viewer', subject: null, first: false, by: BY })
    await accounts.setPassword('ben', RIGHT, BY)
    await accounts.change({ type: 'disable-user', user: 'ben', reason: null, by: BY })
    assert.deepEqual(await enter('ben', RIGHT), { kind: 'wrong' })
  })

  test('that is set anew unlocks the name, and ends all sessions', async () => {
    const { enter, accounts } = await given()
    const begun = await enter('ada', RIGHT)
    for (let time = 0; time < 5; time++) await enter('ada', 'wrong')
    await accounts.setPassword('ada', 'another ship by day', BY)
    assert.deepEqual(accounts.sessions('ada'), [])
    const secret = begun.kind === 'begun' ? begun.secret : ''
    assert.equal(await accounts.who({ session: secret, token: null, from: null }), null)
    assert.equal((await enter('ada', 'another ship by day')).kind, 'begun')
  })
})

describe('a browser from which somebody came in before', () => {
  async function known() {
    const held = await given()
    const begun = await held.enter('ada', RIGHT)
    const sign = begun.kind === 'begun' ? begun.sign : assert.fail(begun.kind)
    const enter = async (password: string, of: string = sign) =>
      (await held.enter('ada', password, '192.0.2.7', of)).kind
    const guess = async (times: number, from = '198.51.100.66') => {
      for (let time = 0; time < times; time++) await held.enter('ada', 'wrong', from)
    }
    return { ...held, sign, guess, fromThere: enter }
  }

  test('is not shut out by strangers who guess, even from its own place', async () => {
    const { enter, guess, fromThere } = await known()
    await guess(5)
    assert.equal((await enter('ada', RIGHT, '192.0.2.99')).kind, 'locked')
    assert.equal(await fromThere(RIGHT), 'begun')
    for (let time = 0; time < 20; time++) await enter(`nobody-${time}`, 'wrong')
    assert.equal((await enter('ada', RIGHT)).kind, 'too-many')
    assert.equal(await fromThere(RIGHT), 'begun')
  })

  test('does not help the guessing: neither there, where five wrong ones wait, nor elsewhere', async () => {
    const { enter, guess, fromThere } = await known()
    await guess(4)
    for (let time = 0; time < 4; time++) assert.equal(await fromThere('wrong'), 'wrong')
    assert.equal(await fromThere(RIGHT), 'begun')
    assert.equal((await enter('ada', 'wrong', '198.51.100.66')).kind, 'locked', 'the fifth of a stranger')
    for (let time = 0; time < 4; time++) assert.equal(await fromThere('wrong'), 'wrong')
    assert.equal(await fromThere('wrong'), 'locked')
    assert.equal(await fromThere(RIGHT), 'locked')
  })

  test('has one sign and no other way to write it, which would be counted anew', async () => {
    const { sign, guess, fromThere } = await known()
    await guess(5)
    const [nonce, proof = ''] = sign.split('.')
    const last = proof.slice(-1)
    const sameBits = proof.slice(0, -1) + String.fromCharCode(last.charCodeAt(0) + 1)
    const padded = `${nonce}.${proof}=`
    const spaced = `${nonce}.${proof.slice(0, 5)} ${proof.slice(5)}`
    const others = [`${sign}.1`, `${sign}.`, `${sign}!`, `${sign} `, padded, spaced, `${nonce}.${sameBits}`]
    for (const one of others) assert.equal(await fromThere(RIGHT, one), 'locked', one)
    assert.equal(await fromThere(RIGHT), 'begun')
  })

  test('is a stranger with a sign that was made up, is of somebody else or of an earlier password', async () => {
    const { accounts, sign, guess, fromThere } = await known()
    await accounts.change({ type: 'add-user', user: 'ben', role: 'viewer', subject: null, first: false, by: BY })
    await accounts.setPassword('ben', RIGHT, BY)
    const ben = await accounts.signIn('ben', RIGHT, at('192.0.2.7'), null)
    await guess(5)
    const forged = ['', '.', 'x', 'x.y', `x.${sign.split('.')[1]}`, `${sign}x`, ben.kind === 'begun' ? ben.sign : '']
    for (const one of forged) assert.equal(await fromThere(RIGHT, one), 'locked', one)
    await accounts.setPassword('ada', 'another ship by day', BY)
    await guess(5)
    assert.equal(await fromThere('another ship by day'), 'locked')
  })
})

test('who changes the password is not kept from it by strangers who guess, and guesses no better in a session', async () => {
  const { accounts, enter } = await given()
  const begun = await enter('ada', RIGHT)
  const shown = { session: begun.kind === 'begun' ? begun.secret : '', token: null, from: null }
  const person = (await accounts.who(shown)) ?? assert.fail()
  for (let time = 0; time < 5; time++) await enter('ada', 'wrong', '198.51.100.66')
  const change = (old: string) => accounts.changePassword(person, old, 'another ship by day')
  for (let time = 0; time < 4; time++) assert.equal(await change('wrong'), 'wrong')
  assert.equal(await change('wrong'), 'locked')
  assert.equal(await change(RIGHT), 'locked')
})

test('who changes the password rightly is forgiven the wrong ones of that session', async () => {
  const { accounts, enter } = await given()
  const begun = await enter('ada', RIGHT)
  const shown = { session: begun.kind === 'begun' ? begun.secret : '', token: null, from: null }
  const person = (await accounts.who(shown)) ?? assert.fail()
  const change = (old: string, fresh: string) => accounts.changePassword(person, old, fresh)
  for (let time = 0; time < 4; time++) assert.equal(await change('wrong', RIGHT), 'wrong')
  assert.equal(await change(RIGHT, 'another ship by day'), 'done')
  for (let time = 0; time < 4; time++) assert.equal(await change('wrong', RIGHT), 'wrong')
  assert.equal(await change('another ship by day', RIGHT), 'done')
})

test('a token changes no password, and guesses none', async () => {
  const { accounts, passwords } = await given()
  const by = { kind: 'token', name: 'script', user: 'ada' } as const
  const before = passwords.asked()
  const person = { name: 'ada', role: 'admin', by, session: null } as const
  assert.equal(await accounts.changePassword(person, RIGHT, 'another ship by day'), 'wrong')
  assert.equal(passwords.asked(), before)
})

test('twenty failures from one place make it wait, whatever the names; elsewhere the door is open', async () => {
  const { enter } = await given()
  for (let time = 0; time < 20; time++) await enter(`nobody-${time}`, 'wrong')
  assert.deepEqual(await enter('ada', RIGHT), { kind: 'too-many', until: NOW + 15 * MINUTE_S })
  assert.equal((await enter('ada', RIGHT, '192.0.2.8')).kind, 'begun')
})

test('who makes up names fills no memory', () => {
  const tries = createTries({ most: 2, withinS: 60 })
  for (let name = 0; name < 20_000; name++) tries.failed(String(name), 0)
  assert.equal(tries.failed('0', 1), null, 'the oldest was forgotten')
  assert.equal(tries.failed('19999', 1), 61)
})
