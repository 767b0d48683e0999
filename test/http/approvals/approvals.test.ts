import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as v from 'valibot'
import type { VesselEvent } from '../../../hub/core/events.ts'
import { DECISIONS } from '../../../hub/http/approvals/decisions.ts'
import * as api from '../../../shared/api/proposal.ts'
import { DAY_S, HOUR_S } from '../../../shared/time.ts'
import { issue, PROPOSAL } from '../../fakes/docket.ts'
import { idOf, NOW } from '../../fakes/views.ts'
import { SERVER } from '../../hub/projections/given.ts'
import { readEvents } from '../event-stream.ts'
import { type GivenApp, givenApp } from '../given-app.ts'

const VESSEL = idOf(5)
const ADA = { Cookie: 'watchkeeper=Ada' }
const BEN = { Cookie: 'watchkeeper=Ben' }
const HTMX = { 'HX-Request': 'true' }
const DRAFT = 'Equinox: Server down for 3 days'

function given(as: Parameters<typeof givenApp>[2] = 'admin') {
  const app = givenApp(66, NOW * 1000, as)
  const decide = (decision: string, fields: Record<string, string>, headers: Record<string, string> = ADA) =>
    app.post(`/vessels/${VESSEL}/proposals/${PROPOSAL}/${decision}`, fields, headers)
  const proposals = async () => v.parse(api.proposals, await (await app.get('/api/v1/proposals')).json())
  const proposal = async () => (await proposals()).proposals[0] ?? assert.fail('no proposal')
  /** It has become graver, and began earlier than was thought. */
  const revise = async () => {
    const { facts, draft } = revision(NOW)
    const when = { at: NOW, learnedAt: NOW, proposal: PROPOSAL }
    await app.views.docket.happen({ type: 'proposal-revised', ...when, revision: 2, reason: 'graver', facts, draft })
  }
  return { app, decide, proposals, proposal, revise }
}

const revision = (now: number) => ({
  facts: {
    incidents: ['i-server-1'],
    components: [SERVER],
    since: now - 3 * DAY_S - HOUR_S,
    seen: 'measured',
    severity: 'critical',
    missedDays: null,
    uptime: { '24h': 0, '7d': 57, '30d': 80 },
  } as const,
  draft: { summary: DRAFT, severity: 'critical', blocks: [{ kind: 'text', text: 'Measured on board.' }] } as const,
})

const yardFor = (seconds: number): VesselEvent => ({
  type: 'excused',
  at: NOW,
  learnedAt: NOW,
  excuse: 'e-1',
  component: SERVER,
  category: 'yard',
  span: { from: NOW - HOUR_S, to: NOW + seconds },
  reviewAt: null,
  reason: 'in dock',
  by: { kind: 'local', name: 'mate' },
})

const textOf = (html: string): string => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
const words = async (response: Response): Promise<string> => textOf(await response.text())

describe('an approver', () => {
  test('sees everything for the decision on one screen', async () => {
    const { app } = given()
    const html = await (await app.get('/approvals')).text()
    const page = textOf(html)
    assert.match(
      page,
      /Equinox : Server down 3 d high · since 2026-11-20 17:14 UTC · measured on board · last heard 2 min ago/,
    )
    assert.match(page, /Server 24 h 0\.0 % 7 d 55\.9 % 30 d 89\.7 %/)
    assert.match(html, /aria-label="Server, last 7 days: down 3 d 2 h"/)
    assert.match(page, /1 earlier outage 2026-11-17 17:14 UTC : Server down for 2 h/)
  })

  test('sees the ticket exactly as JIRA will get it, before the tap that creates it', async () => {
    const { app } = given()
    const page = await words(await app.get('/approvals'))
    assert.match(
      page,
      /One new issue in JIRA at watch\.example\.com, exactly so: Equinox: Server down for 3 days Project OPS Issue type id 10101 Priority High \(id 2\) Labels watchkeeper, wk-a-.* Measured on board\. .*Create the ticket/,
    )
  })

  test('sees open issues that may be about the same, as soon as JIRA has answered', async () => {
    const { app } = given()
    app.views.docket.found.push(issue('OPS-7', 'Equinox: no contact'))
    assert.match(await words(await app.get('/approvals')), /JIRA is being asked for open issues about it/)
    await app.clock.advance(0)
    const page = await words(await app.get('/approvals'))
    assert.match(page, /Open in JIRA about Equinox asked 0 s ago OPS-7 Equinox: no contact \(not begun\)/)
    assert.match(page, /Link to this issue OPS-7: Equinox: no contact/, 'and can link to it with the second tap')
  })

  test('approves what was seen: one ticket is on its way, with who said yes', async () => {
    const { decide, proposal, proposals } = given()
    const response = await decide('approve', { revision: '1', summary: DRAFT })
    assert.equal(response.status, 303)
    const { stage, ticket } = await proposal()
    assert.deepEqual([stage.kind, stage.by, ticket?.stage], ['approved', 'Ada', 'ready'])
    assert.equal((await proposals()).waiting, 0)
  })

  test('can say summary, severity and description better', async () => {
    const { decide, proposal } = given()
    const better = {
      summary: 'Replace the server',
      severity: 'low',
      description: 'Bring a spare.\r\n\r\n- 2 disks\r\n- cables',
    }
    await decide('approve', { revision: '1', ...better })
    const { stage, draft } = await proposal()
    assert.equal(stage.kind, 'approved')
    assert.deepEqual(draft, {
      summary: 'Replace the server',
      severity: 'low',
      blocks: [
        { kind: 'text', text: 'Bring a spare.' },
        { kind: 'list', items: ['2 disks', 'cables'] },
      ],
      text: 'Bring a spare.\n\n- 2 disks\n- cables',
    })
  })

  test('looks at what JIRA will get of what was edited, and nothing is decided by that', async () => {
    const { decide, proposal } = given()
    const edited = { revision: '1', summary: 'Replace the server', severity: 'low', description: '# Bring\n\n- a disk' }
    const shown = await decide('preview', edited, { ...ADA, ...HTMX })
    assert.equal(shown.status, 200)
    const html = await shown.text()
    assert.match(textOf(html), /With what you changed\. Replace the server .*Priority id 4 .*Bring a disk/)
    assert.match(html, /name="summary" value="Replace the server"/)
    assert.equal((await proposal()).stage.kind, 'waiting')
    assert.match(await words(await decide('preview', edited)), /Before it is sent/, 'also without script')
    assert.equal((await decide('preview', { ...edited, summary: ' ' })).status, 422)
  })

  test('links to an issue that is there, rejects with a reason, or snoozes', async () => {
    const linked = given()
    await linked.decide('link', { revision: '1', key: 'ops-12' })
    assert.deepEqual((await linked.proposal()).stage.why, 'OPS-12')
    const found = given()
    await found.decide('link', { revision: '1', key: '', found: 'OPS-7' })
    assert.deepEqual((await found.proposal()).stage.why, 'OPS-7')
    const rejected = given()
    await rejected.decide('reject', { why: 'known', note: 'a spare is ordered' })
    assert.equal((await rejected.proposal()).stage.why, 'known: a spare is ordered')
    const snoozed = given()
    await snoozed.decide('snooze', { for: '1d' })
    assert.notEqual((await snoozed.proposal()).snoozedUntil, null)
    assert.match(
      await words(await snoozed.app.get('/approvals')),
      /Snoozed or held 1 .*Snoozed by Ada until 2026-11-24 17:14 UTC/,
    )
  })

  test('is told in words when what is rejected is proposed again', async () => {
    const { app } = given()
    const page = await words(await app.get('/approvals'))
    assert.match(page, /It is proposed again when it has become graver, or is still down after 7 days\./)
    assert.doesNotMatch(page, /raiseAgainAfter/)
  })

  test('cannot link to an issue that JIRA does not have', async () => {
    const { decide, proposal } = given()
    const response = await decide('link', { revision: '1', key: 'OPS-9999' }, { ...ADA, ...HTMX })
    assert.equal(response.status, 422)
    assert.match(await words(response), /There is no OPS-9999, or none that the hub may see/)
    assert.equal((await proposal()).stage.kind, 'waiting')
  })

  test('is told when somebody was faster, and by whom', async () => {
    const { decide } = given()
    await decide('approve', { revision: '1', summary: DRAFT })
    const late = await decide('reject', { why: 'known' }, { ...BEN, ...HTMX })
    assert.equal(late.status, 409)
    assert.match(
      await words(late),
      /Approved by Ada .*Nothing was decided by you\. Equinox: Meanwhile it was approved by Ada\./,
    )
  })

  test('of two who tap at the same moment one wins, and the other is told who did', async () => {
    const { decide, proposal } = given()
    const answers = await Promise.all([
      decide('approve', { revision: '1' }, { ...ADA, ...HTMX }),
      decide('approve', { revision: '1' }, { ...BEN, ...HTMX }),
    ])
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409])
    const loser = answers.find(({ status }) => status === 409) ?? assert.fail()
    const { stage } = await proposal()
    assert.match(await words(loser), new RegExp(`Meanwhile it was approved by ${stage.by}\\.`))
  })

  test('cannot approve what has changed since it was seen, and is shown what, field by field', async () => {
    const { decide, proposal, revise } = given()
    await revise()
    const entered = { revision: '1', summary: 'Mine', severity: 'high', description: 'Measured on board.' }
    const response = await decide('approve', entered, { ...ADA, ...HTMX })
    assert.equal(response.status, 409)
    const html = await response.text()
    assert.match(textOf(html), /Nothing was decided\. It is not what you saw any more\. Look again/)
    assert.match(textOf(html), /Since 2026-11-20 17:14 UTC → now 2026-11-20 16:14 UTC/)
    assert.match(textOf(html), /Severity high → now critical/)
    assert.match(html, /name="summary" value="Mine"/, 'what was entered is kept')
    assert.match(html, /<option value="critical" selected>/, 'what was left as it was follows')
    assert.match(
      textOf(html),
      /With what you changed\. Mine .*Priority id 1 /,
      'and what is shown is what would be sent',
    )
    assert.equal((await proposal()).stage.kind, 'waiting')
    assert.match(html, /name="revision" value="2"/, 'the next yes is to what is shown now')
    assert.equal((await decide('approve', { revision: '2', summary: 'Mine' })).status, 303)
  })

  test('keeps what was entered when it is refused, and is told at the field', async () => {
    const { decide, proposal } = given()
    const wrong = await decide('link', { revision: '1', key: 'ops twelve' }, { ...ADA, ...HTMX })
    assert.equal(wrong.status, 422)
    const text = await wrong.text()
    assert.match(text, /value="ops twelve"/)
    assert.match(text, /must be the key of an issue/)
    assert.equal((await decide('reject', { why: 'other', note: ' ' })).status, 422)
    assert.equal((await proposal()).stage.kind, 'waiting')
  })

  test('sees what was decided before about the same when it is proposed again', async () => {
    const { app, decide } = given()
    await decide('reject', { why: 'known', note: 'a spare is ordered' })
    const when = { at: NOW, learnedAt: NOW, proposal: `${PROPOSAL}-2` }
    await app.views.docket.happen({ type: 'proposal-raised', ...when, reason: 'age', ...revision(NOW) })
    assert.match(
      await words(await app.get('/approvals')),
      /Proposed before\. Rejected by Ada 0 s ago : Known: somebody is on it \(“a spare is ordered”\)\./,
    )
  })

  test('sees that one is held under maintenance, by what and until when', async () => {
    const { app } = given()
    await app.views.docket.happen(yardFor(HOUR_S))
    assert.match(
      await words(await app.get('/approvals')),
      /Held until 2026-11-23 18:14 UTC : yard \(in dock\)\. Nobody is reminded/,
    )
  })

  test('finds one proposal by its own address, waiting or decided', async () => {
    const { app, decide } = given()
    const address = `/approvals/${VESSEL}/${PROPOSAL}`
    assert.match(await words(await app.get(address)), /Create the ticket/)
    await decide('reject', { why: 'handled' })
    assert.match(await words(await app.get(address)), /Rejected by Ada 0 s ago : Handled already/)
    assert.equal((await app.get(`/approvals/${VESSEL}/p-none`)).status, 404)
  })
})

describe('several together', () => {
  const item = (revision = 1) => `${VESSEL}/${PROPOSAL}/${revision}`

  test('are listed one by one as they are now, with one confirmation', async () => {
    const { app } = given()
    const page = await (await app.get(`/approvals/together?do=approve&item=${item()}&item=mv-gone/p-1/1`)).text()
    assert.match(textOf(page), /Approve these: 1 1 of those that were chosen does not wait any more, and is left out/)
    assert.match(
      textOf(page),
      /Equinox: Server down .*What JIRA will get: Equinox: Server down for 3 days .*Create the ticket/,
    )
    assert.equal(page.match(/class="yes"/g)?.length, 1)
  })

  test('are decided each by itself, and what came of each is said', async () => {
    const { app, proposal, decide } = given()
    const done = await app.post('/approvals/together', { do: 'reject', item: item(), why: 'known', note: '' }, ADA)
    assert.match(await words(done), /Rejected: 1 of 1 Equinox: Server down Rejected\./)
    assert.equal((await proposal()).stage.by, 'Ada')
    await decide('reject', { why: 'known' })
    const late = await app.post('/approvals/together', { do: 'approve', item: item() }, BEN)
    assert.match(await words(late), /Approved: 0 of 1 .*Nothing was decided\. Meanwhile it was rejected by Ada\./)
  })

  test('bind to the revision that was listed', async () => {
    const { app, revise, proposal } = given()
    await revise()
    const answer = await app.post('/approvals/together', { do: 'approve', item: item(1) }, ADA)
    assert.match(await words(answer), /Nothing was decided\. It is not what you saw any more/)
    assert.equal((await proposal()).stage.kind, 'waiting')
  })

  test('need a reason when they are rejected, and are few', async () => {
    const { app, proposal } = given()
    const bare = await app.post('/approvals/together', { do: 'reject', item: item() }, ADA)
    assert.equal(bare.status, 422)
    assert.match(await words(bare), /choose one of these/)
    const many = Array.from({ length: 21 }, (_, at) => `item=mv-${at}/p/1`).join('&')
    assert.equal((await app.get(`/approvals/together?do=reject&${many}`)).status, 400)
    assert.equal((await proposal()).stage.kind, 'waiting')
  })
})

test('whoever may not decide sees everything, and nothing to decide with', async () => {
  const { app, decide } = given('operator')
  const page = await (await app.get('/approvals')).text()
  assert.match(textOf(page), /Server 24 h 0\.0 %.*Whoever has the role approver decides about it/)
  assert.doesNotMatch(page, /<form[^>]*proposals|type="checkbox"/)
  assert.equal((await decide('approve', { revision: '1' })).status, 403)
  assert.equal((await app.get('/approvals/together?do=approve')).status, 403)
})

test('a foreign page decides nothing', async () => {
  const { decide, proposal } = given()
  const foreign = { ...ADA, Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }
  assert.equal((await decide('approve', { revision: '1', summary: DRAFT }, foreign)).status, 403)
  assert.equal((await proposal()).stage.kind, 'waiting')
})

test('what there is not is not found', async () => {
  const { app, decide } = given()
  assert.equal((await decide('explode', {})).status, 404)
  assert.equal((await app.post(`/vessels/${VESSEL}/proposals/p-none/approve`, {}, ADA)).status, 404)
})

test('every decision needs an approver', async () => {
  const statusAs = async (role: 'operator' | 'approver', decision: string) =>
    (await givenApp(1, undefined, role).post(`/vessels/${VESSEL}/proposals/p-none/${decision}`, {}, ADA)).status
  for (const decision of Object.keys(DECISIONS)) {
    assert.equal(await statusAs('operator', decision), 403, decision)
    assert.notEqual(await statusAs('approver', decision), 403, decision)
  }
})

describe('what waits', () => {
  const waiting = async (app: GivenApp, path: string): Promise<string | undefined> =>
    /id="waiting-approvals"[^>]*>(\d+)</.exec(await (await app.get(path)).text())?.[1]

  test('is counted in the header of every page', async () => {
    const { app, decide } = given()
    for (const path of ['/', '/alerts', '/approvals', '/maintenance', `/vessels/${VESSEL}`])
      assert.equal(await waiting(app, path), '1', path)
    await decide('reject', { why: 'known' })
    assert.equal(await waiting(app, '/'), '0')
  })

  test('is counted without what somebody has put off, until that is over or is ended', async () => {
    const { app, decide, proposal } = given()
    await decide('snooze', { for: '1d' })
    assert.equal(await waiting(app, '/'), '0')
    assert.match(await words(await app.get('/approvals')), /Snoozed or held 1 .*End snooze/)
    assert.equal((await decide('wake', {})).status, 303)
    assert.equal((await proposal()).snoozedUntil, null)
    assert.equal(await waiting(app, '/'), '1')
    const late = await decide('wake', {}, { ...BEN, ...HTMX })
    assert.equal(late.status, 409)
    assert.match(await words(late), /Nothing was decided\. It is not snoozed any more\./)
  })

  test('is counted without what is held under maintenance', async () => {
    const { app } = given()
    await app.views.docket.happen(yardFor(HOUR_S))
    assert.equal(await waiting(app, '/'), '0')
  })

  test('includes a ticket of which a person has to say how to go on, and that stands first', async () => {
    const { app, decide } = given()
    await decide('approve', { revision: '1' })
    assert.equal(await waiting(app, '/'), '0')
    const when = { at: NOW, learnedAt: NOW, ticket: PROPOSAL }
    await app.views.docket.happen({ type: 'ticket-held', ...when, reason: 'recovered' })
    assert.equal(await waiting(app, '/'), '1')
    const page = await words(await app.get('/approvals'))
    assert.match(page, /Not in JIRA: a person has to say how to go on 1 .*It was over before the ticket was sent/)
  })

  test('is live: what others decide comes by itself, with the count', async () => {
    const { app, decide } = given()
    const page = await (await app.get('/approvals')).text()
    const stream = /hx-sse:connect="([^"]+)"/.exec(page)?.[1] ?? assert.fail('the page names no stream')
    const reader = readEvents(await app.get(stream))
    await reader.until(() => reader.events.length > 1)
    await decide('reject', { why: 'known' })
    app.views.nudge(VESSEL)
    await app.clock.advance(250)
    await reader.until(() => reader.events.some(({ data }) => /Rejected<\/strong> by Ada/.test(data)))
    assert.match(reader.events.at(-1)?.data ?? '', /id="waiting-approvals"[^>]*>0</)
    await reader.leave()
  })
})
