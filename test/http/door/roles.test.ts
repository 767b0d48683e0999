import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { allows, ROLES, type Role } from '../../../hub/core/accounts/permission.ts'
import { isAnswer, needsOf, ROUTES } from '../../../hub/http/door/roles.ts'
import type { SignOn } from '../../../hub/ports/sign-on.ts'
import { Fault } from '../../../shared/fault.ts'
import { virtualClock } from '../../fakes/clock.ts'
import { givenAccounts } from '../../fakes/people.ts'
import { NOW } from '../../fakes/views.ts'
import { type GivenApp, givenApp } from '../given-app.ts'

/** Every route of the hub, asked by everybody: nobody gets in where the table does not say so. */

const away = () => Promise.reject(new Fault('unavailable', 'It is away.'))
const signOn: SignOn = { name: 'Company login', begin: away, finish: away }

/** The app with all that can be configured, so that no route is missing. */
const as = (who: Role | 'nobody'): GivenApp => {
  const { accounts } = givenAccounts(virtualClock(NOW * 1000))
  const people = { accounts, signOn, demo: [{ name: 'ada', role: 'admin' }] } as const
  return givenApp(3, NOW * 1000, who, { people, webhook: { secret: 'none', hint: () => {} } })
}

const answered = [
  ...new Set(
    as('admin')
      .app.routes.filter(isAnswer)
      .map((route) => `${route.method} ${route.path}`),
  ),
]

const ask = ({ get, post }: GivenApp, route: string): Promise<Response> => {
  const [method, path = ''] = route.split(' ')
  const address = path.replace('*', 'none.js').replaceAll(/:\w+/g, 'none')
  return method === 'GET' ? get(address) : post(address, {})
}

test('the table holds every route that the app answers, and no other', () => {
  assert.deepEqual([...answered].sort(), Object.keys(ROUTES).sort())
})

describe('every route, asked by everybody', () => {
  for (const route of answered) {
    const needs = ROUTES[route]
    test(`${route} is for ${needs}`, async () => {
      for (const who of ['nobody', ...ROLES] as const) {
        const { status, body } = await ask(as(who), route)
        await body?.cancel()
        if (needs === 'open') assert.notEqual(status, 401, who)
        else if (needs === undefined || needs === 'signed' || who === 'nobody') assert.equal(status, 401, who)
        else if (needs === 'approver in person' || !allows(who, needs)) assert.equal(status, 403, who)
        else assert.ok(![401, 403].includes(status) || isOfSession(route), `${who}: ${status}`)
      }
    })
  }
})

describe('what makes a ticket takes the yes of a human', () => {
  for (const route of answered.filter((one) => ROUTES[one] === 'approver in person'))
    test(`${route}: who has signed in and is an approver may, a program with the token of one is told why not`, async () => {
      for (const who of ROLES) {
        const path = (route.split(' ')[1] ?? '').replaceAll(/:\w+/g, 'none')
        const signedIn = await as(who).post(path, {}, { Cookie: 'watchkeeper=Ada' })
        assert.equal(signedIn.status === 403, !allows(who, 'approver'), who)
        const program = await as(who).post(path, {}, { Accept: 'application/json' })
        assert.equal(program.status, 403, who)
        const words = allows(who, 'approver') ? /a token is of a program/ : /needs the role approver/
        assert.match(((await program.json()) as { detail: string }).detail, words)
      }
    })

  test('those are all that decide on a proposal or on a ticket', () => {
    const deciding = answered.filter((one) => /^POST .*(approvals|proposals|tickets.:ticket)/.test(one))
    assert.deepEqual(new Set(deciding.map((one) => ROUTES[one])), new Set(['approver in person']))
  })
})

describe('every other way to ask', () => {
  const METHODS = ['HEAD', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'get-all']
  const paths = [...new Set(answered.map((route) => route.split(' ')[1] ?? ''))]
  const askBy = async ({ app }: GivenApp, method: string, path: string): Promise<Response> =>
    app.fetch(
      new Request(`http://localhost${path.replace('*', 'none.js').replaceAll(/:\w+/g, 'none')}`, {
        method,
        headers: { Host: 'localhost', Origin: 'http://localhost', 'X-HTTP-Method-Override': 'GET' },
      }),
    )

  for (const who of ['nobody', ...ROLES] as const)
    test(`gives ${who} no more than the table says`, async () => {
      const given = as(who)
      for (const path of paths)
        for (const method of METHODS) {
          const needs = ROUTES[`${method === 'HEAD' ? 'GET' : method} ${path}`]
          const { status, body } = await askBy(given, method, path)
          await body?.cancel()
          const role = needs === 'open' || needs === 'signed' || needs === 'approver in person' ? undefined : needs
          const isLetIn = needs === 'open' || (who !== 'nobody' && role !== undefined && allows(who, role))
          if (needs === undefined) assert.ok([403, 404, 405].includes(status), `${method} ${path}: ${status}`)
          else if (!isLetIn)
            assert.equal(status, who === 'nobody' || needs === 'signed' ? 401 : 403, `${method} ${path}`)
          else if (method === 'HEAD') assert.equal(body, null)
        }
      assert.equal(given.views.listeners(), 0, 'and leaves nothing open')
    })

  test('the same address written otherwise is the same, or none', async () => {
    const viewer = as('viewer')
    for (const path of [
      '/users/',
      '//users',
      '/USERS',
      '/%75sers',
      '/./users',
      '/x/../users',
      '/users%2f',
      '/users;x',
      '/users?a=/',
    ])
      for (const method of ['GET', 'POST', 'HEAD']) {
        const { status } = await askBy(viewer, method, path)
        assert.ok([403, 404, 405].includes(status), `${method} ${path}: ${status}`)
      }
  })
})

/** Takes forms of a session alone, and whoever asks here shows none. */
const isOfSession = (route: string): boolean => /^POST \/(account|users|logout)/.test(route)

test('a route that is not in the table is closed, to an admin too', () => {
  const routes = ['/*', '/new', '/'].map((path, at) => ({ method: at === 0 ? 'ALL' : 'GET', path }))
  assert.equal(needsOf(routes), 'closed')
})

test('where two routes answer the same address, the stricter one says who may', () => {
  const routes = ['GET /alerts', 'GET /users', 'GET /healthz'].map((route) => ({ method: 'GET', path: route.slice(4) }))
  assert.equal(needsOf(routes), 'admin')
})

test('who may not is told which role it takes, and whom to ask', async () => {
  const answer = await as('viewer').post('/maintenance', {}, { Accept: 'text/html' })
  assert.equal(answer.status, 403)
  const page = (await answer.text()).replace(/<[^>]*>/g, '')
  assert.match(page, /This needs the role operator\. You are ada, and your role is viewer\./)
  assert.match(page, /ask an admin of this hub: grace/)
})
