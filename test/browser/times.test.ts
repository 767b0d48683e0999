import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../hub/http/server.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { atEnd } from '../at-end.ts'
import { fakeViews, idOf } from '../fakes/views.ts'
import { givenRunnableApp } from '../http/given-app.ts'
import { needs } from '../servers.ts'
import { givenBrowser, givenPage } from './chromium.ts'

test('what is entered as a time is said beside its field as the pages write it, by the clocks that are chosen', {
  ...needs('chromium'),
  timeout: 120_000,
}, async (t) => {
  const app = givenRunnableApp(fakeViews())
  const server = await startServer({ app, host: '127.0.0.1', port: 0, askedBy: 'a test', clock: systemClock })
  atEnd(t, () => server.stop())
  const page = await givenPage(await givenBrowser(t), 1440, 900)
  const open = (path: string) => page.goto(`http://127.0.0.1:${server.port}${path}`)
  const said = (field: string) => page.locator(`[data-echo="${field}"]`)

  await open('/maintenance')
  await page.locator('#entry > summary').click()
  assert.equal(await said('entry-from').textContent(), '')
  await page.locator('#entry-from').fill('2026-11-25T23:27')
  assert.equal(await said('entry-from').textContent(), '2026-11-25 23:27 on board')
  await page.locator('#entry-zone').selectOption('UTC')
  assert.equal(await said('entry-from').textContent(), '2026-11-25 23:27 UTC')
  const why = await page.locator('#entry-reason').boundingBox()
  const entry = await page.locator('#entry form').boundingBox()
  assert.equal(why?.width, entry?.width, 'why is said in as many words as there is room for')

  await open('/incidents')
  await page.locator('#filter-from').fill('2026-11-01')
  assert.equal(await said('filter-from').textContent(), '2026-11-01')

  await open(`/vessels/${idOf(4)}/reckoning?from=2026-11-22T17:00:00Z&to=2026-11-23T17:00:00Z`)
  await page.locator('#from').fill('2026-11-20T08:00:00')
  await page.locator('#zone').selectOption('vessel')
  assert.match((await said('from').textContent()) ?? '', /^2026-11-20 08:00(:00)? Europe\/Oslo$/)
  const lines = await page.evaluate<number[]>(
    `[...document.querySelectorAll('.period .field')].map((one) => one.offsetTop + one.offsetHeight)`,
  )
  assert.ok(Math.max(...lines) - Math.min(...lines) < 8, 'the period is asked for in one line')
  assert.deepEqual(page.complaints, [])
})
