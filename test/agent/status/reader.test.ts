import assert from 'node:assert/strict'
import { test } from 'node:test'
import { statusApp } from '../../../agent/status/app.ts'
import type { ReaderDefaults } from '../../../agent/status/reader.ts'
import { quietLog } from '../../../shared/runtime/log.ts'
import { isShipTime } from '../../../web/crew/ship-time.ts'
import { allWell, allWrong, noDefaults } from './crew-views.ts'

const get = (path: string, headers: Record<string, string> = {}, defaults: ReaderDefaults = noDefaults) =>
  statusApp({ view: () => allWrong, log: quietLog, admits: () => true, defaults }).request(path, {
    headers: { Host: 'localhost', ...headers },
  })
const language = async (answer: Response | Promise<Response>) =>
  /<html lang="([^"]+)" dir="ltr"/.exec(await (await answer).text())?.[1]

test('the page speaks as the address says, then as was chosen before, then as is set on board, then as the browser does', async () => {
  const onBoard: ReaderDefaults = { language: 'fil', shipTime: null }
  const chosen = { Cookie: 'wk-lang=uk' }
  const browser = { 'Accept-Language': 'uk' }
  assert.equal(await language(get('/?lang=en', { ...chosen, ...browser }, onBoard)), 'en')
  assert.equal(await language(get('/', { ...chosen, 'Accept-Language': 'en' }, onBoard)), 'uk')
  assert.equal(await language(get('/', browser, onBoard)), 'fil')
  assert.equal(await language(get('/', browser)), 'uk')
  assert.equal(await language(get('/')), 'en')
  assert.equal(await language(get('/?lang=xx', {}, onBoard)), 'fil')
})

test('a choice is kept by the browser alone; nonsense is not', async () => {
  const cookie = (await get('/?lang=uk')).headers.get('Set-Cookie') ?? ''
  assert.match(cookie, /^wk-lang=uk; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax$/)
  assert.equal((await get('/?lang=%22%3B')).headers.get('Set-Cookie'), null)
  assert.match((await get('/?ship=%2B02%3A00')).headers.get('Set-Cookie') ?? '', /^wk-ship=%2B02%3A00;/)
  assert.equal((await get('/?ship=%2B77%3A00')).headers.get('Set-Cookie'), null)
})

test('the page comes in the palette that was chosen, for whoever runs no script too', async () => {
  const night = await get('/', { Cookie: 'wk-theme=night' })
  assert.match(await night.text(), /data-theme="night".*<meta name="color-scheme" content="dark">/s)
  assert.match(await (await get('/', { Cookie: 'wk-theme="><b' })).text(), /data-theme="auto"/)
  assert.equal(
    (await get('/?theme=dark')).headers.get('Set-Cookie'),
    'wk-theme=dark; Max-Age=31536000; Path=/; SameSite=Lax',
  )
})

test("ship's time stands before UTC wherever a time is shown, with the date where it is another", async () => {
  const text = async (path: string, defaults: ReaderDefaults = noDefaults) =>
    (await (await get(path, {}, defaults)).text()).replace(/<[^>]+>/g, '').replace(/\s+/g, ' ')
  const east = await text('/?ship=%2B14%3A00')
  assert.match(east, /since 01:20 ship · 11:20 UTC/)
  assert.match(east, /As of 02:00 ship · 12:00:00 UTC/)
  assert.match(east, /ship’s time \(UTC\+14:00\) first, then UTC/)
  const onBoard = '+02:00'
  assert.ok(isShipTime(onBoard))
  assert.match(await text('/', { language: null, shipTime: onBoard }), /since 13:20 ship · 11:20 UTC/)
  assert.doesNotMatch(await text('/?ship=', { language: null, shipTime: onBoard }), / ship · /)
})

test('a page that polls is answered in its own language and time', async () => {
  const answer = await get('/', {
    'HX-Request': 'true',
    'HX-Request-Type': 'partial',
    Cookie: 'wk-lang=uk; wk-ship=%2B02%3A00',
  })
  assert.match(await answer.text(), /Немає вимірювань/)
  const { tick } = JSON.parse(answer.headers.get('HX-Trigger') ?? '')
  assert.equal(tick.data, '14:00 судно · 12:00:00 UTC')
  assert.ok(allWell.at.startsWith('2026-11-23T12:00'))
})
