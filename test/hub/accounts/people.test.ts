import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { DAY_S, HOUR_S } from '../../../shared/time.ts'
import { virtualClock } from '../../fakes/clock.ts'
import { givenAccounts } from '../../fakes/people.ts'
import { NOW } from '../../fakes/views.ts'

const BY = { kind: 'command-line', name: 'test' } as const
const GOOD = 'a ship in the night'
const HERE = { from: '192.0.2.7', agent: 'Firefox/140' }

async function given() {
  const clock = virtualClock(NOW * 1000)
  const { accounts, vault } = givenAccounts(clock)
  const add = (user: string, role: 'viewer' | 'operator' | 'admin') =>
    accounts.change({ type: 'add-user', user, role, subject: null, first: false, by: BY })
  await add('ada', 'admin')
  await accounts.setPassword('ada', GOOD, BY)
  const enter = async () => {
    const begun = await accounts.letIn('ada', HERE)
    return begun.kind === 'begun' ? begun.secret : assert.fail(begun.kind)
  }
  const whoBy = (session: string) => accounts.who({ session, token: null, from: '192.0.2.7' })
  return { clock, accounts, vault, add, enter, whoBy }
}

describe('a session', () => {
  test('is kept as a hash, and shown to its owner with where and when it was last used', async () => {
    const { accounts, vault, clock, enter } = await given()
    const secret = await enter()
    assert.equal(vault.session(secret), null)
    await clock.advance(HOUR_S * 1000)
    await accounts.who({ session: secret, token: null, from: '198.51.100.4' })
    const [session] = accounts.sessions('ada')
    assert.notEqual(session?.id, secret)
    assert.deepEqual(
      { ...session, id: null },
      { id: null, user: 'ada', begunAt: NOW, usedAt: NOW + HOUR_S, from: '198.51.100.4', agent: 'Firefox/140' },
    )
  })

  test('ends when it is not used for a day, and after two weeks however much it was', async () => {
    const { clock, enter, whoBy } = await given()
    const idle = await enter()
    const used = await enter()
    for (let hour = 0; hour < 14 * 24 - 1; hour += 23) {
      assert.notEqual(await whoBy(used), null, `after ${hour} h`)
      await clock.advance(23 * HOUR_S * 1000)
      if (hour > 0) assert.equal(await whoBy(idle), null)
    }
    await clock.advance(HOUR_S * 1000)
    assert.equal(await whoBy(used), null)
  })

  test('is ended by its owner: one, all others, the one in use', async () => {
    const { accounts, enter, whoBy } = await given()
    const [one, two, three] = [await enter(), await enter(), await enter()]
    const person = (await whoBy(one)) ?? assert.fail()
    const other = (await whoBy(two))?.session?.id ?? assert.fail()
    await accounts.endSessions(person, { only: other })
    assert.deepEqual([await whoBy(two), (await whoBy(three))?.name], [null, 'ada'])
    await accounts.endSessions(person, 'others')
    assert.deepEqual([await whoBy(three), (await whoBy(one))?.name], [null, 'ada'])
    await accounts.endSessions(person, 'own')
    assert.equal(await whoBy(one), null)
  })

  test('of others ends with a new password; the own one goes on', async () => {
    const { accounts, enter, whoBy } = await given()
    const [own, other] = [await enter(), await enter()]
    const person = (await whoBy(own)) ?? assert.fail()
    assert.equal(await accounts.changePassword(person, 'wrong', 'another ship by day'), 'wrong')
    assert.deepEqual(await accounts.changePassword(person, GOOD, 'short'), {
      problem: 'takes at least 12 characters: some words in a row will do',
    })
    assert.equal(await accounts.changePassword(person, GOOD, 'another ship by day'), 'done')
    assert.deepEqual([(await whoBy(own))?.name, await whoBy(other)], ['ada', null])
  })

  test('ends with the right to it, and has the role of its owner as it is now', async () => {
    const { accounts, add, enter, whoBy } = await given()
    const secret = await enter()
    await add('grace', 'admin')
    await accounts.change({ type: 'change-role', user: 'ada', role: 'operator', by: BY })
    assert.equal((await whoBy(secret))?.role, 'operator')
    await accounts.change({ type: 'disable-user', user: 'ada', reason: 'left', by: BY })
    assert.equal(await whoBy(secret), null)
    await accounts.change({ type: 'enable-user', user: 'ada', by: BY })
    assert.equal(await whoBy(secret), null, 'and does not come back with the account')
  })
})

describe('a token', () => {
  test('lets a program in with its role, never with more than its maker has by now, until it is over or revoked', async () => {
    const { accounts, add, clock } = await given()
    await add('grace', 'admin')
    const added = await accounts.addToken('ada', { name: 'deploy', role: 'admin', until: NOW + DAY_S }, BY)
    const secret = added.kind === 'added' ? added.secret : assert.fail(added.kind)
    const who = () => accounts.who({ session: null, token: secret, from: null })
    assert.deepEqual(await who(), {
      name: 'deploy (ada)',
      role: 'admin',
      by: { kind: 'token', name: 'deploy', user: 'ada' },
      session: null,
    })
    await accounts.change({ type: 'change-role', user: 'ada', role: 'viewer', by: BY })
    assert.equal((await who())?.role, 'viewer')
    const [token] = await accounts.tokens('ada')
    assert.ok(token !== undefined && !JSON.stringify(token).includes(secret), 'only its hash is kept')
    await clock.advance(DAY_S * 1000)
    assert.equal(await who(), null)
    assert.deepEqual(await accounts.tokens('ada'), [])
  })

  test('is shown in place of a session, not beside one', async () => {
    const { accounts, enter } = await given()
    assert.equal(await accounts.who({ session: await enter(), token: 'wk_none', from: null }), null)
  })
})

describe('a link', () => {
  test('makes the first admin, once, and only while there is nobody', async () => {
    const { accounts } = givenAccounts(virtualClock(NOW * 1000))
    const made = await accounts.makeLink(null, { kind: 'hub' })
    const secret = made.kind === 'made' ? made.secret : assert.fail(made.kind)
    assert.deepEqual(accounts.link(secret), { user: null, until: NOW + DAY_S })
    const take = (name: string, password: string) => accounts.takeLink(secret, { name, password }, HERE)
    assert.equal((await take('Å', GOOD)).kind, 'invalid')
    assert.equal((await take('grace', 'short')).kind, 'invalid')
    assert.equal((await take('grace', GOOD)).kind, 'begun')
    assert.deepEqual(await take('eve', GOOD), { kind: 'no-link' })
    assert.deepEqual(
      (await accounts.users()).map(({ name, role }) => [name, role]),
      [['grace', 'admin']],
    )
    assert.equal((await accounts.signIn('grace', GOOD, HERE)).kind, 'begun')
  })

  test('that was taken by two at the same moment serves one', async () => {
    const { accounts } = givenAccounts(virtualClock(NOW * 1000))
    const made = await accounts.makeLink(null, { kind: 'hub' })
    const secret = made.kind === 'made' ? made.secret : ''
    const taken = await Promise.all(
      ['grace', 'eve'].map((name) => accounts.takeLink(secret, { name, password: GOOD }, HERE)),
    )
    assert.deepEqual(taken.map(({ kind }) => kind).sort(), ['begun', 'no-link'])
    assert.equal((await accounts.users()).length, 1)
  })

  test('for somebody sets a password and ends their sessions; a later link is in place of an earlier one', async () => {
    const { accounts, enter, whoBy, clock } = await given()
    const before = await enter()
    const [early, late] = [await accounts.makeLink('ada', BY), await accounts.makeLink('ada', BY)]
    assert.ok(early.kind === 'made' && late.kind === 'made')
    const entered = { name: 'ignored', password: 'another ship by day' }
    assert.deepEqual(await accounts.takeLink(early.secret, entered, HERE), { kind: 'no-link' })
    assert.equal((await accounts.takeLink(late.secret, entered, HERE)).kind, 'begun')
    assert.equal(await whoBy(before), null)
    assert.equal((await accounts.signIn('ada', GOOD, HERE)).kind, 'wrong')
    const over = await accounts.makeLink('ada', BY)
    await clock.advance(3 * DAY_S * 1000)
    assert.equal(accounts.link(over.kind === 'made' ? over.secret : ''), null)
  })
})
