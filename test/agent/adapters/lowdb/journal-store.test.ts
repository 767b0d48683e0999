import assert from 'node:assert/strict'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { nodeDisk } from '../../../../agent/adapters/lowdb/disk.ts'
import { createJournalStore } from '../../../../agent/adapters/lowdb/journal-store.ts'
import type { Journal } from '../../../../shared/link/journal.ts'
import { DAY_S } from '../../../../shared/time.ts'
import { createTestDisk } from '../../../fakes/disk.ts'
import { givenFolder } from '../../../given-folder.ts'
import { journals } from '../../journals.ts'

test('a folder in which nothing was ever saved has no journal, and nothing is lost', async () => {
  const { journal, losses } = await createJournalStore(createTestDisk()).load()
  assert.equal(journal, null)
  assert.deepEqual(losses, [])
})

test('what was saved is loaded, whatever it is', () =>
  fc.assert(
    fc.asyncProperty(fc.array(journals, { minLength: 1, maxLength: 4 }), async (saves) => {
      const disk = createTestDisk()
      const store = createJournalStore(disk)
      await store.load()
      for (const journal of saves) await store.save(journal)
      assert.deepEqual(await createJournalStore(disk).load(), { journal: saves.at(-1), losses: [], missing: [] })
    }),
  ))

test('when the power fails at any operation, what is loaded is a journal that was saved, and none older than the last that was acknowledged', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(journals, { minLength: 1, maxLength: 8 }),
      fc.array(fc.nat({ max: 150 }), { minLength: 1, maxLength: 6 }),
      fc.infiniteStream(fc.nat()),
      async (saves, lives, chances) => {
        const disk = createTestDisk()
        const choose = (fates: number): number => (chances.next().value ?? 0) % fates
        const begun: (Journal | null)[] = [null]
        let oldest = 0
        for (const operations of lives) {
          const store = createJournalStore(disk)
          const { journal, losses } = await store.load()
          const found = begun.findLastIndex((one) => isDeepStrictEqual(one, journal))
          assert.ok(found >= oldest, `found the journal of save ${found}, acknowledged was ${oldest}`)
          oldest = found
          if (oldest > 0) assert.deepEqual(losses, [])
          disk.failPowerAt(disk.operations + operations)
          try {
            for (const next of saves) {
              const journal = { ...next, boots: begun.length }
              begun.push(journal)
              await store.save(journal)
              oldest = begun.length - 1
            }
          } catch {}
          disk.restart(choose)
        }
      },
    ),
  ))

test('on a real disk: a folder that is not there is made, and is for its owner alone', async (t) => {
  const folder = join(await givenFolder(t), 'journal')
  const store = createJournalStore(nodeDisk(folder))
  assert.deepEqual(await store.load(), { journal: null, losses: [], missing: [] })
  for (const journal of fc.sample(journals, { numRuns: 5, seed: 1 })) {
    await store.save(journal)
    assert.deepEqual(await createJournalStore(nodeDisk(folder)).load(), { journal, losses: [], missing: [] })
  }
  assert.equal((await stat(folder)).mode & 0o777, 0o700)
  assert.equal((await stat(join(folder, 'state.json'))).mode & 0o777, 0o600)
})

test('time that goes on without a change writes the small state file alone', async () => {
  const disk = createTestDisk()
  const store = createJournalStore(disk)
  await store.load()
  const [journal] = fc.sample(journals, { numRuns: 1, seed: 1 })
  if (journal === undefined || journal.to === null) throw new Error('no journal')
  await store.save(journal)
  const before = new Set([...disk.files.keys()])
  await store.save(journal)
  assert.deepEqual(new Set(disk.files.keys()), before, 'nothing new, nothing written')
  await store.save({ ...journal, to: journal.to + (DAY_S - (journal.to % DAY_S)) - 1, boots: 5 })
  assert.deepEqual(
    [...disk.files.keys()].filter((name) => !before.has(name)),
    ['state.previous.json'],
  )
})

test('files of days that the journal no longer has are removed, and so is what a crash left behind', async () => {
  const disk = createTestDisk()
  const first = createJournalStore(disk)
  await first.load()
  for (const journal of fc.sample(journals, { numRuns: 10, seed: 1 })) await first.save(journal)
  disk.failPowerAt(disk.operations + 5)
  const [next, last] = fc.sample(journals, { numRuns: 2, seed: 1 })
  if (next === undefined || last === undefined) throw new Error('no journals')
  await first.save(next).catch(() => {})
  disk.restart(() => 0)
  const store = createJournalStore(disk)
  await store.load()
  await store.save(last)
  await store.save({ ...last, boots: last.boots + 1 })
  const days = [...disk.files.keys()].filter((name) => name.startsWith('20')).map((name) => name.slice(0, 10))
  assert.equal(days.length, new Set(days).size, `one file per day: ${days.join(' ')}`)
})
