import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Context } from '../../../hub/core/context.ts'
import type { VesselEvent } from '../../../hub/core/events.ts'
import { noticeDueAt, whenNoticeDue } from '../../../hub/core/notices/notices.ts'
import { DEFAULT_POLICY } from '../../../hub/core/policy.ts'
import { evolveVessel, NEW_VESSEL, type Vessel } from '../../../hub/core/vessel.ts'
import type { VesselId } from '../../../shared/model.ts'
import { DAY_S as DAY, OPEN } from '../../../shared/time.ts'
import { AURORA, SERVER, vesselId } from '../../hub/projections/given.ts'
import { ACCESS, down, given, HOUR, MIN, type Story, T, up } from '../given-vessel.ts'

const notices = {
  channels: ['email', 'ops'],
  groupForS: 70,
  everyS: 15 * MIN,
  digest: null,
  publicUrl: 'https://watch.example.com',
}

const wanted = ({ events }: Story) =>
  events.flatMap((event) => (event.type === 'notice-wanted' ? [{ after: event.at - T, lines: event.lines }] : []))

const outcome = (type: 'notice-sent' | 'notice-refused', notice: string, channel: string): VesselEvent => {
  const dated = { at: T + HOUR, learnedAt: T + HOUR, notice, channel }
  return type === 'notice-sent' ? { type, ...dated } : { type, ...dated, reason: '550' }
}

test('an alert that opens is one message, a minute later; its end is another', () => {
  const story = given({ notices })
    .told(T + MIN, down(SERVER, T))
    .beats(T + HOUR)
    .told(T + HOUR, up(SERVER, T + HOUR))
    .beats(T + 2 * HOUR)
  assert.deepEqual(wanted(story), [
    {
      after: 15 * MIN + 70,
      lines: ['Server down since 2026-11-25 00:00 UTC (high)', 'https://watch.example.com/vessels/mv-aurora'],
    },
    {
      after: 90 * MIN + 70,
      lines: [
        'over: Server down since 2026-11-25 00:00 UTC; it recovered',
        'https://watch.example.com/vessels/mv-aurora',
      ],
    },
  ])
})

test('what is up again by the time that its message goes is told as that', () => {
  const story = given({ notices })
    .told(T + MIN, down(SERVER, T))
    .beats(T + 15 * MIN)
    .told(T + 15 * MIN + 30, up(SERVER, T + 15 * MIN + 10))
    .beats(T + 20 * MIN)
  assert.deepEqual(
    wanted(story).map(({ lines }) => lines[0]),
    [
      'Server down since 2026-11-25 00:00 UTC (high); up again since 2026-11-25 00:15 UTC, over at 2026-11-25 00:45 UTC if it stays so',
    ],
  )
})

test('what opens together is told together, and what comes soon after waits for its turn', () => {
  const story = given({ notices }, [SERVER, ACCESS])
    .told(T + MIN, down(SERVER, T))
    .told(T + MIN + 30, down(ACCESS, T + 30))
    .beats(T + HOUR)
  assert.deepEqual(
    wanted(story).map(({ after, lines }) => [after, lines.length - 1]),
    [[15 * MIN + 70, 2]],
  )
  const apart = given({ notices }, [SERVER, ACCESS])
    .told(T + MIN, down(SERVER, T))
    .told(T + 6 * MIN, down(ACCESS, T + 5 * MIN))
    .beats(T + HOUR)
  assert.deepEqual(
    wanted(apart).map(({ after }) => after),
    [15 * MIN + 70, 30 * MIN + 70],
  )
})

test('of what is over before anybody was told, nobody is told', () => {
  const rare = { ...notices, groupForS: 3 * HOUR }
  const story = given({ notices: rare })
    .told(T + MIN, down(SERVER, T))
    .beats(T + HOUR)
    .told(T + HOUR, up(SERVER, T + HOUR))
    .beats(T + 6 * HOUR)
  assert.deepEqual(wanted(story), [])
})

test('with nobody to tell, nothing is wanted and nothing piles up', () => {
  const story = given()
    .told(T + MIN, down(SERVER, T))
    .beats(T + HOUR)
    .told(T + HOUR, up(SERVER, T + HOUR))
    .beats(T + 2 * HOUR)
  assert.deepEqual([wanted(story), story.vessel.notices.news], [[], []])
})

test('a proposal that waits is told, and told again when it calls for a decision', () => {
  const story = given({ notices })
    .silent(T, T + 15 * MIN)
    .passes(T + 73 * HOUR)
  assert.match(
    String(wanted(story).at(-1)?.lines),
    /a ticket waits for a yes or no: Aurora: silent for 3 days|mv-aurora: silent/,
  )
  const later = story.passes(T + 80 * HOUR)
  assert.match(String(wanted(later).at(-1)?.lines), /still waits for a yes or no/)
  assert.match(
    String(wanted(later).at(-1)?.lines),
    /https:\/\/watch\.example\.com\/approvals\/mv-aurora\/p-i-vessel-[\w-]+,/,
    'and the decision is one tap away',
  )
})

test('of a proposal that was decided, put off or is over before anybody was told, nobody is told', () => {
  const story = given({ notices: { ...notices, groupForS: DAY } })
    .silent(T, T + 15 * MIN)
    .passes(T + 72 * HOUR)
  const proposal = story.vessel.proposals[0] ?? assert.fail()
  const when = { at: T + 73 * HOUR, learnedAt: T + 73 * HOUR, proposal: proposal.id }
  const by = { kind: 'local', name: 'mate' } as const
  const answers: readonly VesselEvent[] = [
    { type: 'proposal-approved', ...when, revision: 1, draft: proposal.draft, reason: null, by },
    { type: 'proposal-linked', ...when, key: 'OPS-1', reason: null, by },
    { type: 'proposal-rejected', ...when, reason: 'known', note: null, by },
    { type: 'proposal-snoozed', ...when, until: T + 90 * HOUR, reason: null, by },
    { type: 'proposal-withdrawn', ...when, reason: 'recovered' },
    { type: 'proposal-expired', ...when, reason: 'undecided' },
  ]
  const newsOf = ({ notices: { news } }: Vessel) => news.filter(({ of }) => of === proposal.id).length
  assert.equal(newsOf(story.vessel), 1)
  for (const answer of answers) assert.equal(newsOf(evolveVessel(story.vessel, answer)), 0, answer.type)
})

test('an alert that people know of is not told again when it is released', () => {
  const yard = {
    type: 'excuse',
    component: null,
    category: 'planned-maintenance',
    span: { from: T + 2 * HOUR, to: T + 5 * HOUR },
    reviewAt: null,
    reason: 'new disks',
    by: { kind: 'local', name: 'mate' },
  } as const
  const story = given({ notices })
    .told(T + MIN, down(SERVER, T))
    .beats(T + HOUR)
    .maintains(T + HOUR, yard)
    .beats(T + 8 * HOUR)
  assert.deepEqual(
    story.events.flatMap(({ type }) => (/^alert-(held|released)/.test(type) ? [type] : [])),
    ['alert-held', 'alert-released'],
  )
  assert.equal(wanted(story).length, 1)
})

test('a message waits until each channel has taken or refused it', () => {
  const story = given({ notices })
    .told(T + MIN, down(SERVER, T))
    .beats(T + HOUR)
  const [notice] = story.vessel.notices.outbox
  assert.ok(notice)
  const half = story.happens(T + HOUR, outcome('notice-sent', notice.id, 'email'))
  assert.deepEqual(half.vessel.notices.outbox[0]?.channels, ['ops'])
  assert.deepEqual(half.happens(T + HOUR, outcome('notice-refused', notice.id, 'ops')).vessel.notices.outbox, [])
})

test('of many that are silent together one vessel tells, once, and that they are heard again', () => {
  const many = {
    scope: { kind: 'link', name: 'Iridium' },
    since: T,
    vessels: [AURORA, vesselId('mv-b'), vesselId('mv-c')],
  } as const
  const standing: Context['massSilences'] = [{ id: 'm-1', of: 4, ...many }]
  const listening = { since: 0, spells: [] }
  const around = { policy: { ...DEFAULT_POLICY, notices }, listening, watermark: null, lastHeard: null }
  const told = (vessel: Vessel, id: VesselId, massSilences: Context['massSilences']) => {
    const context: Context = { ...around, id, massSilences, groupExcuses: [], now: T + HOUR }
    const events = whenNoticeDue(vessel, context)
    assert.equal(noticeDueAt(vessel, context), events.length > 0 ? context.now : OPEN)
    const subjects = events.flatMap((event) => (event.type === 'notice-wanted' ? [event.subject] : []))
    return { subjects, vessel: events.reduce(evolveVessel, vessel) }
  }
  assert.deepEqual(told(NEW_VESSEL, vesselId('mv-b'), standing).subjects, [])
  const first = told(NEW_VESSEL, AURORA, standing)
  assert.deepEqual(first.subjects, ['3 of 4 vessels of link Iridium silent'])
  assert.deepEqual(told(first.vessel, AURORA, standing).subjects, [])
  const over = told(first.vessel, AURORA, [])
  assert.deepEqual(over.subjects, ['The vessels are heard again'])
  assert.deepEqual(told(over.vessel, AURORA, []).subjects, [])
})

test('while nobody decides it is told more often than once, and at last that nobody has for long; every one by itself', () => {
  const story = given({ notices })
    .silent(T, T + 15 * MIN)
    .passes(T + 72 * HOUR + 26 * HOUR)
  const calls = wanted(story).flatMap(({ after, lines }) =>
    lines.flatMap((line) =>
      /waits for a yes|nobody has decided/.test(line) ? [[Math.round(after / HOUR), line]] : [],
    ),
  )
  assert.match(String(calls[0]), /^72,a ticket waits for a yes or no: /)
  assert.deepEqual(
    calls.slice(1, 4).map(([hour]) => hour),
    [76, 80, 84],
  )
  assert.ok(calls.some(([hour, line]) => hour === 96 && line === 'nobody has decided about a proposed ticket for long'))
  assert.ok(calls.length <= 9, `${calls.length}`)
})

test('what is held tells nobody: not when it opens under another, and not when it was held before anybody was told', () => {
  const under = given({ notices, dependsOn: new Map([[ACCESS, [SERVER]]]) }, [SERVER, ACCESS])
    .told(T + MIN, down(SERVER, T), down(ACCESS, T))
    .beats(T + HOUR)
  assert.deepEqual(
    wanted(under).map(({ lines }) => lines.filter((line) => /down/.test(line))),
    [['Server down since 2026-11-25 00:00 UTC (high)']],
  )
  const yard = given({ notices: { ...notices, groupForS: HOUR } })
    .told(T + MIN, down(SERVER, T))
    .beats(T + 30 * MIN)
    .maintains(T + 30 * MIN, {
      type: 'excuse',
      component: null,
      category: 'planned-maintenance',
      span: { from: T + 20 * MIN, to: T + 5 * HOUR },
      reviewAt: null,
      reason: 'new disks',
      by: { kind: 'local', name: 'mate' },
    })
    .beats(T + 4 * HOUR)
  assert.deepEqual(wanted(yard), [])
})
