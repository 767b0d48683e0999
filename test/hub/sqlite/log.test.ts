import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync, truncateSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { lockHub } from '../../../hub/adapters/sqlite/lock.ts'
import { verifyLog } from '../../../hub/adapters/sqlite/verify.ts'
import { Fault, type FaultCode } from '../../../shared/fault.ts'
import { atEnd } from '../../at-end.ts'
import { all, batchOf, silence, stored } from '../../contract/event-log.ts'
import { virtualClock } from '../../fakes/clock.ts'
import { givenFolder } from '../../given-folder.ts'
import { givenSmallDisk } from '../../lab/small-disk.ts'
import { needsMounts } from '../../servers.ts'
import { givenLog } from './given-log.ts'

const never = new AbortController().signal
const one = (id: string) => batchOf(id, silence(1))

/** A fault of this code whose message has all of these. */
const fault =
  (code: FaultCode, ...parts: (string | RegExp)[]) =>
  (error: unknown) => {
    assert.ok(error instanceof Fault, String(error))
    assert.equal(error.code, code)
    const said = `${error.message} ${error.hint}`
    for (const part of parts) assert.ok(typeof part === 'string' ? said.includes(part) : part.test(said), said)
    return true
  }

test('a second hub on the same folder is refused; the lock of a killed one is free at once', async (t) => {
  const file = join(await givenFolder(t), 'hub.lock')
  const lock = lockHub(file)
  assert.throws(() => lockHub(file), fault('conflict', 'another hub', file))
  lock.release()

  const owner = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `const { lockHub } = await import(${JSON.stringify(import.meta.resolve('../../../hub/adapters/sqlite/lock.ts'))})
       globalThis.lock = lockHub(${JSON.stringify(file)}); console.log('locked'); setInterval(() => {}, 1000)`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  atEnd(t, () => owner.kill('SIGKILL'))
  await once(owner.stdout, 'data')
  assert.throws(() => lockHub(file), fault('conflict', 'another hub'))
  owner.kill('SIGKILL')
  await once(owner, 'exit')
  lockHub(file).release()
})

test('a log of a newer version is refused, and says both versions', async (t) => {
  const file = join(await givenFolder(t), 'events.sqlite')
  givenLog(t, file).close()
  const db = new DatabaseSync(file)
  db.exec('PRAGMA user_version = 7')
  db.close()
  assert.throws(() => givenLog(t, file), fault('newer-version', file, 'version 7', 'up to version 1'))
})

test('a SQLite file of somebody else is refused and stays as it is', async (t) => {
  const file = join(await givenFolder(t), 'events.sqlite')
  const db = new DatabaseSync(file)
  db.exec('CREATE TABLE theirs (x)')
  assert.throws(() => givenLog(t, file), fault('invalid', file))
  assert.equal(db.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.n, 1)
  db.close()
})

test('a file that is no database is refused, and the fault says what to do', async (t) => {
  const file = join(await givenFolder(t), 'events.sqlite')
  writeFileSync(file, 'not a database at all. '.repeat(500))
  assert.throws(() => givenLog(t, file), fault('corrupt', file, 'watchkeeper restore'))
})

test('a page that was garbled on disk is noticed when it is read, by the name of the file', async (t) => {
  const file = join(await givenFolder(t), 'events.sqlite')
  await filled(t, file, 200)
  const garbled = await open(file, 'r+')
  await garbled.write(Buffer.alloc(statSync(file).size - 8192, 0xa5), 0, undefined, 8192)
  await garbled.close()
  const log = givenLog(t, file)
  await assert.rejects(all(log.read('a', 0, never)), fault('corrupt', file, 'restore'))
})

test('a file that was cut off is noticed', async (t) => {
  const file = join(await givenFolder(t), 'events.sqlite')
  await filled(t, file, 200)
  truncateSync(file, 16_384)
  await assert.rejects(async () => all(givenLog(t, file).read('a', 0, never)), fault('corrupt', file))
})

test('an event of a later version is refused by its name and its place', async (t) => {
  const file = join(await givenFolder(t), 'events.sqlite')
  await filled(t, file, 1)
  change(file, `UPDATE batch SET events = '[{"type":"tide-turned","at":1,"learnedAt":1}]'`)
  const log = givenLog(t, file)
  await assert.rejects(all(log.read('a', 0, never)), fault('newer-version', 'tide-turned', file, 'batch '))
})

test('while another process holds the file, an append waits; it is stored when the file is free again', async (t) => {
  const file = join(await givenFolder(t), 'events.sqlite')
  const clock = virtualClock(0)
  const log = givenLog(t, file, clock)
  const other = new DatabaseSync(file)
  other.exec('BEGIN IMMEDIATE')
  let answered = false
  const appended = stored(log.append('a', 0, one('m'), never)).finally(() => {
    answered = true
  })
  await clock.advance(1_000)
  assert.equal(answered, false)
  other.exec('ROLLBACK')
  await clock.advance(1_000)
  await appended
  other.close()
})

test('an append that waits is given up by its signal, and leaves nothing', async (t) => {
  const file = join(await givenFolder(t), 'events.sqlite')
  const clock = virtualClock(0)
  const log = givenLog(t, file, clock)
  const other = new DatabaseSync(file)
  other.exec('BEGIN IMMEDIATE')
  const impatient = new AbortController()
  const appended = log.append('a', 0, one('m'), impatient.signal)
  const rejected = assert.rejects(appended, /enough/)
  await clock.advance(100)
  impatient.abort(new Error('enough'))
  await rejected
  other.exec('ROLLBACK')
  other.close()
  await clock.advance(100)
  assert.equal(await log.head(), 0)
})

test('a file that stays locked is said to be unavailable, worth another try', async (t) => {
  const file = join(await givenFolder(t), 'events.sqlite')
  const clock = virtualClock(0)
  const log = givenLog(t, file, clock)
  const other = new DatabaseSync(file)
  other.exec('BEGIN IMMEDIATE')
  const rejected = assert.rejects(log.append('a', 0, one('m'), never), fault('unavailable', file, 'locked'))
  await clock.advance(11_000)
  await rejected
  other.close()
})

test('whoever follows is at the end when the log is closed', async (t) => {
  const log = givenLog(t, join(await givenFolder(t), 'events.sqlite'))
  for await (const item of log.follow(0, never)) {
    assert.deepEqual(item, { caughtUp: 0 })
    log.close()
  }
})

test('after close, an append is refused', async (t) => {
  const file = join(await givenFolder(t), 'events.sqlite')
  const log = givenLog(t, file)
  log.close()
  await assert.rejects(log.append('a', 0, one('m'), never), fault('unavailable', file))
})

test(
  'a full disk: nothing is answered as stored that is not there, and it goes on when there is room again',
  needsMounts(),
  async (t) => {
    const { folder } = await givenSmallDisk(t, '1m')
    await fillAndMakeRoom(t, folder)
  },
)

test(
  'who starts on a full disk is told that it is full, also where SQLite speaks of an I/O error',
  needsMounts(),
  async (t) => {
    const { folder, fill } = await givenSmallDisk(t, '1m')
    const file = join(folder, 'events.sqlite')
    const log = givenLog(t, file)
    await stored(log.append('a', 0, one('first'), never))
    log.close()
    fill()
    lockHub(join(folder, 'hub.lock')).release()
    assert.throws(() => givenLog(t, file), fault('unavailable', file, 'full', 'has to be started again'))
  },
)

async function fillAndMakeRoom(t: TestContext, disk: string): Promise<void> {
  const file = join(disk, 'events.sqlite')
  const ballast = join(disk, 'ballast')
  writeFileSync(ballast, Buffer.alloc(256 * 1024))
  const log = givenLog(t, file)
  const events = Array.from({ length: 200 }, (_, at) => silence(at))
  const answered: string[] = []
  const fill = async (): Promise<void> => {
    for (let n = 0; ; n++) {
      await stored(log.append('a', await log.head('a'), batchOf(`${n}`, ...events), never))
      answered.push(`${n}`)
    }
  }
  await assert.rejects(fill(), fault('unavailable', file, 'full', 'make room'))
  assert.ok(answered.length > 0)
  truncateSync(ballast)
  await stored(log.append('a', await log.head('a'), one('after'), never))
  log.close()

  const batches = await all(givenLog(t, file).read('a', 0, never))
  assert.deepEqual(
    batches.map(({ id }) => id),
    [...answered, 'after'],
  )
  assert.deepEqual(verifyLog(file).broken, [])
}

async function filled(t: TestContext, file: string, batches: number): Promise<void> {
  const log = givenLog(t, file)
  let version = 0
  for (let n = 0; n < batches; n++)
    version = await stored(log.append('a', version, one(`${n} ${'x'.repeat(200)}`), never))
  log.close()
}

function change(file: string, sql: string): void {
  const db = new DatabaseSync(file)
  db.exec(sql)
  db.close()
}
