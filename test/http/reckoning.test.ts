import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Reckoning } from '../../shared/api/reckoning.ts'
import { idOf } from '../fakes/views.ts'
import { documented } from './documented.ts'
import { givenApp } from './given-app.ts'

const PERIOD = 'from=2026-11-22T18:00:00Z&to=2026-11-23T17:00:00Z'
const at = (index: number, rest: string) => `/vessels/${idOf(index)}/reckoning${rest}`

describe('the figures of a period', () => {
  test('are shown with the sums that they come from, in UTC and by the clock of the vessel', async () => {
    const { get } = givenApp()
    const html = await (await get(at(14, `?component=server&${PERIOD}`))).text()
    const text = html.replace(/<[^>]*>/g, ' ')
    assert.match(text, /2026-11-22 18:00 UTC to 2026-11-23 17:00 UTC, which is 2026-11-22 19:00 UTC\+1/)
    assert.match(text, /73,200 ÷ 82,800/)
    assert.match(text, /88\.405 %/)
    assert.match(text, /The whole period\s+82,800/)
    assert.match(html, /reckoning\.csv\?component=server/)
  })

  test('can be asked for by the clock of the vessel', async () => {
    const { get } = givenApp()
    const html = await (await get(at(14, '?from=2026-11-22T19:00&to=2026-11-23T18:00&zone=vessel'))).text()
    assert.match(html, /From 2026-11-22 18:00 UTC to 2026-11-23 17:00 UTC/)
    assert.match(html, /name="from"[^>]*value="2026-11-22T19:00:00"/)
  })

  test('can be taken away as a table, every interval with its seconds', async () => {
    const { get } = givenApp()
    const response = await get(at(14, `.csv?component=server&${PERIOD}`))
    assert.match(response.headers.get('Content-Type') ?? '', /^text\/csv/)
    assert.match(response.headers.get('Content-Disposition') ?? '', /dorado-1_server_2026-11-22_2026-11-23\.csv/)
    const [head, ...rows] = (await response.text()).trim().split('\r\n')
    assert.equal(head, 'from,to,seconds,uptime,measured,observed,why')
    assert.equal(
      rows.reduce((sum, row) => sum + Number(row.split(',')[2]), 0),
      82_800,
    )
  })

  test('are in the API as its document says', async () => {
    const { get } = givenApp()
    const address = `/api/v1${at(14, `?component=server&${PERIOD}`)}`
    const { intervals } = (await documented(get, '/api/v1/vessels/{id}/reckoning', address)) as Reckoning
    assert.equal(intervals.length, 9)
  })

  test('of what is no period, no vessel or no component say so', async () => {
    const { get } = givenApp()
    assert.equal((await get(at(14, '?from=2026-11-23T17:00Z&to=2026-11-22T17:00Z'))).status, 400)
    assert.equal((await get(at(14, '?from=yesterday'))).status, 400)
    assert.equal((await get(at(14, '?component=radar'))).status, 404)
    assert.equal((await get('/vessels/nobody/reckoning')).status, 404)
  })
})
