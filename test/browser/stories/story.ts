import assert from 'node:assert/strict'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, type TestContext, test } from 'node:test'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { needs } from '../../servers.ts'
import { launchBrowser } from '../chromium.ts'

/**
 * A story is a test that reads as what somebody does and sees. Its pictures stay in `artefacts/stories`, in order, with a page
 * for each group of people that shows them one after the other.
 */

export const PHONE = { width: 390, height: 844 } as const
export const LAPTOP = { width: 1440, height: 900 } as const
export const BRIDGE = { width: 1366, height: 768 } as const
export const WALL = { width: 1920, height: 1080 } as const
/** A4 with margins, in CSS pixels. */
export const PAPER = { width: 718, height: 1047 } as const

type Screen = { readonly width: number; readonly height: number }

export type Stage = {
  readonly t: TestContext
  /** Somebody with a browser of their own, on a screen of this size. */
  person(screen: Screen, options?: BrowserContextOptions): Promise<Person>
}

/** Somebody before a page, or before a part of it. */
export type Person = {
  readonly page: Page
  goes(address: string): Promise<void>
  sees(words: string | RegExp): Promise<void>
  follows(link: string | RegExp): Promise<void>
  presses(button: string | RegExp): Promise<void>
  /** What is folded away behind these words. */
  opens(words: string): Promise<void>
  writes(field: string, words: string): Promise<void>
  chooses(field: string, option: string): Promise<void>
  ticks(field: string): Promise<void>
  /** The same person, who looks at this part of the page alone. */
  at(part: string | Locator): Person
  /** Of what is on the screen, or of the whole page. */
  picture(words: string, much?: 'screen' | 'whole'): Promise<void>
}

type Told = { readonly name: string; readonly pictures: { readonly file: string; readonly words: string }[] }

const ALBUMS = join(import.meta.dirname, '../../../artefacts/stories')

/** What a hub refuses, or one that is gone, is an error to the browser, and part of the story to us. */
const PROVOKED = /status of (401|403|409|410|422|429)|net::ERR_(CONNECTION|INCOMPLETE|EMPTY)_|Failed to fetch/

/** The stories of a group of people: each is told in one browser that all of them share. */
export function storiesOf(people: string): (name: string, tell: (stage: Stage) => Promise<void>) => void {
  const told: Told[] = []
  let browser: Promise<Browser> | null = null
  rmSync(join(ALBUMS, people), { recursive: true, force: true })
  mkdirSync(join(ALBUMS, people), { recursive: true })
  after(async () => {
    writeFileSync(join(ALBUMS, `${people}.html`), album(people, told))
    await (await browser)?.close()
  })

  return (name, tell) => {
    const story: Told = { name, pictures: [] }
    told.push(story)
    const number = String(told.length).padStart(2, '0')
    const pictureOf = async (page: Page, words: string, fullPage: boolean) => {
      const { width } = page.viewportSize() ?? LAPTOP
      assert.equal(
        await page.evaluate('document.documentElement.scrollWidth'),
        width,
        `${words}: as wide as the screen`,
      )
      const file = `${people}/${number}-${story.pictures.length + 1}-${words.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.png`
      story.pictures.push({ file, words })
      await page.screenshot({ path: join(ALBUMS, file), fullPage, caret: 'initial' })
    }
    test(name, { ...needs('chromium'), timeout: 120_000 }, async (t) => {
      browser ??= launchBrowser()
      const complaints: string[] = []
      const shared = await browser
      const contexts: (() => Promise<void>)[] = []
      const person: Stage['person'] = async (viewport, options = {}) => {
        const context = await shared.newContext({ viewport, ...options })
        contexts.push(() => context.close())
        const page = await context.newPage()
        page.on('pageerror', (error) => complaints.push(error.message))
        page.on('console', (message) => {
          if (message.type() === 'error' && !PROVOKED.test(message.text()))
            complaints.push(`${message.text()} ${message.location().url}`)
        })
        return before(page, page, (words, much) => pictureOf(page, words, much === 'whole'))
      }
      try {
        await tell({ t, person })
      } finally {
        await Promise.all(contexts.map((close) => close()))
      }
      assert.deepEqual(complaints, [], 'the browser complains of nothing')
    })
  }
}

function before(page: Page, part: Page | Locator, picture: Person['picture']): Person {
  return {
    page,
    picture,
    goes: async (address) => void (await page.goto(address)),
    sees: (words) => part.getByText(words).filter({ visible: true }).first().waitFor(),
    follows: (name) => part.getByRole('link', { name }).first().click(),
    presses: (name) => part.getByRole('button', { name }).first().click(),
    opens: (hasText) => part.locator('summary', { hasText }).filter({ visible: true }).first().click(),
    writes: (label, words) => part.getByLabel(label).filter({ visible: true }).first().fill(words),
    chooses: async (label, option) =>
      void (await part.getByLabel(label).filter({ visible: true }).first().selectOption(option)),
    ticks: (label) => part.getByLabel(label).filter({ visible: true }).first().check(),
    at: (inner) => before(page, typeof inner === 'string' ? part.locator(inner) : inner, picture),
  }
}

/** By nothing but the key. */
export async function tabsTo({ page }: Person, words: string): Promise<void> {
  const focused = 'document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent'
  for (let step = 0; step < 100; step++) {
    await page.keyboard.press('Tab')
    if (
      String(await page.evaluate(focused))
        .trim()
        .startsWith(words)
    )
      return
  }
  assert.fail(`no way to “${words}” by keyboard`)
}

/** The id of what has the focus, or what it is. */
export const focusOf = async ({ page }: Person): Promise<string> =>
  String(await page.evaluate('document.activeElement.id || document.activeElement.tagName'))

/** Names and words are ours: nothing in them is taken for markup. */
const album = (people: string, told: readonly Told[]): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Stories: ${people}</title>
<style>body { font: 1rem system-ui; margin: 2rem } img { max-width: 100%; border: 1px solid #999 }</style>
<h1>${people}</h1>
${told.map(({ name, pictures }) => `<h2>${name}</h2>\n${pictures.map(figure).join('\n')}`).join('\n')}
</html>
`

const figure = ({ file, words }: Told['pictures'][number]): string =>
  `<figure><img src="${file}" alt=""><figcaption>${words}</figcaption></figure>`
