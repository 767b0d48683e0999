import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { nextDeadline } from '../../../hub/core/decide.ts'
import { type Excuse, excuseAt, excusedOf, once } from '../../../hub/core/excuses/excuse.ts'
import { decideExcuse, type ExcuseCommand } from '../../../hub/core/excuses/excuse-command.ts'
import { DEFAULT_POLICY } from '../../../hub/core/policy.ts'
import { DEFAULT_SLA } from '../../../shared/sla.ts'
import { OPEN, type Seconds, type Span } from '../../../shared/time.ts'
import { stateAt } from '../../../shared/timeline.ts'
import { AURORA, added, SERVER } from '../../hub/projections/given.ts'
import { ACCESS, down, given, HOUR, MIN, news, proposals, type Story, states, T, up } from '../given-vessel.ts'

const DAY = 24 * HOUR
const by = { kind: 'local', name: 'mate' } as const

/** Planned maintenance of the server, or of the whole vessel. */
const planned = (from: Seconds, to: Seconds, component: typeof SERVER | null = SERVER): ExcuseCommand => ({
  type: 'excuse',
  component,
  category: 'planned-maintenance',
  span: { from, to },
  reviewAt: to === OPEN ? from + 30 * DAY : null,
  reason: 'new disks',
  by,
})

const idOf = ({ vessel }: Story): string => vessel.excuses.at(-1)?.id ?? ''
const takenBack = (story: Story): ExcuseCommand => ({
  type: 'withdraw-excuse',
  excuse: idOf(story),
  reason: 'not done',
  by,
})

describe('alerts under an excuse', () => {
  test('none is raised while it lasts, nor `resolveAfter` after it, so that a ship that is switching on pages nobody', () => {
    const story = given()
      .maintains(T, planned(T + HOUR, T + 3 * HOUR))
      .told(T + HOUR + MIN, down(SERVER, T + HOUR))
    assert.deepEqual(news(story.beats(T + 3 * HOUR - 1)), ['server began 1:00 (measured)'])
    assert.deepEqual(news(story.beats(T + 3 * HOUR + 30 * MIN - 1)).slice(1), [])
    assert.deepEqual(news(story.beats(T + 4 * HOUR)).slice(1), ['down server opened 3:30'])
    const on = story.beats(T + 3 * HOUR).told(T + 3 * HOUR + 20 * MIN, up(SERVER, T + 3 * HOUR + 20 * MIN))
    assert.deepEqual(news(on.beats(T + 6 * HOUR)).slice(1), ['ended 3:20 (recovered)'])
  })

  test('one that is open at its begin is held, shown as such, and released `resolveAfter` after its end', () => {
    const story = given()
      .told(T + MIN, down(SERVER, T))
      .beats(T + HOUR)
      .maintains(T + HOUR, planned(T + 2 * HOUR, T + 3 * HOUR))
    const during = story.beats(T + 3 * HOUR + 30 * MIN - 1)
    assert.deepEqual(news(during).slice(1), ['down server opened 0:15', 'alert held (excused)'])
    assert.deepEqual(during.vessel.alerts[0]?.heldBy, { kind: 'excused', excuse: idOf(during) })
    assert.deepEqual(news(during.beats(T + 4 * HOUR)).slice(3), ['alert released (excused)'])
  })

  test('it recovers under an excuse: the alert is resolved as ever', () => {
    const story = given()
      .told(T + MIN, down(SERVER, T))
      .beats(T + HOUR)
      .maintains(T + HOUR, planned(T, T + 5 * HOUR))
      .told(T + 2 * HOUR, up(SERVER, T + 2 * HOUR))
      .beats(T + 3 * HOUR)
    assert.deepEqual(news(story).slice(-2), ['ended 2:00 (recovered)', 'alert resolved (recovered)'])
  })

  test('an excuse of the vessel holds what is its silence; one of a component does not', () => {
    const quiet = (component: typeof SERVER | null) =>
      given()
        .maintains(T, planned(T, T + 3 * HOUR, component))
        .silent(T, T + 15 * MIN)
        .passes(T + 4 * HOUR)
    assert.deepEqual(news(quiet(null)), ['vessel began 0:00 (silent)', 'silent vessel opened 3:30'])
    assert.deepEqual(news(quiet(SERVER)), ['vessel began 0:00 (silent)', 'silent vessel opened 1:00'])
  })

  test('an excuse of one component leaves the others alone', () => {
    const story = given({}, [SERVER, ACCESS])
      .maintains(T, planned(T, T + DAY))
      .told(T + MIN, down(SERVER, T), down(ACCESS, T))
      .beats(T + HOUR)
    assert.deepEqual(
      story.vessel.alerts.map(({ kind, component }) => [kind, component]),
      [['down', ACCESS]],
    )
  })

  test('who fell silent under an excuse is no part of what befell others: it alarms by itself after it', () => {
    const many = { id: 'm-1', scope: { kind: 'fleet' as const }, since: T, vessels: [], of: 9 }
    const silent = (from: Seconds) =>
      given({}, [SERVER], [many])
        .happens(T, added(T))
        .maintains(T, planned(from, from + HOUR, null))
        .silent(T, T + 15 * MIN)
    const isHeld = (story: Story) => story.passes(T + 4 * HOUR).vessel.alerts[0]?.heldBy?.kind
    assert.equal(isHeld(silent(T)), undefined)
    assert.equal(isHeld(silent(T + 6 * HOUR)), 'mass-silence')
  })

  test('taken back, it releases at once what it held', () => {
    const held = given()
      .told(T + MIN, down(SERVER, T))
      .beats(T + HOUR)
      .maintains(T + HOUR, planned(T, OPEN))
    const story = held.maintains(T + 2 * HOUR, takenBack(held))
    assert.deepEqual(news(story).slice(-2), ['alert held (excused)', 'alert released (excused)'])
    assert.deepEqual(story.vessel.excuses[0]?.withdrawn, { by, at: T + 2 * HOUR, reason: 'not done' })
  })

  test('entered afterwards it restates the figure and closes `sla`', () => {
    const missed = given({ sla: DEFAULT_SLA })
      .told(T + 6 * HOUR, states(SERVER, [T, 2], [T + 6 * HOUR, 1]))
      .beats(T + 7 * HOUR)
    assert.deepEqual(
      missed.vessel.alerts.map(({ kind }) => kind),
      ['sla'],
    )
    const story = missed.maintains(T + 7 * HOUR, planned(T, T + 6 * HOUR))
    assert.deepEqual(news(story).slice(-1), ['alert resolved (met)'])
  })

  test('the watch wakes at its begin and at its end', () => {
    const { vessel } = given().maintains(T, planned(T + 2 * MIN, T + 4 * MIN))
    const context = {
      id: AURORA,
      policy: DEFAULT_POLICY,
      listening: { since: 0, spells: [{ from: 0, to: OPEN, state: true as const }] },
      watermark: T,
      lastHeard: T,
      massSilences: [],
      groupExcuses: [],
    }
    assert.equal(nextDeadline(vessel, { ...context, now: T }), T + 2 * MIN)
    assert.equal(nextDeadline(vessel, { ...context, now: T + 2 * MIN }), T + 4 * MIN)
  })
})

describe('proposals under an excuse', () => {
  const quiet = { proposals: { ...DEFAULT_POLICY.proposals, escalateAfterS: 90 * DAY } }
  const fallen = () => given(quiet).told(T + MIN, down(SERVER, T))

  test('the age runs on; past `ticketAfter` it is proposed `resolveAfter` after the end, so that who switches on is not', () => {
    const story = fallen().maintains(T + HOUR, planned(T + 2 * HOUR, T + 4 * DAY))
    assert.deepEqual(proposals(story.beats(T + 4 * DAY + 29 * MIN)), [])
    assert.deepEqual(proposals(story.beats(T + 4 * DAY + 30 * MIN)), ['proposed p-i-server (age) critical'])
    const on = story.beats(T + 4 * DAY).told(T + 4 * DAY + 5 * MIN, up(SERVER, T + 4 * DAY + 5 * MIN))
    assert.deepEqual(proposals(on.beats(T + 5 * DAY)), [])
  })

  test('one that waits is held: its reminders stop, and it takes up again at the end', () => {
    const story = fallen()
      .beats(T + 3 * DAY)
      .maintains(T + 3 * DAY + HOUR, planned(T + 3 * DAY + HOUR, T + 4 * DAY))
    assert.deepEqual(proposals(story.beats(T + 4 * DAY - 1)), ['proposed p-i-server (age) critical'])
    assert.deepEqual(proposals(story.beats(T + 4 * DAY)).slice(1), ['reminded 96:00'])
  })

  test('or is withdrawn, when what it is about works again by then', () => {
    const [from, to] = [T + 3 * DAY + HOUR, T + 4 * DAY]
    const story = fallen()
      .beats(T + 3 * DAY)
      .maintains(from, planned(from, to))
      .beats(to - HOUR)
      .told(to - HOUR + MIN, up(SERVER, to - HOUR))
    assert.deepEqual(proposals(story.beats(to + HOUR)).slice(1), ['withdrawn (recovered)'])
  })

  test('entered afterwards it withdraws one of which nothing is left', () => {
    const story = fallen()
      .beats(T + 3 * DAY)
      .maintains(T + 3 * DAY + HOUR, planned(T - HOUR, OPEN))
    assert.deepEqual(proposals(story).slice(1), ['withdrawn (excused)'])
  })
})

describe('what people may enter', () => {
  const known = { isVessel: true, components: [{ id: SERVER }], excuses: [] }
  const answer = (command: ExcuseCommand, to: Parameters<typeof decideExcuse>[0] = known) =>
    decideExcuse(to, command, T).answer

  test('before, during and after the fact, with who and why', () => {
    for (const at of [T - 5 * DAY, T - HOUR, T + 5 * DAY]) {
      const { events } = decideExcuse(known, planned(at, at + 2 * HOUR), T)
      assert.deepEqual(
        events.map((event) => 'by' in event && 'reason' in event && [event.type, event.by, event.reason, event.at]),
        [['excused', by, 'new disks', T]],
      )
    }
  })

  test('each that begins at the same time has an id of its own', () => {
    const story = given()
      .maintains(T, planned(T, T + HOUR))
      .maintains(T, planned(T, T + 2 * HOUR))
    assert.equal(new Set(story.vessel.excuses.map(({ id }) => id)).size, 2)
  })

  test('what makes no sense is refused by name', () => {
    const refusals: [string, ExcuseCommand][] = [
      ['no-time', planned(T, T)],
      ['too-long-ago', planned(T - 401 * DAY, T)],
      ['too-far-ahead', planned(T, T + 6 * 366 * DAY)],
      ['no-component', planned(T, T + HOUR, ACCESS)],
      [
        'no-review',
        {
          type: 'excuse',
          category: 'yard',
          component: null,
          span: { from: T, to: OPEN },
          reviewAt: null,
          reason: 'dock',
          by,
        },
      ],
      ['no-excuse', { type: 'withdraw-excuse', excuse: 'e-server-1', reason: 'gone', by }],
    ]
    for (const [reason, command] of refusals) assert.deepEqual(answer(command), { kind: 'refused', reason })
    assert.deepEqual(answer(planned(T, T + HOUR), { ...known, isVessel: false }), {
      kind: 'refused',
      reason: 'no-vessel',
    })
  })

  test('two who take it back at the same moment: one wins, the other is told who did', () => {
    const entered = given().maintains(T, planned(T, T + HOUR))
    const story = entered.maintains(T + MIN, takenBack(entered))
    const { events, answer: told } = decideExcuse(
      { ...known, excuses: story.vessel.excuses },
      { ...takenBack(entered), by: { kind: 'local', name: 'master' } },
      T + MIN,
    )
    assert.deepEqual(events, [])
    assert.deepEqual(told, { kind: 'withdrawn-already', deed: { by, at: T + MIN, reason: 'not done' } })
  })

  test('an open-ended one is given its end when somebody knows it', () => {
    const entered = given().maintains(T, planned(T, OPEN))
    const { excuses } = entered.maintains(T + DAY, {
      type: 'change-excuse',
      excuse: idOf(entered),
      span: { from: T, to: T + 2 * DAY },
      reviewAt: null,
      reason: 'they are done',
      by,
    }).vessel
    assert.deepEqual(excuses[0]?.span, { from: T, to: T + 2 * DAY })
    assert.deepEqual(excuses[0]?.changed, [{ by, at: T + DAY, reason: 'they are done' }])
  })
})

test('the layer says at every instant what excuses it: of several the first one that was entered', () => {
  const span = fc
    .record({ from: fc.integer({ min: 0, max: 50 }), length: fc.integer({ min: 1, max: 30 }), open: fc.boolean() })
    .map(({ from, length, open }): Span => ({ from, to: open ? OPEN : from + length }))
  const excuses = fc.array(
    fc.record({ span, component: fc.constantFrom(null, SERVER, ACCESS), withdrawn: fc.boolean() }),
    { maxLength: 6 },
  )
  fc.assert(
    fc.property(excuses, fc.integer({ min: 0, max: 90 }), fc.constantFrom(null, SERVER), (given, at, of) => {
      const deed = { by, at: 0, reason: 'so' }
      const entered = given.map(
        ({ span, component, withdrawn }, n): Excuse => ({
          id: `e-${n}`,
          component,
          category: 'yard',
          span,
          times: once(span),
          reviewAt: null,
          entered: deed,
          changed: [],
          withdrawn: withdrawn ? deed : null,
        }),
      )
      assert.equal(stateAt(excusedOf(entered, of), at), excuseAt(entered, of, at)?.id)
    }),
  )
})
