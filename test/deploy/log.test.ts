import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import type { Command } from 'commander'
import { backupCommand, restoreCommand, verifyCommand } from '../../deploy/cli/log.ts'
import { lockHub } from '../../hub/adapters/sqlite/lock.ts'
import { openSqliteLog } from '../../hub/adapters/sqlite/log.ts'
import { openSqliteRegister } from '../../hub/adapters/sqlite/register.ts'
import { decodeEvents, encodeEvents } from '../../hub/core/stored/stored-event.ts'
import { dataFolder } from '../../hub/data-folder.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { quietLog } from '../../shared/runtime/log.ts'
import { DAY_S } from '../../shared/time.ts'
import { batchOf, silence, stored } from '../contract/event-log.ts'
import { givenFolder } from '../given-folder.ts'
import { AURORA } from '../hub/projections/given.ts'

test('verify prints the heads of a whole log, alone on stdout', async (t) => {
  const hub = await given(t)
  const { printed, said } = await hub.run(verifyCommand)
  assert.match(printed.join(), /^\d+:[0-9a-f]{64}$/)
  assert.match(said.join(), /is whole: 3 batches in 2 streams/)
})

test('verify takes the heads that it printed before, and says whether anything was cut off since', async (t) => {
  const hub = await given(t)
  const [heads = ''] = (await hub.run(verifyCommand)).printed
  assert.match((await hub.run(verifyCommand, '--heads', heads)).said.join(), /and holds all that it held then/)
  const db = new DatabaseSync(hub.folder.events)
  db.exec('DELETE FROM batch WHERE position = (SELECT max(position) FROM batch)')
  db.close()
  const { printed, said, exitCode } = await hub.run(verifyCommand, '--heads', heads)
  assert.deepEqual([printed, exitCode], [[], 1])
  assert.match(said.join(), /ends at batch \d+: it reached to \d+/)
  assert.equal((await hub.run(verifyCommand, '--heads', 'none')).exitCode, 2)
})

test('verify says where the chain is broken, and fails', async (t) => {
  const hub = await given(t)
  const db = new DatabaseSync(hub.folder.events)
  db.exec(`UPDATE batch SET at = 1 WHERE stream = 'a' AND previous = 0`)
  db.close()
  const { printed, said, exitCode } = await hub.run(verifyCommand)
  assert.deepEqual(printed, [])
  assert.match(said.join('\n'), /batch \d+ of a was changed after it was stored/)
  assert.equal(exitCode, 1)
})

test('a backup made beside a running hub is restored when it has stopped', async (t) => {
  const hub = await given(t)
  const file = join(hub.folder.dir, 'backup')
  const lock = lockHub(hub.folder.lock)
  assert.match((await hub.run(backupCommand, file)).said.join(), /holds 3 batches in 2 streams/)
  const refused = await hub.run(restoreCommand, file)
  assert.equal(refused.exitCode, 1)
  assert.match(refused.said.join(), /another hub is running/)
  lock.release()
  const restored = await hub.run(restoreCommand, file)
  assert.equal(restored.exitCode, 0)
  assert.match(restored.said.join(), /restored 3 batches/)
  assert.match(restored.said.join(), /kept as .*events\.sqlite\.replaced-1/)
})

test('a restored log is not read beside what a later one knew of last contacts; what the links have cost stays', async (t) => {
  const hub = await given(t)
  const file = join(hub.folder.dir, 'backup')
  await hub.run(backupCommand, file)
  const heard = { session: 65_536, seq: 9, watermark: 2_000, lastHeard: 2_010, offsetS: 0 }
  const bytes = { vessel: AURORA, day: 20_000, up: 35, down: 3 }
  const before = openSqliteRegister({ file: hub.folder.register, log: quietLog })
  await before.save(20_000 * DAY_S, new Map([[AURORA, heard]]), [bytes])
  before.close()
  assert.equal((await hub.run(restoreCommand, file)).exitCode, 0)
  const after = openSqliteRegister({ file: hub.folder.register, log: quietLog })
  assert.deepEqual((await after.load()).heard, new Map())
  assert.deepEqual(await after.traffic(AURORA, 0), [bytes])
  after.close()
})

test('a wrong configuration is exit code 2', async (t) => {
  const hub = await given(t)
  writeFileSync(join(hub.folder.dir, 'hub.yaml'), 'nonsense: 1')
  assert.equal((await hub.run(verifyCommand)).exitCode, 2)
})

async function given(t: TestContext) {
  const dir = await givenFolder(t)
  const folder = dataFolder(dir)
  const config = join(dir, 'hub.yaml')
  writeFileSync(config, `dataDir: ${dir}\n`)
  const codec = { encode: encodeEvents, decode: decodeEvents }
  const log = openSqliteLog({ file: folder.events, clock: systemClock, codec, newId: randomUUID })
  const never = new AbortController().signal
  const first = await stored(log.append('a', 0, batchOf('1', silence(1)), never))
  await stored(log.append('a', first, batchOf('2', silence(2)), never))
  await stored(log.append('b', 0, batchOf('1', silence(1)), never))
  log.close()
  return { folder, run: (make: Make, ...args: string[]) => run(make, [...args, '--config', config]) }
}

type Make = (console: { print: (text: string) => void; say: (text: string) => void }) => Command

async function run(make: Make, args: readonly string[]) {
  const printed: string[] = []
  const said: string[] = []
  let exitCode = 0
  const command = make({ print: (text) => printed.push(text), say: (text) => said.push(text) })
    .exitOverride()
    .configureOutput({ writeErr: (text) => said.push(text) })
  await command.parseAsync(args, { from: 'user' }).catch((error: { exitCode: number }) => {
    exitCode = error.exitCode
  })
  return { printed, said, exitCode }
}
