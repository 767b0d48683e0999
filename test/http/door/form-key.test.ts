import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createApp } from '../../../hub/http/app.ts'
import { ROUTES } from '../../../hub/http/door/roles.ts'
import { virtualClock } from '../../fakes/clock.ts'
import { givenAccounts } from '../../fakes/people.ts'
import { fakeViews, idOf, NOW } from '../../fakes/views.ts'
import { readEvents } from '../event-stream.ts'
import { appOptions } from '../given-app.ts'

/** Whatever a session asks to be changed takes the key that stands in the pages of that very session. */

const BY = { kind: 'command-line', name: 'test' } as const
const CHANGING = Object.entries(ROUTES).filter(
  ([route, needs]) => !route.startsWith('GET ') && needs !== 'open' && needs !== 'signed',
)
const REFUSAL = /This page is not of your present session/

async function given() {
  const clock = virtualClock(NOW * 1000)
  const { accounts } = givenAccounts(clock)
  await accounts.change({ type: 'add-user', user: 'ada', role: 'admin', subject: null, first: false, by: BY })
  const options = appOptions(fakeViews(3), clock)
  const app = createApp({ ...options, gate: accounts, people: { accounts, signOn: null, demo: [] } })
  const ask = async (path: string, init: RequestInit) =>
    app.fetch(new Request(`http://localhost${path}`, { ...init, headers: { Host: 'localhost', ...init.headers } }))
  const signIn = async (): Promise<string> => {
    const begun = await accounts.letIn('ada', { from: null, agent: null })
    return begun.kind === 'begun' ? `watchkeeper=${begun.secret}` : assert.fail(begun.reason)
  }
  const get = (path: string, Cookie: string) => ask(path, { headers: { Cookie } })
  const post = (path: string, fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>>) =>
    ask(path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { Origin: 'http://localhost', ...headers },
    })
  return { accounts, signIn, get, post, ask }
}

const keysIn = (page: string): readonly string[] =>
  [...page.matchAll(/name="form-key" value="([^"]+)"/g)].map(([, key = '']) => key)

describe('everything that a session can change', () => {
  for (const [route] of CHANGING)
    test(`${route} takes the key of the very session that sends it`, async () => {
      const { signIn, get, post } = await given()
      const [Cookie, other] = [await signIn(), await signIn()]
      const [mine = '', foreign = ''] = await Promise.all(
        [Cookie, other].map(async (one) => keysIn(await (await get('/account', one)).text())[0]),
      )
      assert.ok(mine !== foreign && mine !== '')
      const path = route.replace('POST ', '').replaceAll(/:\w+/g, 'none')
      for (const fields of [{}, { 'form-key': '' }, { 'form-key': 'guessed' }, { 'form-key': foreign }]) {
        const refused = await post(path, fields, { Cookie })
        assert.equal(refused.status, 403)
        assert.match(await refused.text(), REFUSAL)
      }
      assert.doesNotMatch(await (await post(path, { 'form-key': mine }, { Cookie })).text(), REFUSAL)
    })

  test('is no way around it: what is no form carries no key', async () => {
    const { signIn, ask } = await given()
    const headers = { Cookie: await signIn(), Origin: 'http://localhost', 'Content-Type': 'application/json' }
    const refused = await ask('/api/v1/maintenance', { method: 'POST', body: '{}', headers })
    assert.equal(refused.status, 403)
    assert.match(await refused.text(), /A program shows a token, and no cookie/)
  })

  test('a program needs none', async () => {
    const { accounts, post } = await given()
    const added = await accounts.addToken('ada', { name: 'x', role: 'admin', until: NOW + 60 }, BY)
    const Authorization = `Bearer ${added.kind === 'added' ? added.secret : ''}`
    assert.equal((await post('/admin/channels/none/test', {}, { Authorization })).status, 404)
  })
})

describe('the pages', () => {
  const PAGES = ['/', `/vessels/${idOf(0)}`, '/alerts', '/approvals', '/maintenance', '/admin', '/account', '/users']

  for (const path of PAGES)
    test(`${path} has the key in all of its forms that change something, and for those that come later`, async () => {
      const { signIn, get } = await given()
      const page = await (await get(path, await signIn())).text()
      const forms = [...page.matchAll(/<form\b[^>]*method="post"[^>]*>/g)]
      const keys = keysIn(page)
      assert.equal(keys.length, forms.length)
      assert.match(page, /<meta name="form-key" content="[^"]{40,}">/)
      assert.ok(keys.every((key) => page.includes(`<meta name="form-key" content="${key}">`)))
    })

  test('that did not change for one session are another page for the next one', async () => {
    const { signIn, get, ask } = await given()
    const first = await get('/alerts?live=0', await signIn())
    const headers = { Cookie: await signIn(), 'If-None-Match': first.headers.get('ETag') ?? '' }
    assert.equal((await ask('/alerts?live=0', { headers })).status, 200)
  })

  test('that were drawn for many at once give nobody the key of another', async () => {
    const { signIn, get } = await given()
    const stream = readEvents(await get('/live/alerts', await signIn()))
    await stream.until(() => stream.events.length > 0)
    assert.doesNotMatch(stream.events.map(({ data }) => data).join(''), /form-key/)
    await stream.leave()
  })
})
