import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alertsAsked } from '../../hub/http/pictures.ts'
import type { AlertQuery } from '../../hub/ports/views.ts'
import type { Alert } from '../../shared/api/alert.ts'
import { HOUR_S, iso } from '../../shared/time.ts'
import { alertItem } from '../../web/pages/alerts/alert.ts'
import { alertsMain } from '../../web/pages/alerts/alerts.ts'
import { vesselMain } from '../../web/pages/vessel/vessel.ts'
import { type FakeViews, fakeViews, idOf, NOW } from '../fakes/views.ts'

const ALL: AlertQuery = { state: null, kind: null, group: null, vessel: null, size: 100 }
const words = (html: { toString(): string }): string => html.toString().replace(/<[^>]*>/g, '')

async function listOf(views: FakeViews, query: Partial<AlertQuery> = {}): Promise<string> {
  const { vessels } = await views.fleet()
  const alerts = await views.alerts({ ...ALL, ...query })
  const counts = { alerts: alerts.counts.open, waiting: 0 }
  const view = { alerts, counts, health: views.health(), asked: alertsAsked({ ...ALL, ...query }), mayAct: true }
  return alertsMain(view, { groups: ['North', 'South'], vessels }).toString()
}

const someAlert = async (index = 4): Promise<Alert> => {
  const { alerts } = await fakeViews().alerts({ ...ALL, vessel: idOf(index) })
  return alerts[0] ?? assert.fail('no alert')
}
const shown = (alert: Alert): string => words(alertItem(alert, { now: iso(NOW), back: '/alerts', mayAct: true }))

test('the list has open alerts first, then those that are held, each with its vessel, its age and its reason', async () => {
  const html = await listOf(fakeViews())
  assert.ok(html.indexOf('id="alerts-open"') < html.indexOf('id="alerts-held"'))
  assert.match(words(html), /Dashboard down on Electra Star\s+4 d 7 h\s+medium · since 2026-11-19 10:14 UTC · Measured/)
  assert.match(words(html), /Silent on .*No message comes from the vessel/s)
  assert.match(words(html), /Server without data on .*nothing is known of this component/s)
})

test('several of one vessel stand together under its name, and how many vessels they are on is said', async () => {
  const html = await listOf(fakeViews())
  assert.match(words(html), /Open 6 on 6 vessels · oldest first/)
  assert.match(words(html), /Held 6 on 2 vessels · oldest first/)
  assert.match(words(html), /Juno Star 3 alerts · medium\s+3 d 1 h\s+Acknowledge all 3/)
  assert.equal(html.match(/href="\/vessels\/juno-0">/g)?.length, 2, 'once where it is alone, once for the three')
  assert.match(html, /<details class="line" id="alert-juno-0-[^"]+-more"><summary>.*Dashboard down/)
  assert.match(words(await listOf(fakeViews(), { vessel: idOf(9), state: 'open' })), /Open 1 on 1 vessel ·/)
})

test('an alert leads to everything about its incident', async () => {
  const alert = { ...(await someAlert()), incident: 'i-dashboard-t1' }
  const html = alertItem(alert, { now: iso(NOW), back: '/alerts', mayAct: true }).toString()
  assert.ok(html.includes(`<a href="/incidents/${idOf(4)}/i-dashboard-t1">Everything about it</a>`))
})

test('the filter shows what is chosen, and needs no script', async () => {
  const html = await listOf(fakeViews(), { group: 'North' })
  assert.match(html, /<form method="get" action="\/alerts">/)
  assert.match(html, /<option value="North" selected>/)
  assert.match(html, /<option value="South">/)
})

test('says that there is no alert, or that none fits', async () => {
  assert.match(await listOf(fakeViews(3)), /No alert: nothing that was chosen is silent/)
  assert.match(await listOf(fakeViews(), { state: 'resolved' }), /No alert fits what is chosen/)
})

test('says that the hub cannot write, as every page does', async () => {
  const views = fakeViews()
  views.unwritable('the disk is full')
  assert.match(await listOf(views), /The hub cannot write.*the disk is full/)
})

test('an alert says by what it is held', async () => {
  const silent = (await fakeViews().alerts({ ...ALL, vessel: idOf(9) })).alerts.find(({ state }) => state === 'held')
  assert.match(shown(silent ?? assert.fail()), /Held: while the vessel is silent it calls nobody/)
  const component = { id: 'server', name: 'Server' }
  const held = { ...(await someAlert()), state: 'held', heldBy: { kind: 'depends-on', component } } as const
  assert.match(shown(held), /Held: while Server is down it calls nobody/)
})

test('an alert shows everything that was done about it: who, when and why', async () => {
  const by = { kind: 'local', name: 'Ada' } as const
  const at = iso(NOW - HOUR_S)
  const deed = { by, at, reason: 'crew informed', until: iso(NOW + HOUR_S) }
  const text = shown({
    ...(await someAlert()),
    acknowledged: deed,
    snoozed: { ...deed, reason: null },
    owner: 'Ben',
    note: 'spare part on the way',
    flapping: true,
    deeds: [
      { did: 'acknowledged', ...deed },
      { did: 'acknowledgement-expired', by: { kind: 'hub', name: null }, at, reason: null, until: null },
    ],
  })
  assert.match(text, /Acknowledged by Ada 1 h ago, until 2026-11-23 18:14 UTC: “crew informed”/)
  assert.match(text, /Snoozed by Ada 1 h ago, until 2026-11-23 18:14 UTC/)
  assert.match(text, /Owner: Ben\. spare part on the way/)
  assert.match(text, /It comes and goes/)
  assert.match(
    text,
    /2026-11-23 16:14 UTC Ada acknowledged it, until .*2026-11-23 16:14 UTC the acknowledgement expired/s,
  )
})

test('an alert offers what fits it: nothing once it is over, taking back what stands', async () => {
  const alert = await someAlert()
  const actions = (one: Alert) =>
    [
      ...alertItem(one, { now: iso(NOW), back: '/alerts', mayAct: true })
        .toString()
        .matchAll(/ action="[^"]*\/(\w+)"/g),
    ].map((match) => match[1])
  assert.deepEqual(actions(alert), ['acknowledge', 'snooze', 'note'])
  const deed = { by: { kind: 'local', name: 'Ada' }, at: iso(NOW), reason: null, until: iso(NOW) } as const
  assert.deepEqual(actions({ ...alert, acknowledged: deed, snoozed: deed }), ['release', 'wake', 'note'])
  const resolved = { at: iso(NOW), reason: 'recovered' } as const
  assert.deepEqual(actions({ ...alert, state: 'resolved', resolved }), [])
})

test('what people and vessels are called breaks out of nothing', async () => {
  const evil = '"><img src=x onerror=alert(1)>'
  const alert = await someAlert()
  const html = alertItem(
    { ...alert, owner: evil, note: evil, vessel: { ...alert.vessel, name: evil } },
    { now: iso(NOW), back: '/alerts', mayAct: true },
  )
  assert.doesNotMatch(html.toString(), /<img/)
})

test("the vessel's own page has its alerts, and says when there are none", async () => {
  const views = fakeViews()
  const pageOf = async (index: number): Promise<string> => {
    const vessel = (await views.vessel(idOf(index))) ?? assert.fail()
    const query = { from: NOW - HOUR_S, to: NOW, component: null }
    const timeline = (await views.timeline(idOf(index), query)) ?? assert.fail()
    return words(vesselMain({ vessel, timeline, health: views.health() }))
  }
  assert.match(await pageOf(4), /Open alerts.*Dashboard down/s)
  assert.match(await pageOf(0), /Open alerts.*None\./s)
})
