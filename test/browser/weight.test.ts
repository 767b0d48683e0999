import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../hub/http/server.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { atEnd } from '../at-end.ts'
import { fakeViews } from '../fakes/views.ts'
import { givenRunnableApp } from '../http/given-app.ts'
import { needs } from '../servers.ts'
import { givenBrowser, givenPage } from './chromium.ts'

const MOST_BYTES = 60_000

test('the first load of 66 vessels is light, and asks nobody but the hub', needs('chromium'), async (t) => {
  const app = givenRunnableApp(fakeViews())
  const server = await startServer({ app, host: '127.0.0.1', port: 0, askedBy: 'a test', clock: systemClock })
  atEnd(t, () => server.stop())
  const hub = `http://127.0.0.1:${server.port}`
  const page = await givenPage(await givenBrowser(t), 1440, 900)
  const wire = await page.context().newCDPSession(page)
  await wire.send('Network.enable')
  // So slow that the page is seen while the rest of it is on its way.
  await wire.send('Emulation.setCPUThrottlingRate', { rate: 8 })
  const asked: string[] = []
  let bytes = 0
  wire.on('Network.requestWillBeSent', ({ request }) => asked.push(request.url))
  wire.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
  })
  await page.addInitScript(`{
    window.shifted = 0
    new PerformanceObserver((list) => {
      for (const { value } of list.getEntries()) window.shifted += value
    }).observe({ type: 'layout-shift', buffered: true })
  }`)
  await page.goto(hub)
  await page.locator('html[data-connection="live"]').waitFor()
  const shifted = await page.evaluate<number>('window.shifted')
  assert.ok(shifted < 0.001, `nothing but the words of the connection moves while the page becomes live: ${shifted}`)
  t.diagnostic(`${bytes} bytes in ${asked.length} requests`)
  assert.ok(bytes > 10_000 && bytes < MOST_BYTES, `${bytes} bytes`)
  assert.deepEqual(
    asked.filter((url) => !url.startsWith(`${hub}/`)),
    [],
  )
})
