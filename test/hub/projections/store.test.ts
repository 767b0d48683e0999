import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import fc from 'fast-check'
import { openReadStore } from '../../../hub/adapters/sqlite/read-store.ts'
import type { VesselEvent } from '../../../hub/core/events.ts'
import type { Batch } from '../../../hub/ports/log.ts'
import type { ReadStore } from '../../../hub/ports/read-store.ts'
import { createProjection } from '../../../hub/projections/projection.ts'
import { bestKnowledge } from '../../../shared/layers.ts'
import type { Change } from '../../../shared/link/copy.ts'
import { DATABASE, DOWN, NO_SAMPLES, type StateCode, UP } from '../../../shared/model.ts'
import { downtimeS, threeValued } from '../../../shared/spells.ts'
import { OPEN, type Span } from '../../../shared/time.ts'
import { clip, replace, type Timeline, join as timelineOf } from '../../../shared/timeline.ts'
import { atEnd } from '../../at-end.ts'
import { anySpan, anyTimeline, END } from '../../core/given.ts'
import { givenFolder } from '../../given-folder.ts'
import {
  AURORA,
  added,
  born,
  change,
  DASHBOARD,
  followed,
  heardAgain,
  listening,
  SERVER,
  silent,
  told,
  written,
} from './given.ts'

const ALL = { from: -OPEN, to: OPEN }

/** In tens of seconds, so that what is told often begins or ends where something else does. */
const coarse = <P extends Span>(piece: P): P => ({
  ...piece,
  from: Math.round(piece.from / 10) * 10,
  to: Math.round(piece.to / 10) * 10,
})

/** Anything that can be told of the components, one replacing the other in any order; some of it held on. */
const anyChanges = fc.array(
  fc
    .record({
      component: fc.constantFrom(SERVER, DASHBOARD),
      span: anySpan.map(coarse),
      isOpen: fc.boolean(),
      pieces: anyTimeline<StateCode>(UP, DOWN, NO_SAMPLES, DATABASE).map((pieces) => timelineOf(pieces.map(coarse))),
    })
    .map(({ component, span, isOpen, pieces }) => {
      const last = pieces.at(-1)
      const held = isOpen && last ? [...pieces.slice(0, -1), { ...last, to: OPEN }] : pieces
      return change(component, isOpen ? { from: span.from, to: OPEN } : span, held)
    }),
  { maxLength: 12 },
)

function batchesOf(changes: readonly Change[]): Batch[] {
  const log = written()
  log.append(AURORA, added(0), born(0, { server: 0, dashboard: 0 }, 0))
  log.append(null, listening(0))
  changes.forEach((one, index) => {
    log.append(AURORA, told(index, index, one))
    if (index % 4 === 1) log.append(AURORA, silent(index, index + 1))
    if (index % 4 === 3) log.append(AURORA, heardAgain(index, index - 2))
  })
  return log.batches
}

const replacedInMemory = (changes: readonly Change[], component: Change['component']): Timeline<StateCode> =>
  changes
    .filter((one) => one.component === component)
    .reduce<Timeline<StateCode>>((timeline, { span, pieces }) => replace(timeline, span, pieces), [])

const contents = (store: ReadStore) => ({
  position: store.position(),
  vessels: store.vessels(),
  timelines: [...store.timelines(AURORA, ALL)],
  silence: store.silence(AURORA),
  listening: store.listening(),
  alerts: store.openAlerts(),
})

test('folding any sequence of changes gives the timelines that replacing in memory gives', (t) => {
  fc.assert(
    fc.property(anyChanges, (changes) => {
      const store = followed(t, batchesOf(changes))
      for (const component of [SERVER, DASHBOARD]) {
        assert.deepEqual(store.timelines(AURORA, ALL).get(component), replacedInMemory(changes, component))
      }
    }),
    { numRuns: 100 },
  )
})

test('what is told joins what it touches: an unbroken state stays one piece', (t) => {
  const left = change(SERVER, { from: 0, to: 20 }, [
    { from: 0, to: 10, state: UP },
    { from: 10, to: 20, state: DOWN },
  ])
  const right = change(SERVER, { from: 20, to: OPEN }, [{ from: 20, to: OPEN, state: UP }])
  const between = change(SERVER, { from: 10, to: 20 }, [{ from: 10, to: 20, state: UP }])
  const store = followed(t, batchesOf([left, right, between]))
  assert.deepEqual(store.timelines(AURORA, ALL).get(SERVER), [{ from: 0, to: OPEN, state: UP }])
})

test('what is read for a span says all of the span, and enough before it for the age of a downtime', (t) => {
  fc.assert(
    fc.property(anyChanges, anySpan, (changes, span) => {
      const store = followed(t, batchesOf(changes))
      const whole = replacedInMemory(changes, SERVER)
      const read = store.timelines(AURORA, span).get(SERVER) ?? []
      assert.deepEqual(clip(read, span), clip(whole, span))
      const ageIn = (measured: Timeline<StateCode>) => {
        const layers = { measured, watermark: END, silence: [], listening: [], excused: [], inService: [] }
        return downtimeS(threeValued(bestKnowledge(layers, { from: 0, to: span.to })), span.to)
      }
      assert.equal(ageIn(read), ageIn(whole))
    }),
    { numRuns: 100 },
  )
})

test('a store that was closed on the way, and one made anew, hold what one that grew in one go holds', async (t) => {
  const folder = await givenFolder(t)
  let file = 0
  fc.assert(
    fc.property(anyChanges, fc.nat(), (changes, cut) => {
      const batches = batchesOf(changes)
      const grown = contents(followed(t, batches))
      const at = cut % (batches.length + 1)
      const path = join(folder, `${file++}.sqlite`)
      for (const [part, logId] of [
        [batches.slice(0, at), 'log-1'],
        [batches.slice(at), 'log-1'],
        [batches, 'log-2'],
      ] as const) {
        const store = openReadStore(path, logId)
        const projection = createProjection(store)
        if (logId === 'log-2') assert.equal(projection.position(), 0, 'made with another log it is void')
        projection.apply(part)
        store.close()
      }
      const last = openReadStore(path, 'log-2')
      assert.deepEqual(contents(last), grown)
      last.close()
    }),
    { numRuns: 10 },
  )
})

test('a damaged store is made anew', async (t) => {
  const path = join(await givenFolder(t), 'read.sqlite')
  await writeFile(path, 'this was a database once'.repeat(400))
  const store = openReadStore(path, 'log-1')
  atEnd(t, () => store.close())
  assert.equal(store.position(), 0)
})

test('a store with a vessel that cannot be read, as a version with other rows leaves it, is made anew', async (t) => {
  const path = join(await givenFolder(t), 'read.sqlite')
  for (const row of ['{"id":"mv-aurora"}', '{"id":', 'null']) {
    const store = openReadStore(path, 'log-1')
    for (const batch of batchesOf([])) createProjection(store).apply([batch])
    store.close()
    const db = new DatabaseSync(path)
    db.prepare('UPDATE vessel SET row = ?').run(row)
    db.close()
    const again = openReadStore(path, 'log-1')
    assert.deepEqual([again.position(), again.vessels()], [0, []])
    again.close()
  }
})

test('a batch is taken over whole with its position, or not at all', (t) => {
  const store = followed(t, batchesOf([]))
  const before = contents(store)
  const spoiled = change(SERVER, { from: 0, to: 10 }, [{ from: 0, to: 10, state: Number.NaN }])
  const of = { vessel: AURORA, component: SERVER }
  const position = store.position()
  assert.throws(() =>
    store.together(() => {
      store.write(98, [])
      store.write(99, [
        { kind: 'silence', vessel: AURORA, span: { from: 1, to: 2 } },
        { kind: 'timeline', of, span: spoiled.span, pieces: spoiled.pieces },
      ])
    }),
  )
  assert.deepEqual([contents(store), store.position()], [before, position])
})

test('batches are taken over together, or none of them, in memory as in the file', (t) => {
  const log = written()
  log.append(AURORA, added(0), born(0, { server: 0, dashboard: 0 }, 0))
  const store = followed(t, log.batches)
  const before = contents(store)
  const spoiled = change(SERVER, { from: 0, to: 10 }, [{ from: 0, to: 10, state: Number.NaN }])
  log.append(AURORA, alarmed(5), { type: 'vessel-retired', at: 5, learnedAt: 5, reason: 'sold', by: { kind: 'hub' } })
  log.append(AURORA, told(10, 10, spoiled))
  const projection = createProjection(store)
  assert.throws(() => projection.apply(log.batches.slice(1)))
  assert.deepEqual(contents(store), before)
  projection.apply(log.batches.slice(1, 2))
  assert.equal(store.openAlerts().length, 1)
  assert.equal(store.vessel(AURORA)?.retiredAt, 5)
})

const alarmed = (at: number): VesselEvent => ({
  type: 'alert-opened',
  at,
  learnedAt: at,
  alert: 'a-1',
  kind: 'down',
  component: SERVER,
  incident: null,
  since: at,
  severity: 'high',
  heldBy: null,
  reason: 'down',
})
