import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { startServer } from '../../hub/http/server.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { atEnd } from '../at-end.ts'
import { fakePeople } from '../fakes/people.ts'
import { fakeViews } from '../fakes/views.ts'
import { givenRunnableApp } from '../http/given-app.ts'
import { givenBrowser } from './chromium.ts'
import { CODE } from './pages.ts'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What a bridge or a watch room looks at by night; the colours of the other pages are the same. */
const NIGHTLY = /^(crew|\/ of|\/vessels\/electra-0 of|\/alerts of|\/approvals of)/

/** Pictures of the run, for whoever wants to look: the folder is not kept in the repository. */
const PICTURES = join(import.meta.dirname, '../../artefacts/pages')

/** What is wrong with the pages of a hub of so many vessels. */
export async function wrongPages(
  t: TestContext,
  vessels: number,
  pages: readonly string[],
): Promise<readonly string[]> {
  const { url, code } = await givenHub(t, vessels)
  const { page, complaints } = await givenAxePage(t)
  const wrong: string[] = []
  for (const path of pages) {
    await page.goto(`${url}${path.replace(CODE, code)}${path.includes('?') ? '&' : '?'}live=0`)
    wrong.push(...(await judged(page, `${path} of ${vessels}`)))
  }
  return [...wrong, ...complaints]
}

async function givenHub(t: TestContext, vessels: number): Promise<{ url: string; code: string }> {
  const people = fakePeople(systemClock)
  const link = await people.accounts.makeLink(null, { kind: 'command-line', name: 'root' })
  const app = givenRunnableApp(fakeViews(vessels), { people })
  const server = await startServer({ app, host: '127.0.0.1', port: 0, askedBy: 'a test', clock: systemClock })
  atEnd(t, () => server.stop())
  return { url: `http://127.0.0.1:${server.port}`, code: link.kind === 'made' ? link.secret : '' }
}

/** A page that collects what the browser complains of. */
export async function givenAxePage(t: TestContext): Promise<{ page: Page; complaints: string[] }> {
  const complaints: string[] = []
  mkdirSync(PICTURES, { recursive: true })
  const context = await (await givenBrowser(t)).newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  // A page that is said not to exist is a failed load to the browser, and none to us.
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) complaints.push(message.text())
  })
  return { page, complaints }
}

const picture = (name: string, kind: string): string =>
  join(PICTURES, `${name.replace(/[^a-z0-9]+/gi, '-').replace(/^-/, '')}-${kind}.png`)

/** All rules by day, and what colours alone can break in the other palettes. */
export async function judged(page: Page, name: string): Promise<readonly string[]> {
  const wrong: string[] = []
  for (const theme of NIGHTLY.test(name) ? ['day', 'dark', 'night'] : ['day', 'dark']) {
    await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`)
    const axe = new AxeBuilder({ page })
    const { violations } = await (theme === 'day' ? axe.withTags(RULES) : axe.withRules('color-contrast')).analyze()
    wrong.push(
      ...violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${name}, ${theme}: ${id}: ${html.slice(0, 160)} ${failureSummary}`),
      ),
    )
    if (theme !== 'night') await page.screenshot({ path: picture(name, theme) })
  }
  await page.setViewportSize({ width: 320, height: 800 })
  const wide = await page.evaluate('document.documentElement.scrollWidth')
  if (wide !== 320) wrong.push(`${name} is ${wide} px wide on a phone of 320`)
  await page.screenshot({ path: picture(name, 'phone') })
  await page.setViewportSize({ width: 1440, height: 900 })
  return wrong
}
