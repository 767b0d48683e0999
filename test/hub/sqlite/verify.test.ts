import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { backupLog, restoreLog } from '../../../hub/adapters/sqlite/backup.ts'
import { verifyLog } from '../../../hub/adapters/sqlite/verify.ts'
import { Fault } from '../../../shared/fault.ts'
import { all, batchOf, silence, stored } from '../../contract/event-log.ts'
import { givenFolder } from '../../given-folder.ts'
import { givenLog, openLog } from './given-log.ts'

const never = new AbortController().signal

test('an untouched log verifies, and its heads change with every batch', async (t) => {
  const { file } = await given(t)
  const before = verifyLog(file)
  assert.deepEqual([before.batches, before.streams, before.broken], [20, 2, []])
  const log = givenLog(t, file)
  await stored(log.append('a', await log.head('a'), batchOf('more', silence(1)), never))
  assert.notEqual(verifyLog(file).heads.hash, before.heads.hash)
})

const tampering: Record<string, string> = {
  'an event was changed': `UPDATE batch SET events = replace(events, '"at":3,', '"at":4,') WHERE position = $at`,
  'a batch was renamed': `UPDATE batch SET id = 'other' WHERE position = $at`,
  'a batch was dated differently': `UPDATE batch SET at = at + 1 WHERE position = $at`,
  'a batch was taken out': 'DELETE FROM batch WHERE position = $at',
  'a batch was moved to another stream': `UPDATE batch SET stream = 'c' WHERE position = $at`,
}
for (const [what, sql] of Object.entries(tampering)) {
  test(`it shows that ${what}`, async (t) => {
    const { file, positions } = await given(t)
    const at = positions[3] ?? 0
    const db = new DatabaseSync(file)
    db.prepare(sql).run({ at })
    db.close()
    const { broken } = verifyLog(file)
    assert.ok(broken.length > 0)
    assert.ok(broken.every(({ position }) => position >= at))
  })
}

test('it shows that the end of one stream was cut off, by what was stored after it in others', async (t) => {
  const { file, positions } = await given(t)
  const db = new DatabaseSync(file)
  db.prepare(`DELETE FROM batch WHERE stream = 'a' AND position >= ?`).run(positions[6] ?? 0)
  db.close()
  const { broken } = verifyLog(file)
  assert.deepEqual([...new Set(broken.map(({ stream }) => stream))], ['b'])
  assert.match(broken[0]?.reason ?? '', /does not follow batch \d+: what stood between was taken out/)
})

test('what was written down of the heads holds for ever, unless the end of the log was cut off since', async (t) => {
  const { file } = await given(t)
  const { heads } = verifyLog(file)
  const log = openLog(file)
  await stored(log.append('a', await log.head('a'), batchOf('more', silence(1)), never))
  log.close()
  assert.deepEqual(verifyLog(file, heads).broken, [])
  assert.throws(() => verifyLog(file, { ...heads, hash: '0'.repeat(64) }), /does not hold what it held up to batch/)
  const db = new DatabaseSync(file)
  const cut = db.prepare('DELETE FROM batch WHERE position = (SELECT max(position) FROM batch)')
  cut.run()
  assert.deepEqual(verifyLog(file, heads).broken, [])
  cut.run()
  db.close()
  assert.deepEqual(verifyLog(file).broken, [])
  assert.throws(() => verifyLog(file, heads), /ends at batch \d+: it reached to \d+ when these heads were written down/)
})

test('where there is no log, none is made', async (t) => {
  const file = join(await givenFolder(t), 'events.sqlite')
  assert.throws(
    () => verifyLog(file),
    (error) => error instanceof Fault && error.code === 'not-found',
  )
  assert.equal(existsSync(file), false)
})

test('a backup holds what was stored when it was made, and is restored under a new name', async (t) => {
  const { file, folder } = await given(t)
  const log = givenLog(t, file)
  const copy = join(folder, 'backup')
  const report = await backupLog(file, copy)
  await stored(log.append('a', await log.head('a'), batchOf('later', silence(1)), never))
  const { id } = log
  log.close()

  const restored = restoreLog(copy, file, () => 'restored')
  assert.deepEqual(restored.report.heads, report.heads)
  const again = givenLog(t, file)
  assert.equal(again.id, 'restored')
  assert.equal((await all(again.read('a', 0, never))).length, 10)
  const kept = givenLog(t, restored.keptAs ?? '')
  assert.equal(kept.id, id)
  assert.equal((await all(kept.read('a', 0, never))).length, 11)
})

test('a backup that was tampered with is not restored, and the log stays', async (t) => {
  const { file, folder } = await given(t)
  const copy = join(folder, 'backup')
  await backupLog(file, copy)
  const db = new DatabaseSync(copy)
  db.exec(`UPDATE batch SET at = 0 WHERE position = (SELECT max(position) FROM batch)`)
  db.close()
  const { heads } = verifyLog(file)
  assert.throws(() => restoreLog(copy, file, () => 'restored'), /was changed after it was stored/)
  assert.deepEqual(verifyLog(file).heads, heads)
})

async function given(t: TestContext): Promise<{ folder: string; file: string; positions: number[] }> {
  const folder = await givenFolder(t)
  const file = join(folder, 'events.sqlite')
  const log = openLog(file)
  const positions: number[] = []
  for (let n = 0; n < 10; n++)
    for (const stream of ['a', 'b']) {
      const position = await stored(log.append(stream, await log.head(stream), batchOf(`${n}`, silence(n)), never))
      if (stream === 'a') positions.push(position)
    }
  log.close()
  return { folder, file, positions }
}
