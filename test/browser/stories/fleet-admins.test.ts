import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import * as v from 'valibot'
import { createHub } from '../../../hub/hub.ts'
import { hubSettings } from '../../../hub/settings/settings.ts'
import { systemClock } from '../../../shared/runtime/clock.ts'
import { quietLog } from '../../../shared/runtime/log.ts'
import { atEnd } from '../../at-end.ts'
import { givenFolder } from '../../given-folder.ts'
import { freePort } from '../../lab/free-port.ts'
import { companyLogin, startProvider } from '../../lab/oidc-provider.ts'
import { assertForEverybody } from './everybody.ts'
import { givenShore, PASSWORD, ROLES } from './given-shore.ts'
import { LAPTOP, PHONE, storiesOf } from './story.ts'

/** Who says who else may come in, and sees to it that the hub can do its work. */

const story = storiesOf('fleet-admins')

story(
  'the first admin comes in by the link that an empty hub prints, and adds the first vessel',
  async ({ t, person }) => {
    const hub = await givenEmptyHub(t)
    const stranger = await person(LAPTOP)
    await stranger.goes(hub.url)
    await stranger.sees('Nobody has an account yet')
    await stranger.picture('a hub without anybody')

    const ada = await person(LAPTOP)
    await ada.goes(hub.link())
    await ada.writes('Name to sign in with', 'ada')
    await ada.writes('Password, at least 12 characters', PASSWORD)
    await ada.writes('The same again', PASSWORD)
    await ada.picture('the first account')
    await ada.presses('Keep and sign in')
    await ada.sees('Nothing heard yet.')
    await ada.picture('an empty fleet says what to do')

    assert.match(await hub.command('vessel', 'add', 'mv-aurora', '--name', 'Aurora Star'), /^\S{40,}\s*$/)
    await ada.at('#waiting').sees('Aurora Star')
    await ada.picture('the vessel waits for its first contact')

    await stranger.goes(hub.link())
    await stranger.sees('This link opens nothing')
    await stranger.picture('a link is good once')
  },
)

story('an admin adds somebody without a script, who chooses a password by the link', async (stage) => {
  const shore = await givenShore(stage.t)
  const adam = await shore.signedIn(stage, 'adam', '/users', LAPTOP, { javaScriptEnabled: false })
  await adam.opens('Add a user')
  await adam.writes('Name to sign in with', 'grace@example.com')
  await adam.page.locator('#user-role').selectOption('approver')
  await adam.presses(/^Add, and make a link/)
  await adam.sees('Send this link to grace@example.com.')
  await adam.picture('the link to send')
  const link = (await adam.page.locator('.secret').textContent()) ?? ''

  const grace = await stage.person(PHONE)
  await grace.goes(link)
  await assertForEverybody(grace)
  await grace.picture('whoever has the link chooses a password')
  await grace.writes('Password, at least 12 characters', PASSWORD)
  await grace.writes('The same again', PASSWORD)
  await grace.presses('Keep and sign in')
  await grace.page.getByRole('button', { name: 'grace@example.com' }).waitFor()
  const again = await shore.signedIn(stage, 'adam', '/users')
  await again.page.getByRole('row', { name: /grace@example\.com/ }).waitFor()
  await assertForEverybody(again)
})

story('a role is changed, and what is offered changes with it; who is disabled is out at once', async (stage) => {
  const shore = await givenShore(stage.t)
  const vera = await shore.signedIn(stage, 'vera', '/alerts')
  await vera.sees('Electra Star')
  assert.equal(await vera.page.getByText('Acknowledge', { exact: true }).count(), 0)
  await vera.sees('Whoever has the role operator acknowledges and snoozes them.')
  assert.equal(await vera.page.getByRole('link', { name: 'Admin' }).count(), 0)
  await vera.picture('a viewer sees everything')

  const adam = await shore.signedIn(stage, 'adam', '/users')
  await adam.chooses('Role of vera', 'operator')
  await Promise.all([
    adam.page.waitForResponse((answer) => answer.request().method() === 'POST'),
    adam.presses('Change the role of vera'),
  ])
  shore.passes(A_LOOK_S)
  await vera.sees(/^Acknowledge$/)
  await vera.page.locator('html[data-connection="live"]').waitFor()
  await vera.picture('an operator may do something about it')

  await adam.presses('Disable: vera')
  await adam.sees('disabled')
  shore.passes(A_LOOK_S)
  await vera.page.waitForURL(`${shore.url}/login?to=%2Falerts`)
  await adam.picture('vera is disabled')
})

story('what a role may not do is refused in words that say which role it takes and whom to ask', async (stage) => {
  const shore = await givenShore(stage.t)
  const vera = await shore.signedIn(stage, 'vera', '/users', PHONE)
  await vera.sees('This needs the role admin. You are vera, and your role is viewer.')
  await vera.sees('ask an admin of this hub: adam')
  await assertForEverybody(vera)
  await vera.picture('not allowed')
})

story('somebody guesses passwords: the name is locked, the admin sees it and makes a link', async (stage) => {
  const shore = await givenShore(stage.t)
  const guest = await stage.person(PHONE)
  await guest.goes(`${shore.url}/login`)
  for (let guess = 1; guess <= 6; guess++) {
    await guest.writes('Name', 'otto')
    await guest.writes('Password', `guess number ${guess}`)
    await Promise.all([
      guest.page.waitForResponse((answer) => answer.url().endsWith('/login')),
      guest.presses('Sign in'),
    ])
  }
  // From 17:14:30 on the clock runs as the story does, for two minutes at the most.
  await guest.sees(/Too many wrong passwords for this name: it is locked until 17:(29|30|31) UTC\./)
  await assertForEverybody(guest)
  await guest.picture('the name is locked')

  const adam = await shore.signedIn(stage, 'adam', '/users')
  await adam.page.getByRole('row', { name: /otto/ }).getByText('locked until').waitFor()
  await adam.presses('New password link: otto')
  await adam.sees('Send this link to otto.')
  await adam.picture('who is locked is seen and let in by a link')
})

story('people see where they are signed in, and end a session that is not theirs any more', async (stage) => {
  const shore = await givenShore(stage.t)
  const lost = await shore.signedIn(stage, 'otto', '/alerts', PHONE)
  await lost.page.locator('html[data-connection="live"]').waitFor()
  const otto = await shore.signedIn(stage, 'otto', '/account')
  await assertForEverybody(otto)
  await otto.sees('this one')
  await otto.picture('two sessions')
  await otto.presses('Sign out there')
  await otto.page.getByText('Sign out there').waitFor({ state: 'detached' })
  shore.passes(A_LOOK_S)
  await lost.page.waitForURL(/\/login/)
  await lost.picture('the lost phone is signed out by itself')
})

story('a page that stayed open over a sign-out and a new sign-in does nothing, and says why', async (stage) => {
  const shore = await givenShore(stage.t)
  const otto = await shore.signedIn(stage, 'otto', '/alerts?live=0')
  const other = await otto.page.context().newPage()
  await other.goto(`${shore.url}/account`)
  await other.getByRole('button', { name: 'Sign out' }).click()
  await other.getByLabel('Name').fill('otto')
  await other.getByLabel('Password').fill(PASSWORD)
  await other.getByRole('button', { name: 'Sign in' }).click()
  await other.getByRole('navigation').waitFor()

  const item = otto.page.locator('article.alert:has(> .actions)').first()
  const alert = otto.at(item)
  await alert.opens('Acknowledge')
  await alert.writes('Why', 'crew informed')
  await alert.presses('Acknowledge')
  await otto.sees('This page is not of your present session')
  assert.equal(await item.getByLabel('Why').first().inputValue(), 'crew informed', 'what was written is kept')
  await otto.picture('a page of an earlier session')
  await otto.page.reload()
  await alert.opens('Acknowledge')
  await alert.presses('Acknowledge')
  await otto.sees('Acknowledged by otto')
})

story('a program gets a token with a role and an end, which can be taken back', async (stage) => {
  const shore = await givenShore(stage.t)
  const adam = await shore.signedIn(stage, 'adam', '/account')
  await adam.opens('Make a token')
  await adam.writes('What it is for', 'prometheus')
  await adam.page.locator('#token-role').selectOption('viewer')
  await adam.page.locator('#token-for').selectOption('30d')
  await adam.presses('Make it')
  await adam.sees('Copy it now: it is not shown again.')
  const token = (await adam.page.locator('.secret').textContent()) ?? ''
  const asks = async () => {
    const answer = await fetch(`${shore.url}/metrics`, { headers: { Authorization: `Bearer ${token}` } })
    await answer.body?.cancel()
    return answer.status
  }
  assert.equal(await asks(), 200)
  await adam.sees(/good until 2026-12-23/)
  await adam.picture('the token is shown once', 'whole')
  await adam.opens('Revoke')
  await adam.sees('Programs that use it are refused at once, for good.')
  await adam.presses(/^Revoke /)
  await adam.sees('You have no tokens.')
  assert.equal(await asks(), 401)
})

story('people sign in with the login of the company, and their group says what they may do', async (stage) => {
  const port = await freePort()
  const redirectUri = `http://127.0.0.1:${port}/login/sso/return`
  const provider = await startProvider(stage.t, redirectUri, {
    grace: { email: 'grace@example.com', groups: ['superintendents'] },
  })
  const signOn = companyLogin(provider.issuer, redirectUri, { superintendents: 'approver' })
  const shore = await givenShore(stage.t, { port, people: { signOn } })
  const grace = await stage.person(PHONE)
  // The pages of the provider want a font from the world outside.
  await grace.page.route('https://fonts.googleapis.com/**', (route) => route.fulfill({ contentType: 'text/css' }))
  await grace.goes(`${shore.url}/approvals`)
  await assertForEverybody(grace)
  await grace.picture('two ways in')
  await grace.follows('Sign in with Company login')
  await grace.page.locator('input[name="login"]').fill('grace')
  await grace.page.locator('input[name="password"]').fill('any')
  await grace.page.locator('button[type="submit"]').click()
  await grace.page.getByRole('button', { name: 'Continue' }).click()
  await grace.page.waitForURL(`${shore.url}/approvals`)
  await grace.sees('Electra Star')
  await grace.goes(`${shore.url}/account`)
  await grace.sees('Your role is approver')
  await grace.picture('in with the role of the group')
})

story('messages do not get through: the admin sees why and what to do, and that the next one went', async (stage) => {
  const shore = await givenShore(stage.t)
  shore.can.deliver = { kind: 'refused', words: 'smtp.example.com:587: 550 no such user' }
  const adam = await shore.signedIn(stage, 'adam', '/admin')
  await adam.page.locator('html[data-connection="live"]').waitFor()
  const channel = adam.at('#channel-email')
  await channel.presses('Send a test message')
  await channel.sees('The test message was refused')
  await channel.sees('smtp.example.com:587: 550 no such user')
  await channel.sees('Look at host, port, security')
  await adam.picture('why and what to do', 'whole')
  shore.can.deliver = { kind: 'sent' }
  await channel.presses('Send a test message')
  await channel.sees('The test message was taken')
  await channel.page.locator('#channel-email header [data-standing="good"]').waitFor()
  await adam.picture('the next one went', 'whole')
})

story('JIRA is locked: the checklist says so and what to do', async (stage) => {
  const shore = await givenShore(stage.t)
  const adam = await shore.signedIn(stage, 'adam', '/admin', PHONE)
  await adam.page.locator('html[data-connection="live"]').waitFor()
  shore.jira.set({ unauthorized: true })
  await adam.presses('Ask again')
  await adam.at('.checks').sees('Client must be authenticated')
  await adam.at('.checks').sees('Make a new token')
  await adam.picture('what JIRA says', 'whole')
})

story('afterwards the audit says who did what', async (stage) => {
  const shore = await givenShore(stage.t)
  const anna = await shore.signedIn(stage, 'anna', '/approvals')
  const card = anna.at(anna.page.locator('article.proposal', { hasText: 'Electra Star' }))
  await card.opens('Reject')
  await card.presses('Planned work')
  await anna.sees('Rejected by anna')
  const adam = await shore.signedIn(stage, 'adam', '/audit')
  const rejection = adam.at(adam.page.locator('.entries > li', { hasText: 'Proposal rejected: planned work' }))
  await rejection.at('.who').sees(/^anna$/)
  await rejection.at('.what').sees('Electra Star')
  await adam.picture('who did what and when')
})

story('the demo says loudly what it is, and one click lets in', async (stage) => {
  const demo = Object.entries(ROLES).map(([name, role]) => ({ name, role }))
  const shore = await givenShore(stage.t, { people: { demo } })
  const guest = await stage.person(PHONE)
  await guest.goes(shore.url)
  await guest.sees('This is a demo: one click lets anybody in')
  await assertForEverybody(guest)
  await guest.picture('a demo')
  await guest.presses(/^anna/)
  await guest.page.getByRole('button', { name: 'anna' }).waitFor()
})

/** After so long at the latest an open page asks whether it may still be read. */
const A_LOOK_S = 6

/** A hub as it is after its first start, on a disk, with the command line beside it. */
async function givenEmptyHub(t: Parameters<typeof givenFolder>[0]) {
  const folder = await givenFolder(t)
  const port = await freePort()
  const listen = `127.0.0.1:${port}`
  const dataDir = join(folder, 'data')
  const file = join(folder, 'hub.yaml')
  writeFileSync(file, `http: { listen: ${listen} }\nmqtt: { listen: 127.0.0.1:0 }\ndataDir: ${dataDir}\n`)
  let link = ''
  const warn = (facts: object) => {
    if ('link' in facts) link = String(facts.link)
  }
  const settings = v.parse(hubSettings, { dataDir, http: { listen }, mqtt: { listen: '127.0.0.1:0' } })
  const hub = await createHub({ settings, clock: systemClock, log: { ...quietLog, warn }, version: '1.0.0' })
  atEnd(t, () => hub.stop())
  await hub.start()
  const program = join(import.meta.dirname, '../../../deploy/watchkeeper.js')
  return {
    url: `http://${listen}`,
    link: () => link,
    async command(...words: string[]): Promise<string> {
      const { stdout } = await promisify(execFile)(process.execPath, [program, ...words, '--config', file])
      return stdout
    },
  }
}
