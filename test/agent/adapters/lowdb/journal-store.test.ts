import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { createJournalStore } from '../../../../agent/adapters/lowdb/journal-store.ts'
import type { Journal } from '../../../../shared/link/journal.ts'
import { createTestDisk } from '../../../fakes/disk.ts'
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
      assert.deepEqual(await createJournalStore(disk).load(), { journal: saves.at(-1), losses: [] })
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
