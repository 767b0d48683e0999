import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { ACCOUNTS_STREAM } from '../../../hub/core/accounts/account.ts'
import type { Role } from '../../../hub/core/accounts/permission.ts'
import { startServer } from '../../../hub/http/server.ts'
import type { SignOn } from '../../../hub/ports/sign-on.ts'
import { systemClock } from '../../../shared/runtime/clock.ts'
import { toSeconds } from '../../../shared/time.ts'
import { atEnd } from '../../at-end.ts'
import { virtualClock } from '../../fakes/clock.ts'
import { givenAccounts } from '../../fakes/people.ts'
import { fakeViews, NOW } from '../../fakes/views.ts'
import { freePort } from '../../lab/free-port.ts'
import { companyLogin, createSurfer, startProvider } from '../../lab/oidc-provider.ts'
import { givenApp, givenRunnableApp } from '../given-app.ts'

/** Single sign-on, against a real provider of OpenID Connect on loopback. */

const PEOPLE = {
  ada: { email: 'ada@example.com', groups: ['everybody', 'superintendents'] },
  ben: { email: 'ben@example.com', groups: ['galley'] },
  eve: { email: 'grace@example.com', groups: ['everybody'] },
  kim: { groups: ['everybody'] },
  liv: { email: 'captain@example.com', email_verified: false, groups: ['everybody'] },
}
const BY = { kind: 'command-line', name: 'test' } as const

async function given(
  t: TestContext,
  roles: Record<string, Role> = { everybody: 'viewer', superintendents: 'approver' },
) {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const redirectUri = `${url}/login/sso/return`
  const provider = await startProvider(t, redirectUri, PEOPLE)
  const { accounts, events } = givenAccounts(systemClock)
  await accounts.change({
    type: 'add-user',
    user: 'grace@example.com',
    role: 'admin',
    subject: null,
    first: false,
    by: BY,
  })
  await accounts.setPassword('grace@example.com', 'a ship in the night', BY)
  const signOn = companyLogin(provider.issuer, redirectUri, roles)
  const people = { accounts, signOn, demo: [] }
  const app = givenRunnableApp(fakeViews(3), { gate: accounts, people })
  const server = await startServer({ app, host: '127.0.0.1', port, askedBy: 'a test', clock: systemClock })
  atEnd(t, () => server.stop())
  const { go, signOn: surf } = createSurfer()
  return { url, provider, accounts, events, roles, go, signOn: surf }
}

const words = async (response: Response): Promise<string> => (await response.text()).replace(/<[^>]*>/g, '')

test('somebody whom the provider vouches for comes in, with the highest role of their groups, to what they wanted to see', async (t) => {
  const { url, accounts, signOn, go } = await given(t)
  const seen = await signOn(`${url}/login/sso?to=/approvals`, 'ada')
  assert.equal(seen.url, `${url}/approvals`)
  assert.equal(seen.status, 200)
  assert.match(await words(await go(`${url}/account`)), /ada@example\.com.*Your role is approver/s)
  const ada = (await accounts.users()).find(({ name }) => name === 'ada@example.com')
  assert.match(ada?.subject ?? '', /ada$/)
  assert.equal(ada?.role, 'approver')
})

test('the role follows the groups at each sign-on; without one nobody comes in, and who was in is out', async (t) => {
  const { url, accounts, roles, signOn, go } = await given(t)
  await (await signOn(`${url}/login/sso`, 'ada')).body?.cancel()
  roles.superintendents = 'viewer'
  const again = createSurfer()
  await (await again.signOn(`${url}/login/sso`, 'ada')).body?.cancel()
  assert.equal((await accounts.users()).find(({ name }) => name === 'ada@example.com')?.role, 'viewer')
  delete roles.superintendents
  delete roles.everybody
  const refused = await createSurfer().signOn(`${url}/login/sso`, 'ada')
  assert.equal(refused.status, 403)
  assert.match(
    await words(refused),
    /Company login knows you as ada@example\.com, but what it says of you gives no role here\. Ask an admin/,
  )
  assert.equal((await go(`${url}/account`)).url, `${url}/login?to=%2Faccount`)
})

test('what they made for programs goes down with the role at each sign-on, is not good while there is none, and comes back with it', async (t) => {
  const { url, accounts, events, roles, go } = await given(t)
  const ada = 'ada@example.com'
  const signOnAnew = async () => (await createSurfer().signOn(`${url}/login/sso`, 'ada')).body?.cancel()
  await signOnAnew()
  const made = await accounts.addToken(
    ada,
    { name: 'deploy', role: 'approver', until: toSeconds(Date.now()) + 600 },
    BY,
  )
  const token = made.kind === 'added' ? made.secret : assert.fail(made.reason)
  const role = async () => (await accounts.who({ session: null, token, from: null }))?.role ?? null
  assert.equal(await role(), 'approver')
  const before = { ...roles }
  roles.superintendents = 'viewer'
  await signOnAnew()
  assert.equal(await role(), 'viewer')
  delete roles.superintendents
  delete roles.everybody
  assert.equal(await role(), 'viewer', 'nobody has asked the provider since')
  await signOnAnew()
  await signOnAnew()
  assert.equal(await role(), null)
  assert.equal((await fetch(`${url}/api/v1/fleet`, { headers: { Authorization: `Bearer ${token}` } })).status, 401)
  await go(`${url}/login`, { name: 'grace@example.com', password: 'a ship in the night' })
  const row = /ada@example\.com.*?<\/tr>/s
  const users = async () => (await go(`${url}/users`)).text()
  const withoutRole = await users()
  assert.match(row.exec(withoutRole)?.[0] ?? '', /no role any more.*by single sign-on/s)
  const WHY = /<\/table>.*single sign-on gave none.*their tokens are not let in/s
  assert.match(withoutRole, WHY)
  Object.assign(roles, before)
  await signOnAnew()
  assert.equal(await role(), 'approver')
  const again = await users()
  assert.match(row.exec(again)?.[0] ?? '', /approver.*by single sign-on/s)
  assert.doesNotMatch(again, WHY)
  const told = []
  for await (const batch of events.read(ACCOUNTS_STREAM, 0, AbortSignal.timeout(10_000)))
    told.push(...batch.events.flatMap((event) => (event.type === 'user-role-changed' ? [event.role] : [])))
  assert.deepEqual(told, ['viewer', null, 'approver'])
})

test('nobody comes in whom no group gives a role', async (t) => {
  const { url, accounts, signOn } = await given(t)
  const refused = await signOn(`${url}/login/sso`, 'ben')
  assert.equal(refused.status, 403)
  assert.match(await words(refused), /gives no role here/)
  assert.equal((await accounts.users()).length, 1)
})

test('an account with a password is not taken over by somebody of the same name', async (t) => {
  const { url, signOn, accounts } = await given(t)
  const refused = await signOn(`${url}/login/sso`, 'eve')
  assert.equal(refused.status, 403)
  assert.match(await words(refused), /There is an account grace@example\.com with a password here already/)
  assert.deepEqual(
    (await accounts.users()).map(({ role, subject }) => [role, subject]),
    [['admin', null]],
  )
})

test('who has no name at the provider is told so', async (t) => {
  const { url, signOn } = await given(t)
  const refused = await signOn(`${url}/login/sso`, 'kim')
  assert.equal(refused.status, 403)
  assert.match(await words(refused), /does not tell your name/)
})

test('nobody comes in by an address that the provider says is not proven', async (t) => {
  const { url, signOn, accounts } = await given(t)
  const refused = await signOn(`${url}/login/sso`, 'liv')
  assert.equal(refused.status, 403)
  assert.match(await words(refused), /has not made sure that the address captain@example\.com is yours/)
  assert.equal((await accounts.users()).length, 1)
})

test('an answer opens the door once, and only to the browser that asked', async (t) => {
  const { url, go, signOn } = await given(t)
  const asked = await fetch(`${url}/login/sso`, { redirect: 'manual' })
  const kept = asked.headers.getSetCookie()[0]?.split(';')[0] ?? assert.fail('nothing is kept')
  const { state } = JSON.parse(Buffer.from(kept.split('=')[1] ?? '', 'base64url').toString()) as { state: string }
  const back = (query: string, Cookie: string) => fetch(`${url}/login/sso/return?${query}`, { headers: { Cookie } })
  for (const query of ['', 'code=stolen', 'code=stolen&state=guessed', `code=guessed&state=${state}`]) {
    const refused = await back(query, kept)
    assert.equal(refused.status, 403, query)
    assert.doesNotMatch(refused.headers.get('Set-Cookie') ?? '', /watchkeeper=/)
    await refused.body?.cancel()
  }
  await (await signOn(`${url}/login/sso`, 'ada')).body?.cancel()
  const again = await go(`${url}/login/sso/return?code=again&state=${state}`)
  assert.equal(again.status, 422, 'what was kept for the way back is used up')
  await again.body?.cancel()
})

test('what a browser was made to keep leads to no foreign page', async () => {
  const clock = virtualClock(NOW * 1000)
  const { accounts } = givenAccounts(clock)
  const identity = { subject: 'x ada', name: 'ada', role: 'viewer' } as const
  const signOn: SignOn = {
    name: 'Company login',
    begin: () => Promise.reject(new Error('nobody begins')),
    finish: async () => ({ kind: 'recognised', identity }),
  }
  const { get } = givenApp(1, NOW * 1000, 'nobody', { people: { accounts, signOn, demo: [] } })
  const planted = { state: 's', nonce: 'n', verifier: 'v', to: 'https://evil.example/' }
  const Cookie = `watchkeeper-sso=${Buffer.from(JSON.stringify(planted)).toString('base64url')}`
  const entered = await get('/login/sso/return?code=c&state=s', { Cookie })
  assert.deepEqual([entered.status, entered.headers.get('Location')], [303, '/'])
})

test('whoever signs on in a browser that has a session, their own or of somebody else, ends that one alone', async () => {
  const clock = virtualClock(NOW * 1000)
  const { accounts } = givenAccounts(clock)
  for (const user of ['grace', 'kim'])
    await accounts.change({ type: 'add-user', user, role: 'admin', subject: null, first: false, by: BY })
  const begin = async (user: string) => {
    const begun = await accounts.letIn(user, { from: null, agent: null })
    return begun.kind === 'begun' ? begun.secret : assert.fail(begun.reason)
  }
  const signOn: SignOn = {
    name: 'Company login',
    begin: () => Promise.reject(new Error('nobody begins')),
    finish: async () => ({ kind: 'recognised', identity: { subject: 'x ada', name: 'ada', role: 'viewer' } }),
  }
  const { get } = givenApp(1, NOW * 1000, 'nobody', { gate: accounts, people: { accounts, signOn, demo: [] } })
  const kept = Buffer.from(JSON.stringify({ state: 's', nonce: 'n', verifier: 'v', to: '/' })).toString('base64url')
  const enter = async (session: string) => {
    const Cookie = `watchkeeper-sso=${kept}; watchkeeper=${session}`
    const entered = await get('/login/sso/return?code=c&state=s', { Cookie })
    const cookies = entered.headers.getSetCookie().map((one) => /^watchkeeper=([^;]+)/.exec(one)?.[1])
    return cookies.find((one) => one !== undefined) ?? assert.fail('no session')
  }
  const elsewhere = await begin('grace')
  const first = await enter(await begin('grace'))
  await enter(first)
  const left = async (user: string) => accounts.sessions(user).length
  assert.deepEqual([await left('grace'), await left('ada')], [1, 1])
  const by = (session: string) => accounts.who({ session, token: null, from: null })
  assert.deepEqual([(await by(elsewhere))?.name, await by(first)], ['grace', null])
})

test('an answer that this browser did not ask for opens nothing', async (t) => {
  const { url, go } = await given(t)
  const stray = await go(`${url}/login/sso/return?code=stolen&state=guessed`)
  assert.equal(stray.status, 422)
  assert.match(await words(stray), /This browser did not ask Company login/)
})

test('the provider being away is said, and a password still opens the door', async (t) => {
  const { url, provider, go } = await given(t)
  await provider.stop()
  const away = await go(`${url}/login/sso`)
  assert.equal(away.status, 503)
  const page = await words(away)
  assert.match(page, /Company login cannot be reached now\. Sign in with a name and a password/)
  const seen = await go(`${url}/login`, { name: 'grace@example.com', password: 'a ship in the night', to: '/alerts' })
  assert.equal(seen.url, `${url}/alerts`)
})
