import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { DAY_S } from '../../../shared/time.ts'
import { idOf, NOW } from '../../fakes/views.ts'
import { givenApp } from '../given-app.ts'

const [LOST, DOWN] = [idOf(9), idOf(4)]
const OUTAGE = `i-server-${(NOW - 4 * DAY_S).toString(36)}`
const { get } = givenApp()

async function page(address: string, status = 200): Promise<string> {
  const response = await get(address, { Accept: 'text/html' })
  assert.equal(response.status, status, address)
  return response.text()
}
const words = (html: string): string => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
const hrefs = (html: string): string[] =>
  [...html.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'))

describe('the pages of what was', () => {
  test('what ended before shore knew says so, with its true times', async () => {
    const shown = words(await page(`/incidents?vessel=${LOST}`))
    assert.match(shown, /Server down Lost at sea 1 h 2026-11-18 18:14 UTC 2026-11-18 19:14 UTC/)
    assert.match(shown, /Learned 2026-11-19 05:14 UTC , when it was over: it called nobody\./)
    assert.match(shown, /Silent Lost at sea/)
  })

  test('the filter stands in the address, stays in the form, and goes with what is taken away', async () => {
    const html = await page('/incidents?group=South&state=open&from=2026-11-01&to=2026-11-30&size=1')
    assert.match(html, /<option value="South" selected>/)
    assert.match(html, /name="from" value="2026-11-01"/)
    assert.match(words(html), /Without State Goes on × Without Group South × .*Clear all/)
    assert.ok(hrefs(html).includes('/incidents?state=open&from=2026-11-01&to=2026-11-30&size=1'), 'without the group')
    assert.ok(
      hrefs(html).includes('/api/v1/incidents.csv?group=South&state=open&from=2026-11-01&to=2026-11-30'),
      hrefs(html).join(' '),
    )
  })

  test('the next page keeps the filter, and leads back to the first', async () => {
    const first = hrefs(await page('/audit?by=people&size=2')).find((href) => href.includes('after=')) ?? ''
    assert.match(first, /^\/audit\?by=people&size=2&after=\d+\.\d$/)
    const second = hrefs(await page(first))
    assert.ok(second.includes('/audit?by=people&size=2'))
    assert.notEqual(second.find((href) => href.includes('after=')) ?? '', first)
  })

  test('a trail is the story of an incident, each line with who and why, and what was decided together', async () => {
    const html = await page(`/incidents/${DOWN}/${OUTAGE}`)
    const shown = words(html)
    assert.match(shown, /Server down on Down for days/)
    assert.match(shown, /Ada Alert acknowledged – “=cmd, &quot;spares&quot; ordered”/)
    assert.match(shown, /the hub Ticket OPS-1 created/)
    assert.match(shown, /correlation id decision-\d+/)
    assert.ok(hrefs(html).includes('https://jira.example.com/browse/OPS-1'))
  })

  test('a ticket that was closed while its component is down is shown as exactly that', async () => {
    const shown = words(await page('/tickets'))
    assert.match(
      shown,
      /OPS-1 Server down for 3 days Down for days high Closed in JIRA while it is still down\. Closed as Fixed/,
    )
    assert.match(words(await page('/tickets?stillDown=no')), /Nothing fits what is chosen/)
  })

  test('the audit says how it is proved whole, and shows accounts to admins alone', async () => {
    assert.match(words(await page('/audit')), /watchkeeper verify --config hub\.yaml/)
    assert.match(words(await page('/audit')), /ada signed in by password/)
    const viewer = givenApp(66, undefined, 'viewer')
    const response = await viewer.get('/audit', { Accept: 'text/html' })
    assert.doesNotMatch(await response.text(), /signed in|value="account"/)
  })

  test('nothing yet, nothing that fits, and what cannot be asked are told apart', async () => {
    for (const address of ['/incidents?vessel=nobody', '/tickets?vessel=nobody', '/audit?vessel=nobody'])
      assert.match(await page(address), /<p class="empty">Nothing fits what is chosen above/, address)
    assert.match(words(await page('/audit?kind=gossip&from=soon', 400)), /from must be a day .*; kind must be one of/)
    assert.match(words(await page('/incidents/nobody/i-none', 404)), /No incident of this id is known/)
  })

  test('the history of alerts has its filter in the address as well', async () => {
    const html = await page('/alerts?state=resolved&severity=high&acknowledged=no&from=2026-11-01&to=2026-11-02')
    assert.match(html, /<option value="high" selected>/)
    assert.match(html, /name="to" value="2026-11-02"/)
    assert.ok(hrefs(html).some((href) => href.startsWith('/api/v1/alerts.csv?') && href.includes('acknowledged=no')))
  })
})
