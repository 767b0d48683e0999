import type { TestContext } from 'node:test'
import { type Browser, chromium, type Page } from 'playwright-core'
import { atEnd } from '../at-end.ts'
import { pathOf } from '../servers.ts'

/** How Chromium is told to keep to what it is asked for. */
export const QUIET = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A browser that somebody else closes; without what it is told to leave out of what it is told by itself. */
export const launchBrowser = (leaveOut: string[] = []): Promise<Browser> =>
  chromium.launch({ executablePath: pathOf('chromium'), args: QUIET, ignoreDefaultArgs: leaveOut })

/** A browser for one test, closed after it. */
export async function givenBrowser(t: TestContext, leaveOut: string[] = []): Promise<Browser> {
  const browser = await launchBrowser(leaveOut)
  atEnd(t, () => browser.close())
  return browser
}

/** A page that collects everything the browser complains of, such as what the content security policy refused. */
export async function givenPage(
  browser: Browser,
  width: number,
  height: number,
): Promise<Page & { complaints: string[] }> {
  const page = await browser.newPage({ viewport: { width, height } })
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  return Object.assign(page, { complaints })
}

/** As a person does it: behind their name on shore, in the bar on board. */
export async function chooseTheme(page: Page, theme: string): Promise<void> {
  const select = page.locator('.theme select')
  if (!(await select.isVisible())) await page.locator('.me').click()
  await select.selectOption(theme)
  if (await page.locator('.own').isVisible()) await page.keyboard.press('Escape')
}
