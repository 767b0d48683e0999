import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createJournalStore } from '../../agent/adapters/lowdb/journal-store.ts'
import { dayDigests } from '../../shared/link/digest.ts'
import { claimsOf, type Journal, leastClaim, listOf } from '../../shared/link/journal.ts'
import { forget, takeIn } from '../../shared/link/reading.ts'
import { DOWN, UP } from '../../shared/model.ts'
import { DAY_S, dayOf, HOUR_S, OPEN, type Seconds } from '../../shared/time.ts'
import { clip, join } from '../../shared/timeline.ts'
import { encodeBirth } from '../../shared/wire/codec.ts'
import { MESSAGE_BYTES } from '../../shared/wire/messages.ts'
import { createTestDisk } from '../fakes/disk.ts'
import { component, T0 } from './pair.ts'

const WEEK_S = 7 * DAY_S
const server = component('server')
const ids = ['access-point', 'dashboard'].map(component)

/** Journals of up to four years, with absences of up to years in them. */
const journals: fc.Arbitrary<Journal> = fc
  .record({
    lengths: fc.array(
      fc.record({
        claimedS: fc.integer({ min: HOUR_S, max: 300 * DAY_S }),
        absentS: fc.oneof(
          fc.constant(0),
          fc.integer({ min: HOUR_S, max: 40 * DAY_S }),
          fc.integer({ min: HOUR_S, max: 8000 * DAY_S }),
        ),
      }),
      { minLength: 1, maxLength: 12 },
    ),
    removed: fc.boolean(),
  })
  .map(({ lengths, removed }) => {
    let at = T0
    const pieces = lengths.toReversed().flatMap(({ claimedS, absentS }) => {
      const to = at
      const from = to - claimedS
      at = from - absentS
      return [{ from, to, state: claimedS % 2 === 0 ? UP : DOWN }]
    })
    const timeline = join(pieces.toReversed())
    const open = timeline.map((piece, i) => (i === timeline.length - 1 ? { ...piece, to: OPEN } : piece))
    return {
      instance: 1,
      boots: 1,
      components: [
        { id: server, removed: false, timeline: open },
        ...ids.map((id) => ({ id, removed, timeline: removed ? timeline : open })),
      ],
      to: T0 + 60,
      ring: [{ runningS: 0, to: T0 }],
    }
  })

const daysOf = ({ components, to }: Journal): ReadonlySet<number> => {
  const days = new Set<number>()
  for (const { from, to: end } of components.flatMap(({ timeline }) => timeline)) {
    for (let day = dayOf(from); day * DAY_S < Math.min(end, to ?? 0); day++) days.add(day)
  }
  return days
}

test('what shore has not acknowledged is kept for 400 days of which anything is claimed, and not much more', () => {
  fc.assert(
    fc.property(journals, (journal) => {
      const before = daysOf(journal)
      const after = daysOf(forget(journal, false))
      assert.ok(after.size <= 407)
      assert.ok(after.size >= Math.min(before.size, 400))
      const kept = [...before].sort((a, b) => b - a).slice(0, 400)
      assert.ok(
        kept.every((day) => after.has(day)),
        'the newest stay',
      )
    }),
    { numRuns: 200 },
  )
})

test('what shore has is kept as far as the digest reaches, and at most a week more', () => {
  fc.assert(
    fc.property(journals, (journal) => {
      const edge = (dayOf(T0 + 60) - 34) * DAY_S
      const kept = forget(journal, true)
      assert.ok(leastClaim(kept.components) >= edge - WEEK_S)
      for (const own of kept.components) {
        const all = journal.components.find(({ id }) => id === own.id)
        assert.deepEqual(
          clip(own.timeline, { from: edge, to: OPEN }),
          clip(all?.timeline ?? [], { from: edge, to: OPEN }),
        )
      }
      if (kept.components.length === journal.components.length) {
        assert.deepEqual(
          dayDigests(claimsOf(kept.components), dayOf(T0 + 60)),
          dayDigests(claimsOf(journal.components), dayOf(T0 + 60)),
        )
      }
    }),
    { numRuns: 200 },
  )
})

test('600 days without shore on a disk: never more than 408 files of days, nor more memory than they need', async () => {
  const disk = createTestDisk()
  const store = createJournalStore(disk)
  await store.load()
  let journal: Journal = { instance: 1, boots: 1, components: [], to: null, ring: [] }
  for (let day = 0; day < 600; day += 5) {
    journal = forget(lived(journal, T0 + day * DAY_S, T0 + (day + 5) * DAY_S), false)
    await store.save(journal)
    const pieces = journal.components.reduce((sum, { timeline }) => sum + timeline.length, 0)
    assert.ok(pieces <= 408 * 2 * 3, `${pieces} pieces`)
  }
  // The state and the one before it name their own.
  assert.ok(disk.files.size <= 408 + 10 + 2, `${disk.files.size} files`)
  assert.ok(daysOf(journal).size >= 400)
  const again = await createJournalStore(disk).load()
  assert.deepEqual(again.journal?.components, journal.components)
})

test('a database that forgets at each start makes no birth that is too large to be heard', () => {
  let journal: Journal = { instance: 1, boots: 1, components: [], to: null, ring: [] }
  for (let start = 0; start < 1500; start++) {
    const from = T0 + start * 4 * HOUR_S
    journal = forget(lived(journal, from, from + HOUR_S, from), false)
  }
  const about = { version: '1', instance: 1, heartbeatS: 300, revision: 0, refused: null, trouble: null }
  const proof = { until: journal.to ?? 0, digest: 1 }
  const birth = encodeBirth({
    kind: 'birth',
    session: 65_537,
    seq: 1,
    proof,
    components: listOf(journal.components),
    about,
  })
  assert.ok(birth.length < MESSAGE_BYTES, `${birth.length} bytes`)
})

/** A vessel that changes twice a day, as its database says from `speaksFrom` on. */
function lived(journal: Journal, from: Seconds, to: Seconds, speaksFrom = T0): Journal {
  const configured = [server, ...ids]
  const pieces = Array.from({ length: Math.ceil((to - from) / (DAY_S / 2)) }, (_, i) => ({
    from: from + (i * DAY_S) / 2,
    to: Math.min(to, from + ((i + 1) * DAY_S) / 2),
    state: i % 2 === 0 ? UP : DOWN,
  }))
  const reading = {
    window: { from, to },
    timelines: new Map(configured.map((id) => [id, join(pieces)])),
    speaksFrom: new Map(configured.map((id) => [id, speaksFrom])),
  }
  return takeIn(journal, configured, reading, to - T0).journal
}
