import assert from 'node:assert/strict'
import { AxeBuilder } from '@axe-core/playwright'
import type { Person } from './story.ts'

/** What is on the page just now can be used by everybody: in every palette, and on a small phone. */
export async function assertForEverybody({ page }: Person): Promise<void> {
  for (const theme of ['day', 'dark', 'night']) {
    await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`)
    const axe = new AxeBuilder({ page })
    // The palettes differ in nothing but their colours.
    const { violations } = await (theme === 'day' ? axe : axe.withRules('color-contrast')).analyze()
    assert.deepEqual(
      violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
      [],
      `${page.url()} by ${theme}`,
    )
  }
  const screen = page.viewportSize()
  await page.setViewportSize({ width: 320, height: 700 })
  assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 320, page.url())
  if (screen !== null) await page.setViewportSize(screen)
  await page.evaluate('delete document.documentElement.dataset.theme')
}
