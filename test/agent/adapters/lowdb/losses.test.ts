import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { createJournalStore } from '../../../../agent/adapters/lowdb/journal-store.ts'
import { seal } from '../../../../agent/adapters/lowdb/seal.ts'
import { Fault } from '../../../../shared/fault.ts'
import { runningTime, start, step } from '../../../../shared/link/agent.ts'
import type { Journal } from '../../../../shared/link/journal.ts'
import { rereadFrom } from '../../../../shared/link/reading.ts'
import { DOWN, UP } from '../../../../shared/model.ts'
import { DAY_S, OPEN } from '../../../../shared/time.ts'
import { clip, cut } from '../../../../shared/timeline.ts'
import { createTestDisk, type TestDisk } from '../../../fakes/disk.ts'
import { componentId, journals, START } from '../../journals.ts'

/** A server that was down in the first hour of each of three days; the third is not over. */
const threeDays: Journal = {
  instance: 7,
  boots: 1,
  components: [
    {
      id: componentId('server'),
      removed: false,
      timeline: [0, 1, 2].flatMap((day) => [
        { from: START + day * DAY_S, to: START + day * DAY_S + 3600, state: DOWN },
        { from: START + day * DAY_S + 3600, to: day === 2 ? OPEN : START + (day + 1) * DAY_S, state: UP },
      ]),
    },
  ],
  to: START + 2 * DAY_S + 7200,
  ring: [
    { runningS: 0, to: START + DAY_S },
    { runningS: 90_000, to: START + 2 * DAY_S + 7200 },
  ],
}

async function diskWith(...saves: readonly Journal[]): Promise<TestDisk> {
  const disk = createTestDisk()
  const store = createJournalStore(disk)
  await store.load()
  for (const journal of saves) await store.save(journal)
  return disk
}

const load = (disk: TestDisk) => createJournalStore(disk).load()

function fileOf(disk: TestDisk, begin: string): string {
  const name = [...disk.files.keys()].find((one) => one.startsWith(begin))
  if (name === undefined) throw new Error(`no file ${begin}`)
  return name
}

test('a day in the middle that cannot be read leaves a hole of which nothing is claimed, and is named', async () => {
  const disk = await diskWith(threeDays)
  disk.spoil(fileOf(disk, '2025-11-24'), 'not what it was')
  const { journal, losses, missing } = await load(disk)
  const [server] = threeDays.components
  assert.deepEqual(journal, {
    ...threeDays,
    components: [
      {
        ...server,
        timeline: [
          ...clip(server?.timeline ?? [], { from: START, to: START + DAY_S }),
          ...clip(server?.timeline ?? [], { from: START + 2 * DAY_S, to: OPEN }),
        ],
      },
    ],
  })
  assert.equal(losses.length, 1)
  assert.match(losses[0]?.message ?? '', /2025-11-24/)
  assert.deepEqual(missing, [{ from: START + DAY_S, to: START + 2 * DAY_S }])
})

test('when today cannot be read, the journal ends with yesterday, so that today is measured again', async () => {
  const disk = await diskWith(threeDays)
  disk.spoil(fileOf(disk, '2025-11-25'), null)
  const { journal, losses, missing } = await load(disk)
  assert.deepEqual(missing, [])
  assert.equal(journal?.to, START + 2 * DAY_S)
  assert.deepEqual(journal?.components[0]?.timeline.at(-1), { from: START + DAY_S + 3600, to: OPEN, state: UP })
  assert.deepEqual(
    journal?.ring.map(({ to }) => to),
    [START + DAY_S, START + 2 * DAY_S],
  )
  assert.equal(losses.length, 1)
})

test('when no day can be read, the agent keeps who it is and begins to measure as on its first day', async () => {
  const disk = await diskWith(threeDays)
  for (const name of disk.files.keys()) if (name.startsWith('20')) disk.spoil(name, '')
  const { journal, losses } = await load(disk)
  assert.deepEqual(journal, { instance: 7, boots: 1, components: [], to: null, ring: [] })
  assert.equal(losses.length, 3)
})

test('when the last save cannot be read, the one before it is used whole', async () => {
  const amended = {
    ...threeDays,
    boots: 2,
    components: threeDays.components.map((c) => ({ ...c, timeline: cut(c.timeline, START + DAY_S) })),
  }
  const disk = await diskWith({ ...threeDays, boots: 0 }, threeDays, amended)
  disk.spoil('state.json', 'garbage')
  const { journal, losses } = await load(disk)
  assert.deepEqual(journal, threeDays)
  assert.match(losses[0]?.message ?? '', /The last save of the journal could not be read.*up to 2025-11-25T02:00:00Z/)
})

test('when nothing can be read a new journal is begun, and that is said', async () => {
  const disk = await diskWith(threeDays, { ...threeDays, boots: 2 })
  disk.spoil('state.json', '')
  disk.spoil('state.previous.json', null)
  const { journal, losses } = await load(disk)
  assert.equal(journal, null)
  assert.match(losses[0]?.message ?? '', /a new one is started/)
})

test('a damaged state file never takes the place of the good copy, also when the power fails just then', async () => {
  for (let operation = 1; operation < 20; operation++) {
    for (let chances = 0; chances < 16; chances++) {
      const disk = await diskWith(threeDays, { ...threeDays, boots: 2 })
      disk.spoil('state.json', 'garbage')
      const store = createJournalStore(disk)
      await store.load()
      disk.failPowerAt(disk.operations + operation)
      await store.save({ ...threeDays, boots: 3 }).catch(() => {})
      let asked = 0
      disk.restart((fates) => (chances >> asked++) % fates)
      const { journal } = await load(disk)
      assert.ok(journal?.boots === 1 || journal?.boots === 3, `boots ${journal?.boots} after ${operation} operations`)
    }
  }
})

test('after a save that failed half way, saving what was there before puts it back', async () => {
  for (let operation = 1; operation < 20; operation++) {
    const disk = createTestDisk()
    const store = createJournalStore(disk)
    await store.load()
    await store.save(threeDays)
    disk.failPowerAt(disk.operations + operation)
    await store.save({ ...threeDays, boots: 2 }).catch(() => {})
    disk.failPowerAt(Number.POSITIVE_INFINITY)
    await store.save(threeDays)
    assert.deepEqual((await load(disk)).journal, threeDays)
  }
})

test('whatever single file is spoiled, nothing is claimed that was not saved, and a loss is told', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(journals, { minLength: 1, maxLength: 4 }),
      fc.nat(),
      fc.constantFrom(
        (text: string) => text.slice(0, text.length / 2),
        (text: string) => text.replace('1', '2'),
        () => '',
        () => null,
      ),
      async (saves, at, spoil) => {
        const disk = await diskWith(...saves)
        const [name, text] = [...disk.files][at % disk.files.size] ?? ['', '']
        disk.spoil(name, spoil(text))
        const { journal, losses } = await load(disk)
        const kept = [saves.at(-1), saves.at(-2)].filter((saved) => saved !== undefined)
        if (isDeepStrictEqual(journal, kept[0])) return
        assert.ok(losses.length > 0 || name === 'state.json')
        assert.ok(
          journal === null || kept.some((saved) => claimsOnly(journal, saved)),
          JSON.stringify({ journal, name }),
        )
      },
    ),
  ))

/** All that the one claims, the other says too. */
function claimsOnly(journal: Journal, saved: Journal): boolean {
  const to = journal.to ?? START
  return (
    to <= (saved.to ?? START) &&
    journal.components.every(({ id, removed, timeline }) => {
      const truth = saved.components.find((one) => one.id === id)
      if (timeline.some(({ from }) => from >= to)) return false
      if (!removed && timeline.at(-1)?.to !== OPEN) return false
      return cut(timeline, to).every((piece) => isDeepStrictEqual(clip(truth?.timeline ?? [], piece), [piece]))
    })
  )
}

test('a journal of a newer version is refused by name of both versions, and left as it is', async () => {
  const disk = await diskWith(threeDays)
  disk.spoil('state.json', seal({ whatever: true }, 2).text)
  const before = disk.files
  await assert.rejects(load(disk), { code: 'newer-version', message: /format 2.*format 1/ })
  assert.deepEqual(disk.files, before)
})

test('a full disk is said with what to do, leaves the old journal whole, and is over when there is room again', () =>
  fc.assert(
    fc.asyncProperty(journals, journals, fc.nat({ max: 1500 }), async (first, second, room) => {
      const disk = createTestDisk()
      const store = createJournalStore(disk)
      await store.load()
      await store.save({ ...first, boots: 1 })
      const used = [...disk.files.values()].join('').length
      disk.limit(used + room)
      const full = await store.save({ ...second, boots: 2 }).then(
        () => null,
        (error: unknown) => error,
      )
      const { journal, losses } = await load(disk)
      assert.deepEqual(journal, full === null ? { ...second, boots: 2 } : { ...first, boots: 1 })
      assert.deepEqual(losses, [])
      if (full !== null)
        assert.match(full instanceof Fault ? String(full.hint) : '', /The disk is full: free some space/)
      disk.limit(Number.POSITIVE_INFINITY)
      await store.save({ ...second, boots: 3 })
      assert.deepEqual((await load(disk)).journal, { ...second, boots: 3 })
    }),
  ))

for (const [code, hint] of [
  ['EROFS', /read-only: make the disk that holds \/journal writable again/],
  ['EACCES', /Make \/journal writable for the user that runs the agent/],
  ['EIO', /may have to be replaced/],
] as const) {
  test(`a disk that refuses with ${code} is still read, and the refusal says what to do`, async () => {
    const disk = await diskWith(threeDays)
    disk.refuse(code)
    const store = createJournalStore(disk)
    assert.deepEqual((await store.load()).journal, threeDays)
    await assert.rejects(store.save({ ...threeDays, boots: 2 }), { code: 'unavailable', retry: true, hint })
    disk.refuse(null)
    await store.save({ ...threeDays, boots: 2 })
    assert.equal((await load(disk)).journal?.boots, 2)
  })
}

test('whatever single file is spoiled, the agent goes on from what is left', () =>
  fc.assert(
    fc.asyncProperty(fc.array(journals, { minLength: 1, maxLength: 3 }), fc.nat(), async (saves, at) => {
      const disk = await diskWith(...saves)
      disk.spoil([...disk.files.keys()][at % disk.files.size] ?? '', '')
      const { journal } = await load(disk)
      const ids = ['access-point', 'dashboard', 'server'].map(componentId)
      const configured = ids.map((id) => ({ id, holdForS: 30 }))
      const now = Math.max(...saves.map(({ to }) => to ?? START)) + 60
      const instant = { now, runningS: 10 }
      const begun = start(
        {
          journal,
          configured,
          about: { version: '1', revision: 0, refused: null },
          options: { heartbeatS: 300, minIntervalS: 30, ackTimeoutS: 60 },
          random: 1,
        },
        instant,
      )
      const window = {
        from: Math.min(rereadFrom(begun.journal, ids, runningTime(begun, instant)), journal?.to ?? now - DAY_S),
        to: now,
      }
      const truth = [{ ...window, state: DOWN }]
      const reading = {
        window,
        timelines: new Map(ids.map((id) => [id, truth])),
        speaksFrom: new Map(ids.map((id) => [id, START])),
      }
      const { state } = step(begun, { kind: 'read', reading }, instant)
      assert.equal(state.journal.to, now)
      for (const { timeline, removed } of state.journal.components) {
        if (!removed) assert.equal(timeline.at(-1)?.to, OPEN)
        if (!removed) assert.equal(timeline.at(-1)?.state, DOWN)
      }
    }),
  ))
