import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { VesselEvent } from '../../../hub/core/events.ts'
import { excuseAt } from '../../../hub/core/excuses/excuse.ts'
import type { ExcuseCommand } from '../../../hub/core/excuses/excuse-command.ts'
import { evolveGroupExcuses, type GroupExcuseEvent, type GroupWhen } from '../../../hub/core/excuses/group-excuse.ts'
import { decideGroupExcuse, type GroupExcuseCommand } from '../../../hub/core/excuses/group-excuse-command.ts'
import { occurrences } from '../../../hub/core/excuses/recurrence.ts'
import { DAY_S, iso, OPEN, type Seconds } from '../../../shared/time.ts'
import { added, SERVER } from '../../hub/projections/given.ts'
import { ACCESS, down, given, HOUR, MIN, news, type Story, T } from '../given-vessel.ts'

const by = { kind: 'local', name: 'mate' } as const
const known = { groups: new Set(['Baltic', 'Atlantic']), components: new Set([SERVER, ACCESS]), excuses: [] }

const once = (from: Seconds, to: Seconds, zone: GroupWhen['zone'] = 'UTC'): GroupWhen => ({
  kind: 'once',
  zone,
  walls: { from, to },
})
const nightly: Extract<GroupWhen, { kind: 'recurs' }> = {
  kind: 'recurs',
  zone: 'vessel',
  pattern: {
    repeats: { kind: 'daily', every: 1 },
    firstDay: iso(T).slice(0, 10),
    lastDay: null,
    begins: '22:00',
    ends: '02:00',
  },
}

const entered = (when: GroupWhen, component: typeof SERVER | null = null, at = T): GroupExcuseEvent => ({
  type: 'group-excused',
  at,
  learnedAt: at,
  groupExcuse: 'g-1',
  group: 'Baltic',
  component,
  category: 'planned-maintenance',
  when,
  reviewAt: T + 90 * DAY_S,
  reason: 'new firmware',
  by,
})
const changed = (at: Seconds, when: GroupWhen): GroupExcuseEvent => ({
  type: 'group-excuse-changed',
  at,
  learnedAt: at,
  groupExcuse: 'g-1',
  when,
  reviewAt: null,
  reason: 'later',
  by,
})
const withdrawn = (at: Seconds): GroupExcuseEvent => ({
  type: 'group-excuse-withdrawn',
  at,
  learnedAt: at,
  groupExcuse: 'g-1',
  reason: 'not done',
  by,
})
const moved = (at: Seconds, group: string | null): VesselEvent => ({
  type: 'vessel-changed',
  at,
  learnedAt: at,
  profile: { group },
  by,
})

const inBaltic = () => given().happens(T, added(T, { group: 'Baltic' }))
const part = ({ vessel }: Story) => vessel.excuses[0] ?? assert.fail('it has no part')
const isExcused = ({ vessel }: Story, at: Seconds) => excuseAt(vessel.excuses, SERVER, at) !== undefined

describe('maintenance of a group', () => {
  test('each vessel of it takes its part, with who and why, and everything that follows', () => {
    const story = inBaltic()
      .told(T + MIN, down(SERVER, T))
      .beats(T + HOUR)
      .grouped(T + HOUR, entered(once(T, T + 3 * HOUR)))
    assert.deepEqual(part(story).entered, { by, at: T + HOUR, reason: 'new firmware' })
    assert.deepEqual(part(story).times.spans, [{ from: T, to: T + 3 * HOUR }])
    assert.deepEqual(news(story).slice(-1), ['alert held (excused)'])
    const other = given()
      .happens(T, added(T, { group: 'Atlantic' }))
      .grouped(T, entered(once(T, T + HOUR)))
    assert.deepEqual(other.vessel.excuses, [])
  })

  test('its times are those of each vessel: the clocks of its zone say when', () => {
    const walls = once(T + 10 * HOUR, T + 12 * HOUR, 'vessel')
    const story = inBaltic().happens(T, {
      type: 'vessel-changed',
      at: T,
      learnedAt: T,
      profile: { zone: 'Asia/Singapore' },
      by,
    })
    assert.deepEqual(part(story.grouped(T, entered(walls))).span, { from: T + 2 * HOUR, to: T + 4 * HOUR })
  })

  test('who joins has a part in it from then on, who leaves until then, and what was stays', () => {
    const [a, b, c] = [T + DAY_S, T + 2 * DAY_S, T + 3 * DAY_S]
    const story = given()
      .happens(T, added(T, { group: 'Atlantic' }))
      .grouped(T, entered(once(T, T + 10 * DAY_S)))
    assert.deepEqual(story.vessel.excuses, [])
    const joined = story.happens(a, moved(a, 'Baltic')).grouped(a)
    assert.deepEqual(part(joined).times.spans, [{ from: a, to: T + 10 * DAY_S }])
    const left = joined.happens(b, moved(b, null)).grouped(b + MIN)
    assert.deepEqual(part(left).times.spans, [{ from: a, to: b }])
    assert.deepEqual(part(left).changed.at(-1)?.by, { kind: 'hub' })
    const back = left.happens(c, moved(c, 'Baltic')).grouped(c + MIN)
    assert.deepEqual(part(back).times.spans, [
      { from: a, to: b },
      { from: c, to: T + 10 * DAY_S },
    ])
  })

  test('what recurs is worked out by each vessel, as far as it belongs to the group', () => {
    const story = inBaltic()
      .grouped(T, entered(nightly))
      .passes(T + 60 * DAY_S)
    const pattern = nightly.kind === 'recurs' ? nightly.pattern : assert.fail()
    const { times } = part(story)
    for (const span of occurrences({ pattern, zone: 'UTC' }, T)) {
      if (span.from >= (times.workedOutTo ?? 0)) break
      assert.ok(isExcused(story, span.from) && isExcused(story, span.to - 1) && !isExcused(story, span.to))
    }
    const leaves = T + 60 * DAY_S + HOUR
    const left = story.happens(leaves, moved(leaves, 'Atlantic')).grouped(leaves)
    assert.equal(part(left).times.workedOutTo, null)
    assert.ok((part(left).times.spans.at(-1)?.to ?? OPEN) <= leaves)
    assert.equal(part(left).span.to, leaves, 'it was just on')
    assert.equal(left.passes(leaves + 90 * DAY_S).vessel.excuses[0]?.times.spans.at(-1)?.to, leaves)
  })

  test('changed to begin later, or to have ended long ago, it leaves what has been as it was', () => {
    const now = T + 20 * DAY_S
    const day = (at: Seconds) => iso(at).slice(0, 10)
    const story = inBaltic().grouped(T, entered(nightly))
    const begun = part(story).times.spans.filter(({ from }) => from <= now)
    assert.equal(begun.length, 20)
    for (const days of [{ firstDay: day(now + 9 * DAY_S) }, { lastDay: day(T + DAY_S) }]) {
      const later: GroupWhen = { ...nightly, pattern: { ...nightly.pattern, ...days } }
      const { spans } = part(story.grouped(now, changed(now, later))).times
      assert.deepEqual(spans.slice(0, 20), begun)
    }
  })

  test('a change and a withdrawal reach every part, with who and why', () => {
    const story = inBaltic().grouped(T, entered(once(T, T + DAY_S)))
    const later = story.grouped(T + HOUR, changed(T + HOUR, once(T + DAY_S, T + 2 * DAY_S)))
    assert.deepEqual(part(later).span, { from: T + DAY_S, to: T + 2 * DAY_S })
    assert.deepEqual(part(later).changed, [{ by, at: T + HOUR, reason: 'later' }])
    const gone = later.grouped(T + 2 * HOUR, withdrawn(T + 2 * HOUR))
    assert.deepEqual(part(gone).withdrawn, { by, at: T + 2 * HOUR, reason: 'not done' })
    assert.deepEqual(gone.grouped(T + 3 * HOUR).events, gone.events)
  })

  test('of a component only vessels that have it take a part', () => {
    const story = inBaltic().grouped(T, entered(once(T, T + DAY_S), SERVER))
    assert.equal(part(story).component, SERVER)
    const without = given({}, [ACCESS]).happens(T, added(T, { group: 'Baltic' }))
    assert.deepEqual(without.grouped(T, entered(once(T, T + DAY_S), SERVER)).vessel.excuses, [])
  })

  test('a part is not changed or withdrawn by itself', () => {
    const story = inBaltic().grouped(T, entered(once(T, T + DAY_S)))
    const wish = { type: 'withdraw-excuse', excuse: part(story).id, reason: 'not here', by } as const
    assert.equal(part(story.maintains(T, wish)).withdrawn, null)
  })

  test('what is forgotten of it is not taken anew, however long the fleet remembers it', () => {
    const later = T + 402 * DAY_S
    const other: ExcuseCommand = {
      type: 'excuse',
      component: null,
      category: 'yard',
      span: { from: later, to: later + DAY_S },
      reviewAt: null,
      reason: 'dock',
      by,
    }
    const story = inBaltic()
      .grouped(T, entered(once(T, T + HOUR)))
      .maintains(later, other)
      .grouped(later)
    assert.deepEqual(
      story.vessel.excuses.map(({ category }) => category),
      ['yard'],
    )
  })

  test('what recurs is taken once by who has left before any of it, without a time in it', () => {
    const left = inBaltic().happens(T + HOUR, moved(T + HOUR, 'Atlantic'))
    const story = left.grouped(T + 2 * HOUR, entered(nightly, null, T + 2 * HOUR))
    assert.deepEqual(part(story).times.spans, [])
    assert.equal(story.grouped(T + 3 * HOUR).events.length, story.events.length)
  })

  test('whatever becomes of group and maintenance, one look settles it: a second finds nothing to do', () => {
    const steps = fc.array(
      fc.record({
        hours: fc.integer({ min: 0, max: 100 }),
        what: fc.constantFrom('Baltic', 'Atlantic', null, 'change', 'recur'),
      }),
      { maxLength: 8 },
    )
    fc.assert(
      fc.property(steps, (steps) => {
        let at = T
        let story = inBaltic().grouped(T, entered(once(T + DAY_S, T + 9 * DAY_S, 'vessel')))
        for (const { hours, what } of steps) {
          at += hours * HOUR
          if (what === 'change') story = story.grouped(at, changed(at, once(at - DAY_S, at + 5 * DAY_S, 'vessel')))
          else if (what === 'recur') story = story.grouped(at, changed(at, nightly))
          else story = story.happens(at, moved(at, what)).grouped(at)
          assert.equal(story.grouped(at).events.length, story.events.length)
          const { spans } = part(story).times
          for (const [index, { from, to }] of spans.entries())
            assert.ok(from < to && to <= (spans[index + 1]?.from ?? OPEN))
        }
      }),
      { numRuns: 100 },
    )
  })
})

describe('what people may enter for a group', () => {
  const command: GroupExcuseCommand = {
    type: 'excuse-group',
    group: 'Baltic',
    component: null,
    category: 'yard',
    when: once(T, T + DAY_S),
    reviewAt: null,
    reason: 'dock',
    by,
  }
  const answer = (asked: GroupExcuseCommand) => decideGroupExcuse(known, asked, T).answer

  test('what makes no sense is refused by name', () => {
    const refusals: [string, GroupExcuseCommand][] = [
      ['no-group', { ...command, group: 'Pacific' }],
      ['no-time', { ...command, when: once(T, T) }],
      ['no-review', { ...command, when: once(T, OPEN) }],
      ['no-review', { ...command, when: nightly }],
      ['no-excuse', { type: 'withdraw-group-excuse', groupExcuse: 'g-9', reason: 'gone', by }],
    ]
    for (const [reason, asked] of refusals) assert.deepEqual(answer(asked), { kind: 'refused', reason })
  })

  test('two at the same moment have an id each; who withdraws second is told who was first', () => {
    const first = decideGroupExcuse(known, command, T)
    const excuses = first.events.reduce(evolveGroupExcuses, [])
    const second = decideGroupExcuse({ ...known, excuses }, command, T)
    assert.notDeepEqual(first.answer, second.answer)
    const groupExcuse = excuses[0]?.id ?? ''
    const wish: GroupExcuseCommand = { type: 'withdraw-group-excuse', groupExcuse, reason: 'not done', by }
    const gone = decideGroupExcuse({ ...known, excuses }, wish, T).events.reduce(evolveGroupExcuses, excuses)
    assert.deepEqual(decideGroupExcuse({ ...known, excuses: gone }, wish, T).answer, {
      kind: 'withdrawn-already',
      deed: { by, at: T, reason: 'not done' },
    })
  })
})
