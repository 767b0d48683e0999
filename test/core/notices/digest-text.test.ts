import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type DigestFacts, digestOf } from '../../../hub/core/notices/digest-text.ts'
import type { Message } from '../../../hub/core/notices/notice.ts'
import { isVesselId } from '../../../shared/model.ts'
import { DAY_S, HOUR_S, iso } from '../../../shared/time.ts'
import { fakeViews, idOf, NOW } from '../../fakes/views.ts'

const ANY = { kind: null, group: null, vessel: null }

/** What the views of a fleet of fakes say, a day after the last digest. */
async function given(more: Partial<DigestFacts> = {}, views = fakeViews(20)): Promise<Message> {
  const open = await views.alerts({ ...ANY, state: 'open', size: 0 })
  return digestOf({
    day: '2026-11-23',
    since: NOW - DAY_S,
    until: NOW + 1,
    fleet: await views.fleet(),
    open: open.alerts,
    massSilences: open.massSilences,
    resolved: (await views.alerts({ ...ANY, state: 'resolved', size: 50 })).alerts,
    proposals: (await views.proposals()).proposals,
    excuses: (await views.maintenance({ state: null, group: null, vessel: null })).excuses,
    awayS: 0,
    publicUrl: 'https://watch.example.com',
    ...more,
  })
}

const titles = ({ sections = [] }: Message) => sections.map(({ title }) => title)
const section = ({ sections = [] }: Message, begin: string) =>
  sections.find(({ title }) => title.startsWith(begin))?.items.map(({ text }) => text) ?? []

test('the oldest trouble stands first, and what is new since the last digest is marked', async () => {
  const still = section(await given(), 'Still down')
  const since = still.map((text) => / since (\d{4}-\d\d-\d\d \d\d:\d\d) UTC/.exec(text)?.[1] ?? '')
  assert.ok(still.length > 1)
  assert.deepEqual(since, since.toSorted())
  for (const [nth, text] of still.entries())
    assert.equal(
      text.includes('(new)'),
      (since[nth] ?? '') >=
        iso(NOW - DAY_S)
          .slice(0, 16)
          .replace('T', ' '),
      text,
    )
})

test('what is over since the last digest is told with both of its ends, what was over before is not', async () => {
  const views = fakeViews(20)
  const [alert] = (await views.alerts({ ...ANY, state: 'open', size: 0 })).alerts
  assert.ok(alert && isVesselId(alert.vessel.id))
  views.recover(alert.vessel.id, alert.id)
  const over = section(await given({}, views), 'Over since')
  assert.match(String(over), /, from 2026-11-\d\d \d\d:\d\d UTC; over 2026-11-23 17:14 UTC/)
  assert.deepEqual(
    titles(await given({ since: NOW + 1, until: NOW + DAY_S }, views)).filter((one) => /^Over/.test(one)),
    [],
  )
})

test('what is up again but not over is told as that, and not as down', async () => {
  const views = fakeViews(20)
  const { alerts } = await views.alerts({ ...ANY, state: 'open', size: 0 })
  const [down] = alerts.filter(({ kind }) => kind === 'down')
  assert.ok(down)
  const recovery = { since: '2026-11-23T16:30:00Z', overAt: '2026-11-23T17:00:00Z' }
  const again = section(await given({ open: [{ ...down, recovery }] }, views), 'Up again')
  assert.match(String(again), /up since 2026-11-23 16:30 UTC, over at 2026-11-23 17:00 UTC if it stays so; it was down/)
  assert.deepEqual(section(await given({ open: [down] }, views), 'Up again'), [])
})

test('a ticket that was refused or held waits like a proposal, one that is on its way does not', async () => {
  const views = fakeViews(20)
  const [one] = (await views.proposals()).proposals
  assert.ok(one)
  const stage = { ...one.stage, kind: 'approved', at: iso(NOW - 9 * DAY_S) } as const
  const waits = async (kind: 'refused' | 'held' | 'ready') => {
    const ticket = { stage: kind, why: null, key: null, url: null, looks: null, doubt: null, stillDown: false }
    return section(await given({ proposals: [{ ...one, stage, ticket }] }, views), 'Waiting')
  }
  assert.match(String(await waits('refused')), /: the ticket was refused, send it or make none$/)
  assert.match(String(await waits('held')), /: held, since it is over, send it or make none$/)
  assert.deepEqual(await waits('ready'), [])
})

test('what was put off, or is held by maintenance, waits for nobody today', async () => {
  const views = fakeViews(20)
  const [one] = (await views.proposals()).proposals
  assert.ok(one)
  const waits = async (more: Partial<typeof one>) =>
    section(await given({ proposals: [{ ...one, snoozedUntil: null, held: null, ...more }] }, views), 'Waiting').length
  assert.equal(await waits({}), 1)
  assert.equal(await waits({ snoozedUntil: iso(NOW + DAY_S) }), 0)
})

test('many that are silent together, and the time in which the hub itself could not hear, are said in a line each', async () => {
  const vessels = [4, 5, 6].map((nth) => ({ id: idOf(nth), name: `V${nth}` }))
  const massSilences = [{ among: 'Iridium', since: iso(NOW - HOUR_S), vessels, of: 9 }]
  const { lines } = await given({ massSilences, awayS: 3 * HOUR_S })
  assert.match(lines.join('\n'), /^3 of 9 vessels of Iridium fell silent together, 2026-11-23 16:14 UTC\.$/m)
  assert.match(lines.join('\n'), /^The hub itself could not hear for 3 h of that time\.$/m)
})

test('a section says how many there are, shows what a phone can, and leads to the rest', async () => {
  const [one] = (await fakeViews(20).alerts({ ...ANY, state: 'open', size: 0 })).alerts
  assert.ok(one)
  const open = Array.from({ length: 40 }, () => ({ ...one, kind: 'sla' as const }))
  const { sections = [] } = await given({ open })
  const below = sections.find(({ title }) => title === 'Below the SLA, or not measured (40)')
  assert.deepEqual(below?.items.slice(15), [{ text: 'and 25 more', href: 'https://watch.example.com/alerts' }])
})

test('a calm day is said in a subject, and has no empty sections', async () => {
  const fleet = { vessels: [], counts: { silent: 0, down: 0, unknown: 0, maintenance: 0, up: 0 } }
  const calm = await given({ fleet, open: [], resolved: [], proposals: [], excuses: [], massSilences: [] })
  assert.deepEqual([calm.subject, calm.sections], ['Watchkeeper 2026-11-23: nothing is down', []])
})
