import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { allows, ROLES, type Role } from '../../hub/core/permission.ts'
import { isAnswer, needsOf, ROUTES } from '../../hub/http/roles.ts'
import { NOW } from '../fakes/views.ts'
import { type GivenApp, givenApp } from './given-app.ts'

const as = (who: Role | 'nobody'): GivenApp => givenApp(3, NOW * 1000, who)
const { routes } = as('admin').app
const answered = [...new Set(routes.filter(isAnswer).map(({ method, path }) => `${method} ${path}`))].sort()

const ask = ({ get, post }: GivenApp, route: string): Promise<Response> => {
  const [method, path = ''] = route.split(' ')
  const address = path.replace('*', 'none.js').replaceAll(/:\w+/g, 'none')
  return method === 'GET' ? get(address) : post(address, {})
}

test('the table holds every route that the app answers, and no other', () => {
  const webhook = 'POST /hooks/jira'
  assert.deepEqual([...answered, webhook].sort(), Object.keys(ROUTES).sort())
})

describe('every route, asked by everybody', () => {
  for (const route of answered) {
    const needs = ROUTES[route]
    test(`${route} is for ${needs}`, async () => {
      for (const who of ['nobody', ...ROLES] as const) {
        const { status, body } = await ask(as(who), route)
        await body?.cancel()
        const turnedAway = status === 401 || status === 403
        const may =
          needs === 'open' || (who !== 'nobody' && needs !== undefined && needs !== 'signed' && allows(who, needs))
        assert.equal(turnedAway, !may, `${who}: ${status}`)
        if (turnedAway) assert.equal(status, who === 'nobody' ? 401 : 403, who)
      }
    })
  }
})

test('a route that is not in the table is closed, to an admin too', async () => {
  assert.equal(
    needsOf([
      { method: 'ALL', path: '/*' },
      { method: 'GET', path: '/new' },
      { method: 'GET', path: '/' },
    ]),
    'closed',
  )
})

test('who may not is told which role it takes, and whom to ask', async () => {
  const answer = await as('viewer').post('/maintenance', {}, { Accept: 'text/html' })
  assert.equal(answer.status, 403)
  const page = (await answer.text()).replace(/<[^>]*>/g, '')
  assert.match(page, /This needs the role operator\. You are ada, and your role is viewer\./)
  assert.match(page, /ask an admin of this hub: grace/)
})
