import assert from 'node:assert/strict'
import { adfOf } from '../../../hub/adapters/jira/adf.ts'
import { DOWN, UP } from '../../../shared/model.ts'
import { DAY_S, HOUR_S, MINUTE_S } from '../../../shared/time.ts'
import { mapping } from '../../hub/jira/given-jira.ts'
import { givenShore, NOW, PASSWORD, type Shore } from './given-shore.ts'
import { focusOf, LAPTOP, type Person, PHONE, type Stage, storiesOf, tabsTo } from './story.ts'

/** What an approver does with a phone in one hand, or at a desk: real decisions, and a stand-in for JIRA that keeps what it is sent. */

const story = storiesOf('approvers')

/** Waiting since the first minute: the dashboard of Electra Star, down for four days, and Juno Star, not heard for three. */
const ELECTRA = 'mv-electra'
const DOWN_SINCE = NOW - 4 * DAY_S - 7 * HOUR_S

story('an approver opens a link on the phone, signs in, and is where the link led', async ({ t, person }) => {
  const { url } = await givenShore(t)
  const anna = await person(PHONE)
  await anna.goes(`${url}/approvals`)
  await anna.writes('Name', 'anna')
  await anna.writes('Password', 'not that')
  await anna.presses('Sign in')
  await anna.sees('Name or password is wrong.')
  assert.equal(await anna.page.getByLabel('Name').inputValue(), 'anna')
  await anna.picture('what was typed wrong is said, the name is kept')
  await anna.writes('Password', PASSWORD)
  await anna.presses('Sign in')
  await anna.page.waitForURL(`${url}/approvals`)
  await anna.sees('Electra Star')
  await anna.picture('where the link led')
})

story(
  'everything for the decision is on the first screen of a phone, and two taps create the ticket',
  async (stage) => {
    const shore = await givenShore(stage.t)
    const anna = await atApprovals(shore, stage, PHONE)
    const place = await placeOf(anna, 'Electra Star')
    const card = anna.at(place)
    await card.sees('measured on board')
    await card.sees('JIRA has no open issue about Electra Star')
    assert.equal(await isInView(anna, place), true, 'the whole card, without scrolling')
    await anna.picture('everything for the decision')

    await card.opens('Approve')
    assert.equal(await isInView(anna, `${place} .yes`), true, 'the second tap is in sight')
    await anna.picture('what the second tap will do')
    await card.presses('Create the ticket')
    await card.sees('Approved by anna')
    await card.sees('OPS-1')
    assert.equal(shore.issues().length, 1)
    await anna.picture('the ticket is in JIRA')
  },
)

story('a proposal arrives while the page is open', async (stage) => {
  const shore = await givenShore(stage.t)
  const anna = await atApprovals(shore, stage, LAPTOP)
  const waits = anna.at('#waiting-approvals')
  await waits.sees(/^2$/)
  await anna.picture('two wait')
  shore.passes(6 * MINUTE_S)
  await (await cardOf(anna, 'Kestrel Pioneer')).sees('concluded from silence')
  await waits.sees(/^3$/)
  await anna.picture('a third one, which is three days old just now', 'whole')
})

story('the ticket is edited, looked at exactly as JIRA will get it, and created so', async (stage) => {
  const shore = await givenShore(stage.t)
  const anna = await atApprovals(shore, stage, PHONE)
  const card = await cardOf(anna, 'Electra Star')
  await card.opens('Approve')
  await card.opens('Edit summary, severity, description')
  await card.writes('Summary', 'Electra Star: bring a new disk')
  await card.chooses('Severity', 'low')
  await card.writes('Description', '# To do\n\n- a disk of 2 TB')
  await card.presses('Show what JIRA will get')
  const preview = card.at('.preview[data-edited="true"]')
  await preview.sees('Electra Star: bring a new disk')
  await preview.sees(`Low (id ${mapping.priorities.low})`)
  await preview.sees('To do')
  await preview.at('li').sees('a disk of 2 TB')
  await anna.picture('exactly as JIRA will get it', 'whole')
  await card.presses('Create the ticket')
  await card.sees('OPS-1')
  assert.deepEqual(shore.issues(), ['Electra Star: bring a new disk'])
  const [issue] = shore.jira.state.issues.values()
  assert.deepEqual(issue?.fields.priority, { id: mapping.priorities.low })
  assert.deepEqual(
    issue?.fields.description,
    adfOf([
      { kind: 'heading', text: 'To do' },
      { kind: 'list', items: ['a disk of 2 TB'] },
    ]),
  )
})

story('a yes to what has changed meanwhile decides nothing, and shows the difference', async (stage) => {
  const shore = await givenShore(stage.t)
  const anna = await atApprovals(shore, stage, PHONE)
  const card = await cardOf(anna, 'Electra Star')
  await card.opens('Approve')
  await card.opens('Edit summary, severity, description')
  await card.writes('Summary', 'Mine')
  await shore.tells(ELECTRA, 'dashboard', [DOWN_SINCE - HOUR_S, DOWN])
  await card.presses('Create the ticket')
  await card.sees('It is not what you saw any more')
  await card.at('.differences').sees('Since')
  assert.equal(await card.page.getByLabel('Summary').first().inputValue(), 'Mine', 'what was typed is kept')
  assert.equal(shore.issues().length, 0)
  await anna.picture('what is different from what was seen')
  await card.presses('Create the ticket')
  await card.sees('Approved by anna')
  assert.deepEqual(await shore.issuesOnce(1), ['Mine'])
})

story('reject and snooze take two taps as well', async (stage) => {
  const shore = await givenShore(stage.t)
  const anna = await atApprovals(shore, stage, PHONE)
  const electra = await cardOf(anna, 'Electra Star')
  await electra.opens('Reject')
  await anna.picture('reject for a reason')
  await electra.presses('Known: somebody is on it')
  await electra.sees('Rejected by anna')
  await electra.sees('Known: somebody is on it')

  const juno = await cardOf(anna, 'Juno Star')
  await juno.opens('Snooze')
  await juno.presses('1 day')
  await juno.sees('Snoozed by anna until')
  await anna.picture('one is rejected and one is quiet until tomorrow', 'whole')
  assert.equal(shore.issues().length, 0)
})

story('by keyboard alone one decision leads to the next, and each is said aloud', async (stage) => {
  const shore = await givenShore(stage.t)
  const anna = await atApprovals(shore, stage, LAPTOP)
  const electra = await idOf(anna, 'Electra Star')
  const juno = await idOf(anna, 'Juno Star')
  const said = anna.at('#said')
  await tabsTo(anna, 'Snooze')
  await anna.page.keyboard.press('Enter')
  await tabsTo(anna, '1 day')
  await anna.page.keyboard.press('Enter')
  await said.sees(/^Snoozed until 2026-11-24 17:1\d UTC: Electra Star, Dashboard down\.$/)
  await anna.at('#approvals-resting').sees('Electra Star')
  await anna.at('#waiting-approvals').sees(/^1$/)
  assert.equal(await focusOf(anna), juno, 'the next that waits, though the list has moved')
  await anna.picture('what is snoozed is said, and the next one is at hand')

  await tabsTo(anna, 'Reject')
  await anna.page.keyboard.press('Enter')
  await tabsTo(anna, 'Planned work')
  await anna.page.keyboard.press('Enter')
  await said.sees('Rejected: Juno Star, silent.')
  await anna.at('#approvals-lately').sees('Rejected by anna')
  assert.equal(await focusOf(anna), juno, 'nothing else waits: where it was decided')

  await anna.page.locator(`[id="${electra}"]`).focus()
  await tabsTo(anna, 'End snooze')
  await anna.page.keyboard.press('Enter')
  await tabsTo(anna, 'End the snooze')
  await anna.page.keyboard.press('Enter')
  await said.sees('Snooze ended: Electra Star, Dashboard down.')
  await anna.at('#approvals-waiting').sees('Electra Star')
  await anna.at('#waiting-approvals').sees(/^1$/)
  assert.equal(await focusOf(anna), electra)
})

story('an issue that JIRA has already is found, and becomes the ticket', async (stage) => {
  const shore = await givenShore(stage.t)
  await shore.byHand('Electra Star: dashboard is black')
  const anna = await atApprovals(shore, stage, PHONE)
  const card = await cardOf(anna, 'Electra Star')
  await card.sees('Open in JIRA about Electra Star')
  await card.opens('Link')
  await anna.picture('one that may be about the same')
  await card.presses(/^OPS-1:/)
  await card.sees('Linked to an issue that was there')
  await anna.picture('it is the ticket now')
  assert.equal(shore.issues().length, 1, 'no other is made')
})

story('several are listed one by one and decided with one confirmation', async (stage) => {
  const shore = await givenShore(stage.t)
  const anna = await atApprovals(shore, stage, LAPTOP)
  assert.equal(await anna.page.locator('.together').isVisible(), false)
  await anna.ticks('Choose Electra Star')
  await anna.ticks('Choose Juno Star')
  await anna.picture('two are chosen')
  await anna.at('.together').presses('Reject…')
  await anna.sees('Reject these: 2')
  await anna.ticks('Planned work')
  await anna.picture('each is listed before the one confirmation')
  await anna.presses('Reject both')
  await anna.sees('Rejected: 2 of 2')
  await anna.picture('both are decided')
})

story('what somebody else decides meanwhile shows by itself, and nothing is left to press', async (stage) => {
  const shore = await givenShore(stage.t)
  const anna = await atApprovals(shore, stage, PHONE)
  const ben = await atApprovals(shore, stage, LAPTOP, 'ben')
  await (await cardOf(anna, 'Electra Star')).opens('Approve')
  const ways = anna.page.locator(`form[action*="/${ELECTRA}/"], input[name="item"][value^="${ELECTRA}/"]`)
  assert.notEqual(await ways.count(), 0)
  await benRejects(ben)
  await anna.at('#approvals-lately').sees('Rejected by ben')
  await ways.first().waitFor({ state: 'detached' })
  assert.equal(await anna.page.getByRole('button', { name: 'Create the ticket' }).count(), 0)
  await anna.picture('decided already', 'whole')
})

story(
  'of two who press at the same moment one is told who was faster, and the news does not take that away',
  async (stage) => {
    const shore = await givenShore(stage.t)
    const anna = await atApprovals(shore, stage, PHONE)
    const ben = await atApprovals(shore, stage, LAPTOP, 'ben')
    const { promise: benIsThrough, resolve } = Promise.withResolvers<void>()
    await anna.page.route('**/approve', (route) => benIsThrough.then(() => route.continue()))
    const mine = await cardOf(anna, 'Electra Star')
    await mine.opens('Approve')
    await mine.presses('Create the ticket')
    await benRejects(ben)
    resolve()
    await anna.at('#told').sees('Meanwhile it was rejected by ben')
    await anna.at('#approvals-lately').sees('Rejected by ben')
    shore.passes(6 * MINUTE_S)
    await (await cardOf(anna, 'Kestrel Pioneer')).sees('concluded from silence')
    await anna.at('#waiting-approvals').sees(/^2$/)
    await anna.at('#told').sees('Nothing was decided by you.')
    await anna.picture('who was faster')
    assert.equal(shore.issues().length, 0)
  },
)

story('who may not decide sees all of it, and whom to ask', async (stage) => {
  const shore = await givenShore(stage.t)
  const vera = await shore.signedIn(stage, 'vera', '/approvals')
  await vera.sees('Electra Star')
  assert.equal(await vera.page.getByText('Reject', { exact: true }).count(), 0)
  await vera.sees('Whoever has the role approver decides about it.')
  await vera.picture('everything but the buttons')
  await vera.goes(`${shore.url}/approvals/together?do=approve`)
  await vera.sees('This needs the role approver. You are vera, and your role is viewer.')
  await vera.picture('which role it takes and whom to ask')
})

story('what turns out never to have been down withdraws itself, and says so', async (stage) => {
  const shore = await givenShore(stage.t)
  const anna = await atApprovals(shore, stage, PHONE)
  const card = await cardOf(anna, 'Electra Star')
  await shore.tells(ELECTRA, 'dashboard', [DOWN_SINCE, UP])
  await card.sees('Withdrawn by itself')
  await card.at('.stage').picture('withdrawn, with the reason', 'whole')
})

story('without a script the same is done by forms alone', async (stage) => {
  const shore = await givenShore(stage.t)
  await shore.byHand('Electra Star: dashboard is black')
  const anna = await shore.signedIn(stage, 'anna', '/approvals', PHONE, { javaScriptEnabled: false })
  const card = await cardOf(anna, 'Electra Star')
  await card.opens('Link')
  await card.writes('Key of the issue', 'OPS-9999')
  await card.presses('Link to this issue')
  await anna.sees('There is no OPS-9999')
  await anna.picture('there is no such issue')
  const again = await cardOf(anna, 'Electra Star')
  await again.writes('Key of the issue', 'OPS-1')
  await again.presses('Link to this issue')
  await (await cardOf(anna, 'Electra Star')).sees('by anna')
  assert.match(anna.page.url(), /\/approvals#proposal-/)
})

async function atApprovals(
  shore: Shore,
  stage: Stage,
  screen: typeof PHONE | typeof LAPTOP,
  name: 'anna' | 'ben' = 'anna',
): Promise<Person> {
  const approver = await shore.signedIn(stage, name, '/approvals', screen)
  await approver.page.locator('html[data-connection="live"]').waitFor()
  return approver
}

async function benRejects(ben: Person): Promise<void> {
  const card = await cardOf(ben, 'Electra Star')
  await card.opens('Reject')
  await card.presses('Handled already')
  await card.sees('Rejected by ben')
}

const cardOf = async (person: Person, vessel: string): Promise<Person> => person.at(await placeOf(person, vessel))

const idOf = async ({ page }: Person, vessel: string): Promise<string> =>
  (await page.locator('article.proposal', { hasText: vessel }).first().getAttribute('id')) ?? ''

/** By its id, so that it is the same one wherever on the page it comes to stand. */
const placeOf = async (person: Person, vessel: string): Promise<string> => `[id="${await idOf(person, vessel)}"]`

const isInView = ({ page }: Person, selector: string) =>
  page.evaluate(`{
    const { top, bottom } = document.querySelector('${selector}').getBoundingClientRect()
    top >= 0 && bottom <= innerHeight
  }`)
