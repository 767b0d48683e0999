import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Incident } from '../../shared/api/incident.ts'
import type { Ticket } from '../../shared/api/ticket.ts'
import { DAY_S, iso } from '../../shared/time.ts'
import { alertItem } from '../../web/pages/alerts/alert.ts'
import { proposalItem } from '../../web/pages/approvals/proposal.ts'
import { notesOf } from '../../web/pages/approvals/words.ts'
import { incidentsMain } from '../../web/pages/history/incidents.ts'
import { ticketTable } from '../../web/pages/history/tickets.ts'
import { trailMain } from '../../web/pages/history/trail.ts'
import { vesselMain } from '../../web/pages/vessel/vessel.ts'
import { virtualClock } from '../fakes/clock.ts'
import { historyOf } from '../fakes/history.ts'
import { somePast } from '../fakes/past.ts'
import { fakeViews, idOf, NOW } from '../fakes/views.ts'

const words = (shown: unknown): string =>
  String(shown)
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ')

const BEGAN = '2026-11-23T09:00:00Z'
const UP_AGAIN = { since: '2026-11-23T09:30:00Z', overAt: '2026-11-23T10:00:00Z' }
const SAID = /up since 2026-11-23 09:30 UTC, over at 10:00 UTC if it stays so/
const ANY = { vessel: null, group: null, from: null, to: null, after: null, size: 9 }
const past = historyOf(somePast(idOf(9), idOf(4), NOW), virtualClock(NOW * 1000))

async function someIncident(more: Partial<Incident> = {}): Promise<Incident> {
  const { incidents } = await past.incidents({ ...ANY, component: null, state: 'open' })
  const [one] = incidents.filter(({ component }) => component !== null)
  return { ...(one ?? assert.fail()), began: BEGAN, recovery: UP_AGAIN, ...more }
}

const list = (incident: Incident): string =>
  incidentsMain({
    incidents: { at: iso(NOW), incidents: [incident], next: null },
    asked: {},
    components: [],
    vessels: [],
    groups: [],
  }).toString()

test('the list of incidents calls what is up again up, says when it is over, and gives it no mark of trouble', async () => {
  const html = list(await someIncident())
  const [row = ''] = /<tbody>.*<\/tbody>/s.exec(html) ?? []
  assert.match(words(row), SAID)
  assert.match(words(row), /Server up again .*30 min/)
  assert.match(row, /<tr data-state="recovering">/)
  assert.match(row, /class="mark" data-state="up"/)
  assert.doesNotMatch(row, /goes on|data-state="(down|open)"/)
  assert.match(words(list(await someIncident({ recovery: null }))), /Server down .*goes on/)
})

test('so does its trail', async () => {
  const html = trailMain({ at: iso(NOW), incident: await someIncident(), entries: [], next: null }, {})
  assert.match(words(html), /Server up again/)
  assert.match(words(html), /30 min, from 2026-11-23 09:00 UTC; up since 2026-11-23 09:30 UTC, over at 10:00 UTC/)
})

test('a silence that has ended and is not told yet is not called silent', async () => {
  const html = list(await someIncident({ component: null, recovery: { since: UP_AGAIN.since, overAt: null } }))
  assert.match(words(html), /Heard again .*heard again 2026-11-23 09:30 UTC, over once it has told what was measured/)
})

test('an alert says so in the place of what was measured', async () => {
  const [alert] = (await fakeViews().alerts({ ...ANY, vessel: idOf(4), state: null, kind: 'down' })).alerts
  assert.ok(alert)
  const shown = (one: typeof alert) => alertItem(one, { now: iso(NOW), back: '/alerts', mayAct: false }).toString()
  assert.match(words(shown({ ...alert, recovery: UP_AGAIN })), SAID)
  assert.match(shown({ ...alert, recovery: UP_AGAIN }), /data-recovering="true".*class="mark" data-state="up"/s)
  assert.doesNotMatch(words(shown({ ...alert, recovery: UP_AGAIN })), /not up|Dashboard down/)
  assert.match(words(shown(alert)), /Dashboard down .*not up/)
})

test('a ticket says until when its outage lasted, or since when it is up', async () => {
  const [ticket] = (await past.tickets({ ...ANY, stage: null, stillDown: null })).tickets
  assert.ok(ticket)
  const shown = (more: Partial<Ticket>) => words(ticketTable([{ ...ticket, since: BEGAN, ...more }], 'fleet'))
  assert.match(shown({ ended: null, recovery: UP_AGAIN }), /Server down from 2026-11-23 09:00 UTC, up since .* over at/)
  assert.match(shown({ ended: null, recovery: UP_AGAIN }), /Closed in JIRA before it was over/)
  assert.match(
    shown({ ended: UP_AGAIN.since, recovery: null }),
    /Server down, 2026-11-23 09:00 UTC to 2026-11-23 09:30 UTC/,
  )
  assert.match(shown({ ended: null, recovery: null }), /Server down since 2026-11-23 09:00 UTC/)
})

test('a proposal says when it withdraws itself', async () => {
  const [proposal] = (await fakeViews().proposals()).proposals
  assert.ok(proposal?.evidence)
  const evidence = { ...proposal.evidence, state: 'recovering' as const, recovery: UP_AGAIN }
  assert.match(words(notesOf({ ...proposal, evidence }, iso(NOW))), SAID)
})

test('and is not headed by what is over for now', async () => {
  const [proposal] = (await fakeViews().proposals()).proposals
  assert.ok(proposal?.evidence)
  const { evidence } = proposal
  const head = (recovery: typeof UP_AGAIN | null): string => {
    const item = proposalItem({ ...proposal, evidence: { ...evidence, recovery } }, { now: iso(NOW), mayDecide: false })
    return /<h3.*?<\/h3>/s.exec(item.toString())?.[0] ?? ''
  }
  assert.match(words(head(null)), /down$/)
  assert.match(words(head(UP_AGAIN)), /was down$/)
  assert.match(head(UP_AGAIN), /data-state="up"/)
})

test('the page of a vessel says why a component goes by a later time than its alert and its ticket', async () => {
  const views = fakeViews()
  const vessel = (await views.vessel(idOf(4))) ?? assert.fail()
  const timeline = (await views.timeline(idOf(4), { from: NOW - DAY_S, to: NOW, component: null })) ?? assert.fail()
  const down = vessel.components.find(({ state }) => state === 'down') ?? assert.fail()
  const page = (began: string, recovery: typeof UP_AGAIN | null = null) => {
    const outage = { incident: 'i-1', began, recovery }
    const components = [{ ...down, outage }]
    return words(vesselMain({ vessel: { ...vessel, components }, timeline, health: views.health() }))
  }
  const begin = NOW - (down.downtimeS ?? 0)
  assert.match(page(iso(begin - 600)), /Down since [\d-]+ [\d:]+ UTC; the outage began [\d-]+ [\d:]+ UTC, with a short/)
  assert.doesNotMatch(page(iso(begin)), /the outage began/)
  assert.match(page(BEGAN, UP_AGAIN), /The outage that began 2026-11-23 09:00 UTC is not over yet: up since/)
})
