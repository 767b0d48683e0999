import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import * as v from 'valibot'
import { proposals as proposalsSchema } from '../../shared/api/proposal.ts'
import { atEnd } from '../at-end.ts'
import { givenFolder } from '../given-folder.ts'
import { freePort } from '../lab/free-port.ts'
import { until } from '../lab/ship-and-shore.ts'
import { needs } from '../servers.ts'
import { givenBrowser, givenPage } from './chromium.ts'

/** The demo as anybody starts it, and what is promised of it: one yes, one ticket, whatever is killed. */

const program = join(import.meta.dirname, '../../deploy/watchkeeper.js')

test('a proposal is approved by a click: one issue that an engineer can act on; killed between request and answer there is one, and it is known; what becomes of it is told on both sides', {
  ...needs('chromium'),
  timeout: 300_000,
}, async (t) => {
  const demo = await givenDemo(t)
  await demo.start()
  const [first, second] = await until('two proposals', async () => {
    const waiting = await demo.proposals()
    return waiting.length > 1 && waiting
  })
  assert.ok(first !== undefined && second !== undefined)
  const browser = await givenBrowser(t)
  const page = await givenPage(browser, 1440, 900)

  await page.goto(`${demo.url}approvals`)
  await page.getByRole('button', { name: /approver/ }).click()
  await approve(page, demo.url, first)
  const link = ticketOf(page, first)
  await link.waitFor({ timeout: 60_000 })
  const key = await link.innerText()
  const [issue, ...others] = await demo.issues()
  assert.ok(issue !== undefined && others.length === 0)
  assert.equal(issue.key, key)
  assert.match(issue.fields.labels.join(' '), /^watchkeeper (wk-a-\w+ )+wk-e-\w+$/)
  const back = await until('the way back, which is sent after the issue', async () => {
    const [told] = await demo.issues()
    return told?.remotes[0]?.object.url
  })
  assert.equal(back, `${demo.url}vessels/${first.vessel}`)

  assert.deepEqual(
    page.complaints.filter((words) => !words.includes('401')),
    [],
  )
  await link.click()
  await page.waitForURL(/\/browse\//)
  const said = await page.locator('article').innerText()
  for (const fact of [
    first.name,
    first.vessel,
    /IMO \d{7}/,
    /Since: \d{4}-\d\d-\d\d/,
    /Uptime .*up to [\d-]+ [\d:]+ UTC: 24 h/,
    /in Watchkeeper/,
  ])
    assert.match(said, fact instanceof RegExp ? fact : new RegExp(fact))

  demo.say(`heal ${first.vessel}`)
  const isTold = async () => {
    await page.reload()
    return page.getByText(/Heard again since/).isVisible()
  }
  await until('what the vessel tells', isTold, 150_000)

  demo.say('jira silent')
  await approve(page, demo.url, second)
  await until('an issue that the hub knows nothing of', async () => (await demo.issues()).length === 2)
  assert.equal(await ticketOf(page, second).count(), 0)
  await demo.kill()
  await demo.start()
  await page.goto(`${demo.url}approvals`)
  await ticketOf(page, second).waitFor({ timeout: 90_000 })
  const all = await demo.issues()
  assert.equal(all.length, 2)
  assert.equal(await ticketOf(page, second).innerText(), all[1]?.key)

  await ticketOf(page, second).click()
  await page.getByRole('button', { name: 'Finish' }).click()
  await page.goto(`${demo.url}approvals`)
  await articleOf(page, second).getByText('Closed in JIRA while it is still down.').waitFor({ timeout: 60_000 })
})

type Waiting = { readonly id: string; readonly vessel: string; readonly name: string }

const articleOf = (page: Page, { vessel, id }: Waiting): Locator => page.locator(`[id="proposal-${vessel}-${id}"]`)

const ticketOf = (page: Page, waiting: Waiting): Locator => articleOf(page, waiting).locator('a[href*="/browse/OPS-"]')

/** By clicking alone, wherever the form stands. */
async function approve(page: Page, url: string, waiting: Waiting): Promise<void> {
  await page.goto(`${url}approvals`)
  const form = articleOf(page, waiting).locator('form[action$="/approve"]')
  const button = form.locator('.yes')
  if (!(await button.isVisible()))
    await articleOf(page, waiting)
      .locator('summary', { hasText: /approve/i })
      .first()
      .click()
  await button.click()
}

const kept = v.array(
  v.object({
    key: v.string(),
    fields: v.object({ labels: v.array(v.string()) }),
    remotes: v.array(v.object({ object: v.object({ url: v.string() }) })),
  }),
)

async function givenDemo(t: TestContext) {
  const folder = await givenFolder(t)
  const port = await freePort()
  const url = `http://127.0.0.1:${port}/`
  let jira = ''
  let token = ''
  let child: ChildProcess | null = null

  async function kill(): Promise<void> {
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }

  atEnd(t, kill)
  return {
    url,
    kill,
    async start() {
      const options = ['--vessels', '10', '--port', String(port), '--data', join(folder, 'demo')]
      const started = spawn(process.execPath, [program, 'demo', ...options], { stdio: ['pipe', 'ignore', 'pipe'] })
      child = started
      let said = ''
      started.stderr.on('data', (text) => (said += text))
      jira = await until('the demo', async () => /Tickets: +(\S+)/.exec(said)?.[1], 120_000)
      token = /Bearer ([^\s']+)/.exec(said)?.[1] ?? ''
    },
    say: (line: string) => void child?.stdin?.write(`${line}\n`),
    async proposals(): Promise<readonly Waiting[]> {
      const headers = { Authorization: `Bearer ${token}` }
      const all = v.parse(proposalsSchema, await (await fetch(`${url}api/v1/proposals`, { headers })).json()).proposals
      return all
        .filter(({ stage }) => stage.kind === 'waiting')
        .map(({ id, vessel }) => ({ id, vessel: vessel.id, name: vessel.name }))
    },
    issues: async () => v.parse(kept, await (await fetch(`${jira}_state`)).json()),
  }
}
