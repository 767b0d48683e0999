import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PAGES } from '../../browser/pages.ts'
import { givenApp } from '../given-app.ts'

test('every page can be asked to stand still, for those who judge or print it, and is the same page', async () => {
  const { get } = givenApp()
  const page = async (address: string) => {
    const answer = await get(address, { Accept: 'text/html' })
    const text = await answer.text()
    const isLive = text.includes('hx-sse:connect')
    return { is: [answer.status, /<title>.*?<\/title>/.exec(text)?.[0], /<h1.*?<\/h1>/s.exec(text)?.[0]], isLive }
  }
  for (const path of PAGES) {
    const still = await page(`${path}${path.includes('?') ? '&' : '?'}live=0`)
    assert.deepEqual([path, still.isLive], [path, false])
    assert.deepEqual(still.is, (await page(path)).is, path)
  }
})

test('the reports that are judged are reports', async () => {
  const { get } = givenApp()
  const reports = PAGES.filter((path) => path.startsWith('/reports/2026-') && !path.endsWith('13'))
  assert.ok(reports.length >= 7)
  for (const path of reports) {
    const answer = await get(path, { Accept: 'text/html' })
    assert.deepEqual([path, answer.status], [path, 200])
    assert.match(await answer.text(), /<h1>SLA report /)
  }
})
