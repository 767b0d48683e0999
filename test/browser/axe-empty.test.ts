import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createStatusServer } from '../../agent/status/server.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { quietLog } from '../../shared/runtime/log.ts'
import { allWell, allWrong, noDefaults, serverDown } from '../agent/status/crew-views.ts'
import { atEnd } from '../at-end.ts'
import { needs } from '../servers.ts'
import { givenAxePage, judged, wrongPages } from './judged.ts'
import { PAGES } from './pages.ts'

test('where there is nothing to show, every page can be used by everybody all the same', {
  ...needs('chromium'),
  timeout: 600_000,
}, async (t) => {
  const pages = PAGES.filter((path) => !path.startsWith('/vessels/'))
  assert.deepEqual(await wrongPages(t, 0, pages), [])
})

test('the crew page can be used by everybody, in every palette', needs('chromium'), async (t) => {
  const { page, complaints } = await givenAxePage(t)
  const wrong: string[] = []
  for (const [name, view] of Object.entries({ allWell, serverDown, allWrong })) {
    const server = createStatusServer({
      listen: { host: '127.0.0.1', port: 0 },
      view: () => view,
      defaults: noDefaults,
      clock: systemClock,
      log: quietLog,
    })
    await server.start()
    atEnd(t, () => server.stop())
    await page.goto(`http://127.0.0.1:${server.address()?.port}/`)
    wrong.push(...(await judged(page, `crew ${name}`)))
  }
  assert.deepEqual([...wrong, ...complaints], [])
})
