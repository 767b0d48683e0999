import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DEFAULT_POLICY } from '../../../hub/core/policy.ts'
import { excuseOver } from '../../../hub/core/proposals/proposals.ts'
import { DOWN, UP } from '../../../shared/model.ts'
import { DEFAULT_SLA } from '../../../shared/sla.ts'
import { SERVER } from '../../hub/projections/given.ts'
import { ACCESS, down, given, HOUR, MIN, proposals, type Story, states, T, up } from '../given-vessel.ts'
import {
  aged,
  approvalOf,
  by,
  chronic,
  chronicNights,
  DAY,
  decide,
  idOf,
  quiet,
  raisedOn,
  rejectedAt,
} from './given-proposal.ts'

test('an incident that is three days old is proposed, once', () => {
  const story = given(quiet).told(T + MIN, down(SERVER, T))
  assert.deepEqual(proposals(story.beats(T + 3 * DAY - 1)), [])
  assert.deepEqual(proposals(story.beats(T + 4 * DAY)), ['proposed p-i-server (age) critical'])
})

test('the watch wakes for it: at three days of age, with nothing heard or told meanwhile', () => {
  const story = given({ ...quiet, ticketAfterS: 10 * HOUR }).told(T + MIN, down(SERVER, T))
  assert.deepEqual(raisedOn(story.passes(T + 10 * HOUR), 'p-i-server'), [10 / 24])
})

test('a silence of three days is proposed as the vessel that is silent', () => {
  const story = given(quiet)
    .silent(T, T + 15 * MIN)
    .passes(T + 4 * DAY)
  assert.deepEqual(proposals(story), ['proposed p-i-vessel (age) critical'])
  assert.equal(story.vessel.proposals[0]?.draft.summary, 'mv-aurora: silent since 2026-11-25 00:00 UTC')
})

const textOf = ({ vessel }: Story): string =>
  (vessel.proposals.at(-1)?.draft.blocks ?? [])
    .map((block) => (block.kind === 'list' ? block.items.join('\n') : block.text))
    .join('\n')

test('what the ticket says stays true however much later it is approved and read: times in place of ages, figures up to when', () => {
  const story = aged()
  const { draft } = story.vessel.proposals.at(-1) ?? assert.fail()
  assert.equal(draft.summary, 'mv-aurora: Server down since 2026-11-25 00:00 UTC')
  assert.match(textOf(story), /^Uptime up to 2026-11-28 00:00 UTC: 24 h 0\.00 %, 7 d 40\.00 %, 30 d 40\.00 %$/m)
  assert.doesNotMatch(`${draft.summary} ${textOf(story)}`, /for \d+ (days|hours)/)
  const later = story.beats(T + 4 * DAY)
  assert.deepEqual(later.vessel.proposals.at(-1)?.draft, draft, 'and nothing is revised because time goes by')
  const [ticket] = later.decides(T + 4 * DAY, approvalOf(later)).vessel.tickets.values()
  assert.deepEqual(ticket?.draft, draft, 'it goes to JIRA as it was seen')
})

test('nothing but a hundred is said to be a hundred', () => {
  const at = T + 20 * DAY
  const story = given({ ...quiet, ticketAfterS: 7 }).told(at, down(SERVER, at - 7))
  assert.match(textOf(story), /30 d 99\.99 %$/m)
})

test('figures of several are said to be of all together', () => {
  const story = given(quiet, [SERVER, ACCESS])
    .told(T + 9 * MIN, down(SERVER, T), down(ACCESS, T + 8 * MIN))
    .beats(T + 3 * DAY + HOUR)
  assert.match(textOf(story), /^Uptime of all components together up to /m)
})

test('components that fell together are proposed as one, and each by itself when configured so', () => {
  const tell = (story: Story) =>
    story.told(T + 9 * MIN, down(SERVER, T), down(ACCESS, T + 8 * MIN)).beats(T + 3 * DAY + HOUR)
  const one = tell(given(quiet, [SERVER, ACCESS]))
  assert.deepEqual(
    one.vessel.proposals.map(({ facts }) => facts.components),
    [[SERVER, ACCESS]],
  )
  const each = tell(given({ proposals: { ...quiet.proposals, per: 'component' } }, [SERVER, ACCESS]))
  assert.deepEqual(
    each.vessel.proposals.map(({ facts }) => facts.components),
    [[SERVER], [ACCESS]],
  )
})

test('it recovers first: the proposal withdraws itself and says so', () => {
  const story = aged()
    .told(T + 3 * DAY + HOUR, up(SERVER, T + 3 * DAY + HOUR))
    .beats(T + 3 * DAY + 2 * HOUR)
  assert.deepEqual(proposals(story).slice(1), ['withdrawn (recovered)'])
})

test('while nobody decides it reminds, escalates once, expires, and is raised anew at once if it is still down', () => {
  const hasty = {
    ...DEFAULT_POLICY.proposals,
    remindAfterS: 10 * HOUR,
    escalateAfterS: 15 * HOUR,
    expireAfterS: 30 * HOUR,
  }
  const story = given({ proposals: hasty })
    .told(T + MIN, down(SERVER, T))
    .beats(T + 3 * DAY + 31 * HOUR)
  assert.deepEqual(proposals(story), [
    'proposed p-i-server (age) critical',
    'reminded 82:00',
    'escalated 87:00',
    'reminded 97:00',
    'expired 102:00',
    'proposed p-i-server-2 (age) critical',
  ])
})

test('a snoozed one is quiet until then', () => {
  const policy = { proposals: { ...DEFAULT_POLICY.proposals, escalateAfterS: 90 * DAY } }
  const story = given(policy)
    .told(T + MIN, down(SERVER, T))
    .beats(T + 3 * DAY)
  const until = T + 3 * DAY + 10 * HOUR
  const snoozed = story.decides(T + 3 * DAY, {
    type: 'snooze-proposal',
    proposal: idOf(story),
    until,
    reason: null,
    by,
  })
  assert.deepEqual(proposals(snoozed.beats(T + 3 * DAY + 11 * HOUR)).slice(1), ['snoozed 72:00', 'reminded 82:00'])
})

test('a snoozed one can be taken up again: it calls from then on, and reminds no sooner than one that is new', () => {
  const policy = { proposals: { ...DEFAULT_POLICY.proposals, escalateAfterS: 90 * DAY } }
  const story = given(policy)
    .told(T + MIN, down(SERVER, T))
    .beats(T + 3 * DAY)
  const at = T + 3 * DAY
  const of = { proposal: idOf(story), reason: null, by }
  const snoozed = story.decides(at, { type: 'snooze-proposal', ...of, until: at + 5 * DAY }).beats(at + 6 * HOUR)
  const woken = snoozed.decides(at + 6 * HOUR, { type: 'wake-proposal', ...of })
  assert.equal(woken.vessel.proposals[0]?.snoozed, null)
  assert.deepEqual(proposals(woken.beats(at + 11 * HOUR)).slice(1), ['snoozed 72:00', 'woken 78:00', 'reminded 82:00'])
  assert.deepEqual(decide(woken.vessel, { type: 'wake-proposal', ...of }, at + 7 * HOUR), { kind: 'awake' })
})

test('a snoozed one does not expire before then', () => {
  const story = aged({ proposals: { ...quiet.proposals, expireAfterS: 20 * HOUR } })
  const until = T + 3 * DAY + 30 * HOUR
  const snooze = { type: 'snooze-proposal', proposal: idOf(story), until, reason: null, by } as const
  const later = story.decides(T + 3 * DAY, snooze).beats(until)
  assert.deepEqual(proposals(later).slice(1), [
    'snoozed 72:00',
    'expired 102:00',
    'proposed p-i-server-2 (age) critical',
  ])
})

test('one that was put off calls at once when it has become graver', () => {
  const policy = {
    ticketAfterS: 2 * DAY,
    proposals: { ...DEFAULT_POLICY.proposals, escalateAfterS: 90 * DAY },
  }
  const story = given(policy)
    .told(T + MIN, down(SERVER, T))
    .beats(T + 2 * DAY)
  const snooze = { type: 'snooze-proposal', proposal: idOf(story), until: T + 6 * DAY, reason: null, by } as const
  const graver = story.decides(T + 2 * DAY, snooze).beats(T + 3 * DAY)
  assert.deepEqual(proposals(graver).slice(1), ['snoozed 48:00', 'revised 2 (graver)', 'reminded 72:00'])
  assert.equal(graver.vessel.proposals[0]?.snoozed, null)
})

test('under maintenance it is held: nobody is called, and afterwards it takes up again', () => {
  const proposing = { ...DEFAULT_POLICY.proposals, remindAfterS: 4 * HOUR, escalateAfterS: 90 * DAY }
  const story = given({ proposals: proposing })
    .told(T + MIN, down(SERVER, T))
    .beats(T + 3 * DAY)
  const span = { from: T + 3 * DAY + HOUR, to: T + 3 * DAY + 12 * HOUR }
  const held = story.maintains(T + 3 * DAY + HOUR, {
    type: 'excuse',
    component: SERVER,
    category: 'yard',
    span,
    reviewAt: null,
    reason: 'in dock',
    by,
  })
  const under = held.beats(span.to - 1)
  assert.deepEqual(proposals(under).slice(1), [])
  const proposal = under.vessel.proposals[0] ?? assert.fail()
  assert.equal(excuseOver(under.vessel, proposal, span.to - 1)?.category, 'yard')
  assert.equal(excuseOver(under.vessel, proposal, span.to), null)
  assert.deepEqual(proposals(held.beats(span.to)).slice(1), ['reminded 84:00'])
})

test('an approved one covers its incident: nothing else is proposed of it', () => {
  const story = aged()
  const approved = story.decides(T + 3 * DAY, approvalOf(story))
  assert.deepEqual(proposals(approved.beats(T + 12 * DAY)).slice(1), ['approved 72:00'])
  assert.deepEqual(
    [...approved.vessel.tickets.values()].map(({ id, incidents, key }) => ({ id, incidents, key })),
    [{ id: idOf(story), incidents: story.vessel.proposals[0]?.facts.incidents, key: null }],
  )
})

test('two people who decide: one wins, the other is told who did', () => {
  const story = aged()
  const { vessel } = story.decides(T + 3 * DAY, approvalOf(story))
  assert.deepEqual(decide(vessel, { ...approvalOf(story), by: { kind: 'local', name: 'ada' } }, T + 3 * DAY + 1), {
    kind: 'decided-already',
    stage: { kind: 'approved', at: T + 3 * DAY, by },
  })
})

test('an approval binds to the revision that was seen, and is told the difference', () => {
  const story = aged()
    .told(T + 3 * DAY + MIN, states(SERVER, [T, UP], [T + HOUR, DOWN]))
    .beats(T + 4 * DAY + HOUR)
  assert.deepEqual(proposals(story), [
    'proposed p-i-server (age) critical',
    'withdrawn (too-young)',
    'proposed p-i-server-2 (age) critical',
  ])
  const earlier = aged().told(T + 3 * DAY + MIN, states(SERVER, [T - HOUR, DOWN]))
  assert.deepEqual(proposals(earlier).slice(1), ['revised 2 (restated)'])
  assert.deepEqual(decide(earlier.vessel, approvalOf(earlier), T + 3 * DAY + 2 * MIN), {
    kind: 'revised',
    revision: 2,
    difference: [{ what: 'since', before: T, now: T - HOUR }],
    seen: aged().vessel.proposals[0]?.draft,
  })
})

test('while the vessel is telling its truth nothing is approved, moved or withdrawn; at settlement it moves to what is still down', () => {
  const at = T + 4 * DAY
  const settling = given(quiet)
    .silent(T, T + 15 * MIN)
    .passes(at)
    .heard(at)
  assert.deepEqual(decide(settling.vessel, approvalOf(settling), at + 1), { kind: 'settling' })
  const moved = settling.settled(at + MIN, down(SERVER, T + HOUR))
  assert.deepEqual(proposals(moved).slice(1), ['revised 2 (moved)'])
  assert.deepEqual(moved.vessel.proposals[0]?.facts.components, [SERVER])
  const upAllAlong = settling.settled(at + MIN)
  assert.deepEqual(proposals(upAllAlong).slice(1), ['withdrawn (link-only)'])
})

test('a component that misses its SLA on three of seven days is proposed without ever being down for three', () => {
  const night = (day: number) => [[T + day * DAY, DOWN] as const, [T + day * DAY + 3 * HOUR, UP] as const]
  const story = given({ ...quiet, sla: DEFAULT_SLA }).told(
    T + 4 * DAY,
    states(SERVER, ...night(1), ...night(2), ...night(3)),
  )
  assert.deepEqual(proposals(story.beats(T + 5 * DAY)), ['proposed p-chronic-server-g1e (chronic) medium'])
})

test('a chronic one is not raised under an excuse, nor just after it', () => {
  const span = { from: T + 4 * DAY + 2 * HOUR, to: T + 4 * DAY + 6 * HOUR + MIN }
  const excuse = { type: 'excuse', component: SERVER, category: 'yard', span, reviewAt: null, reason: 'y', by } as const
  const story = given({ ...quiet, sla: DEFAULT_SLA })
    .maintains(T, excuse)
    .told(T + 4 * DAY + 5 * HOUR, chronicNights(1, 2, 3))
    .beats(T + 5 * DAY)
  const at = story.events.find(({ type }) => type === 'proposal-raised')?.at ?? 0
  assert.ok(at >= span.to + 30 * MIN && at < span.to + 40 * MIN, `${(at - span.to) / MIN} min after its end`)
})

test('a chronic one that expires is raised anew at once while it still misses its SLA', () => {
  const hasty = { proposals: { ...quiet.proposals, expireAfterS: 20 * HOUR } }
  assert.deepEqual(
    proposals(chronic(hasty).beats(T + 5 * DAY)).map((one) => one.split(' ')[0]),
    ['proposed', 'expired', 'proposed'],
  )
})

test('a chronic one that was rejected is raised again only after raiseAgainAfter, and one with an open ticket never', () => {
  const nightly = (story: Story) =>
    story.told(T + 20 * DAY, chronicNights(...Array.from({ length: 19 }, (_, day) => day + 1)))
  const story = chronic({ proposals: { ...quiet.proposals, raiseAgainAfterS: 12 * DAY } })
  const rejected = nightly(rejectedAt(story, T + 5 * DAY))
  const raised = (one: Story) => proposals(one).filter((line) => line.startsWith('proposed')).length
  assert.equal(raised(rejected), 1)
  assert.equal(raised(rejected.beats(T + 21 * DAY)), 2)
  assert.equal(raised(nightly(story.decides(T + 5 * DAY, approvalOf(story))).beats(T + 21 * DAY)), 1)
})

test('the issue of a chronic one is told once that it misses its SLA no longer', () => {
  const story = chronic()
  const approved = story.decides(T + 5 * DAY, approvalOf(story)).told(T + 9 * DAY + 7 * MIN, chronicNights(1, 2, 3))
  const said = ({ events }: Story) => events.flatMap((event) => (event.type === 'ticket-update-wanted' ? [event] : []))
  const met = approved.beats(T + 12 * DAY)
  assert.deepEqual(
    said(met).map(({ blocks }) => blocks),
    [[{ kind: 'text', text: 'No longer day after day: it missed its SLA on 2 of the last 7 days.' }]],
  )
  const [{ op, ticket } = assert.fail()] = said(met)
  const at = { at: T + 12 * DAY, learnedAt: T + 12 * DAY }
  const later = met
    .happens(T + 12 * DAY, { type: 'ticket-commented', ...at, ticket, op, reason: null, way: null })
    .beats(T + 15 * DAY)
  assert.equal(said(later).length, 1)
})

test('a yes is stored with the ticket that it leads to', () => {
  const story = aged()
  const [ticket] = story.decides(T + 3 * DAY, approvalOf(story)).vessel.tickets.values()
  assert.equal(ticket?.stage.kind, 'ready')
  assert.deepEqual(ticket?.incidents, story.vessel.proposals[0]?.facts.incidents)
  const link = { type: 'link-proposal', proposal: idOf(story), revision: 1, key: 'OPS-7', reason: null, by } as const
  const [linked] = story.decides(T + 3 * DAY, link).vessel.tickets.values()
  assert.equal(linked?.key, 'OPS-7')
})

test('what was down behind a silence that has a ticket is not proposed again; when its issue is gone it is', () => {
  const at = T + 4 * DAY
  const silent = given(quiet)
    .silent(T, T + 15 * MIN)
    .passes(at)
  const ticket = idOf(silent)
  const told = silent
    .decides(at, approvalOf(silent))
    .heard(at + HOUR)
    .settled(at + HOUR + MIN, down(SERVER, T + HOUR))
    .beats(at + 2 * DAY)
  assert.equal(told.vessel.proposals.length, 1)
  const issue = { id: '10000', key: 'OPS-1', url: '' }
  const dated = { at: at + 2 * DAY, learnedAt: at + 2 * DAY, ticket }
  const gone = told.happens(
    at + 2 * DAY,
    { type: 'ticket-linked', ...dated, issue, how: 'created' },
    { type: 'ticket-closed', ...dated, how: 'missing', resolution: null },
  )
  assert.equal(gone.vessel.proposals.filter(({ stage }) => stage.kind === 'waiting').length, 1)
})
