import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type AccountEvent, evolveAccounts, NO_ACCOUNTS } from '../../../hub/core/accounts/account.ts'
import {
  type AccountCommand,
  decideAccounts,
  isUserName,
  MOST_TOKEN_S,
  MOST_TOKENS,
} from '../../../hub/core/accounts/account-command.ts'
import { allows, lesser, ROLES, roleFor } from '../../../hub/core/accounts/permission.ts'

const T = 1_795_600_000
const by = { kind: 'user', name: 'ada' } as const
const dated = { at: T, learnedAt: T }

const added = (user: string, role: (typeof ROLES)[number], subject: string | null = null): AccountEvent => ({
  type: 'user-added',
  ...dated,
  user,
  role,
  subject,
  by,
})

const given = (...events: AccountEvent[]) => events.reduce(evolveAccounts, NO_ACCOUNTS)
const decide = (events: AccountEvent[], command: AccountCommand, now = T) => {
  const { events: news, answer } = decideAccounts(given(...events), command, now)
  return answer.kind === 'refused' ? answer.reason : news.map(({ type }) => type)
}
const add = (user: string, first = false): AccountCommand => ({
  type: 'add-user',
  user,
  role: 'viewer',
  subject: null,
  first,
  by,
})

describe('users', () => {
  test('have a name each, and the first one is first', () => {
    assert.deepEqual(decide([], add('ada', true)), ['user-added'])
    assert.deepEqual(decide([added('ada', 'admin')], add('ada')), 'taken')
    assert.deepEqual(decide([added('ada', 'admin')], add('ben', true)), 'not-first')
    assert.deepEqual(decide([added('ada', 'admin')], { type: 'make-link', user: null, until: T + 1, by }), 'not-first')
  })

  test('never lose their last admin', () => {
    const demote: AccountCommand = { type: 'change-role', user: 'ada', role: 'approver', by }
    const disable: AccountCommand = { type: 'disable-user', user: 'ada', reason: null, by }
    const gone: AccountEvent = { type: 'user-disabled', ...dated, user: 'ben', reason: null, by }
    for (const command of [demote, disable]) {
      assert.equal(decide([added('ada', 'admin'), added('ben', 'approver')], command), 'last-admin')
      assert.equal(decide([added('ada', 'admin'), added('ben', 'admin'), gone], command), 'last-admin')
      assert.notEqual(decide([added('ada', 'admin'), added('ben', 'admin')], command), 'last-admin')
    }
  })

  test('change only where something changes', () => {
    assert.deepEqual(decide([added('ada', 'viewer')], { type: 'change-role', user: 'ada', role: 'viewer', by }), [])
    assert.deepEqual(decide([added('ada', 'viewer')], { type: 'enable-user', user: 'ada', by }), [])
  })

  test('who sign in elsewhere have no password here, and the role that is said there', () => {
    const kim = [added('grace', 'admin'), added('kim', 'viewer', 'https://login.example.com kim')]
    assert.equal(decide(kim, { type: 'set-password', user: 'kim', by }), 'signs-on')
    assert.equal(decide(kim, { type: 'make-link', user: 'kim', until: T, by }), 'signs-on')
    assert.equal(decide(kim, { type: 'change-role', user: 'kim', role: 'admin', by }), 'signs-on')
    const byHub: AccountCommand = { type: 'change-role', user: 'kim', role: 'admin', by: { kind: 'hub' } }
    assert.deepEqual(decide(kim, byHub), ['user-role-changed'])
  })

  test('have no role while the provider gives none: they count as no admin, neither sign in nor make tokens', () => {
    const kim = [added('grace', 'admin'), added('kim', 'admin', 'https://login.example.com kim')]
    const none: AccountEvent = { type: 'user-role-changed', ...dated, user: 'kim', role: null, by: { kind: 'hub' } }
    const ofKim = { user: 'kim', by: { kind: 'hub' } } as const
    assert.deepEqual(decide(kim, { type: 'change-role', role: null, ...ofKim }), ['user-role-changed'])
    assert.deepEqual(decide([...kim, none], { type: 'change-role', role: null, ...ofKim }), [], 'told once')
    assert.equal(decide([...kim, none], { type: 'change-role', ...ofKim, role: null, by }), 'signs-on')
    assert.equal(decide([...kim, none], { type: 'disable-user', user: 'grace', reason: null, by }), 'last-admin')
    assert.equal(decide([...kim, none], { type: 'sign-in', user: 'kim', how: 'sign-on', from: null }), 'no-role')
    const token = { token: 't', name: 'deploy', role: 'viewer', until: T + 100, hash: 'ab12' } as const
    assert.equal(decide([...kim, none], { type: 'add-token', ...token, ...ofKim }), 'no-role')
    assert.deepEqual(decide([...kim, none], { type: 'change-role', role: 'viewer', ...ofKim }), ['user-role-changed'])
  })

  test('do not sign in while they are disabled', () => {
    const enter: AccountCommand = { type: 'sign-in', user: 'ada', how: 'password', from: null }
    const disabled: AccountEvent = { type: 'user-disabled', ...dated, user: 'ada', reason: null, by }
    assert.deepEqual(decide([added('ada', 'viewer')], enter), ['signed-in'])
    assert.equal(decide([added('ada', 'viewer'), disabled], enter), 'disabled')
    assert.equal(decide([added('ada', 'viewer'), disabled], { ...enter, how: 'link' }), 'disabled')
    assert.equal(decide([], enter), 'no-user')
  })
})

describe('tokens', () => {
  const token = (name: string, more: Partial<Extract<AccountCommand, { type: 'add-token' }>> = {}): AccountCommand => ({
    type: 'add-token',
    token: `t-${name}`,
    name,
    user: 'ada',
    role: 'viewer',
    until: T + 100,
    hash: 'ab12',
    by,
    ...more,
  })
  const stored = (name: string): AccountEvent => ({
    type: 'token-added',
    ...dated,
    token: `t-${name}`,
    name,
    user: 'ada',
    role: 'viewer',
    until: T + 100,
    hash: 'ab12',
    by,
  })

  test('may do no more than who makes them, and end', () => {
    assert.deepEqual(decide([added('ada', 'operator')], token('prometheus')), ['token-added'])
    assert.equal(decide([added('ada', 'operator')], token('deploy', { role: 'approver' })), 'above-own-role')
    assert.equal(decide([added('ada', 'admin')], token('ever', { until: T + MOST_TOKEN_S + 1 })), 'too-long')
  })

  test('have a name of their own while they are good, and are not too many', () => {
    assert.equal(decide([added('ada', 'viewer'), stored('one')], token('one')), 'taken')
    const revoked: AccountEvent = { type: 'token-revoked', ...dated, token: 't-one', user: 'ada', by }
    assert.deepEqual(decide([added('ada', 'viewer'), stored('one'), revoked], token('one')), ['token-added'])
    assert.deepEqual(decide([added('ada', 'viewer'), stored('one')], token('one', { until: T + 200 }), T + 100), [
      'token-added',
    ])
    const many = Array.from({ length: MOST_TOKENS }, (_, at) => stored(String(at)))
    assert.equal(decide([added('ada', 'viewer'), ...many], token('more')), 'too-many')
  })

  test('are revoked by their own user alone', () => {
    const events = [added('ada', 'viewer'), added('ben', 'admin'), stored('one')]
    assert.equal(decide(events, { type: 'revoke-token', token: 't-one', user: 'ben', by }), 'no-token')
    assert.deepEqual(decide(events, { type: 'revoke-token', token: 't-one', user: 'ada', by }), ['token-revoked'])
  })
})

test('a name is what can be typed on any keyboard', () => {
  for (const name of ['ada', 'ada@example.com', 'a.b-c_d+e', '7']) assert.ok(isUserName(name), name)
  for (const name of ['', 'Ada', 'å', 'a b', '.a', 'a'.repeat(65), 'a/b']) assert.ok(!isUserName(name), name)
})

describe('roles', () => {
  const role = fc.constantFrom(...ROLES)

  test('each may all that the ones before it may', () => {
    fc.assert(
      fc.property(role, role, role, (one, other, needed) => {
        assert.equal(allows(lesser(one, other), needed), allows(one, needed) && allows(other, needed))
      }),
    )
    assert.deepEqual(ROLES, ['viewer', 'operator', 'approver', 'admin'])
  })

  test('of a claim are those that its values are given, and the highest counts', () => {
    const roles = { crew: 'viewer', shore: 'operator', it: 'admin' } as const
    assert.equal(roleFor(['crew', 'it', 'shore'], roles), 'admin')
    assert.equal(roleFor('shore', roles), 'operator')
    for (const none of [[], 'galley', undefined, 7, { it: true }, ['toString'], null])
      assert.equal(roleFor(none, roles), null)
  })
})
