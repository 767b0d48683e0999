import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { createSnapshotFile } from '../../hub/adapters/snapshot-file.ts'
import { Fault } from '../../shared/fault.ts'
import { givenFolder } from '../given-folder.ts'
import { givenSmallDisk } from '../lab/small-disk.ts'
import { needsMounts } from '../servers.ts'

const part = (size: number, byte: number) => new Uint8Array(size).fill(byte)
const sizes = (parts: readonly Uint8Array[] | null) => parts?.map(({ length, 0: byte }) => [length, byte])
const fault = (code: string, words: RegExp) => (error: unknown) =>
  error instanceof Fault && error.code === code && words.test(error.message)

test('what was saved last is read back part by part, and belongs to its owner alone', async (t) => {
  const file = join(await givenFolder(t), 'snapshot')
  const snapshot = createSnapshotFile(file)
  assert.equal(await snapshot.load(), null)
  await snapshot.save([part(10, 1), part(0, 0), part(100_000, 2)])
  await snapshot.save([part(20, 3), part(0, 0), part(5, 4)])
  assert.deepEqual(sizes(await createSnapshotFile(file).load()), [
    [20, 3],
    [0, undefined],
    [5, 4],
  ])
  assert.equal(statSync(file).mode & 0o777, 0o600)
})

test('a file of which any byte is another, or that was cut, is damaged', async (t) => {
  const file = join(await givenFolder(t), 'snapshot')
  const snapshot = createSnapshotFile(file)
  await snapshot.save([part(10, 1), part(20, 2)])
  const whole = readFileSync(file)
  for (let at = 0; at < whole.length; at++) {
    const changed = Buffer.from(whole)
    changed[at] = (changed[at] ?? 0) ^ 1
    writeFileSync(file, changed)
    await assert.rejects(snapshot.load(), fault('corrupt', /damaged/))
    writeFileSync(file, whole.subarray(0, at))
    await assert.rejects(snapshot.load(), fault('corrupt', /damaged/))
  }
})

test('a file that cannot be read in one go is a fault like any other: the log tells the same', async (t) => {
  const file = join(await givenFolder(t), 'snapshot')
  writeFileSync(file, '')
  truncateSync(file, 3 * 2 ** 30)
  await assert.rejects(createSnapshotFile(file).load(), fault('unavailable', /snapshot cannot be read/))
})

test('killed at any point of saving, what was saved before is there or what was to be saved, and it is saved again', async (t) => {
  const folder = await givenFolder(t)
  const file = join(folder, 'snapshot')
  const snapshot = createSnapshotFile(file)
  await snapshot.save([part(8, 0)])
  for (const point of ['part 0', 'part 3', 'sync', 'rename', 'renamed']) {
    const saver = spawn(process.execPath, [join(import.meta.dirname, 'snapshot-saver.ts'), file, point], {
      stdio: 'inherit',
    })
    const [, signal] = await once(saver, 'exit')
    assert.equal(signal, 'SIGKILL', point)
    const found =
      point === 'renamed'
        ? [
            [4096, 1],
            [4096, 2],
            [4096, 3],
            [4096, 4],
          ]
        : [[8, 0]]
    assert.deepEqual(sizes(await snapshot.load()), found, point)
  }
  await snapshot.save([part(8, 9)])
  assert.deepEqual(sizes(await snapshot.load()), [[8, 9]])
  assert.deepEqual(readdirSync(folder), ['snapshot'])
})

test('a folder that cannot be written to is named, and what was there stays', async (t) => {
  const folder = await givenFolder(t)
  const snapshot = createSnapshotFile(join(folder, 'snapshot'))
  await snapshot.save([part(8, 1)])
  mkdirSync(join(folder, 'snapshot.unfinished'))
  await assert.rejects(snapshot.save([part(8, 2)]), fault('unavailable', /snapshot cannot be written/))
  assert.deepEqual(sizes(await snapshot.load()), [[8, 1]])
  rmSync(join(folder, 'snapshot.unfinished'), { recursive: true })
  await snapshot.save([part(8, 3)])
  assert.deepEqual(sizes(await snapshot.load()), [[8, 3]])
})

test(
  'a full disk: what was there stays, nothing half is left in the way of others, and it is saved when there is room',
  needsMounts(),
  async (t) => {
    const disk = await givenSmallDisk(t, '1m')
    const snapshot = createSnapshotFile(join(disk.folder, 'snapshot'))
    await snapshot.save([part(8, 1)])
    disk.fill()
    await assert.rejects(snapshot.save([part(200_000, 2)]), fault('unavailable', /no space left/))
    assert.deepEqual(sizes(await snapshot.load()), [[8, 1]])
    assert.deepEqual(readdirSync(disk.folder).sort(), ['ballast', 'snapshot'])
    disk.free()
    await snapshot.save([part(200_000, 2)])
    assert.deepEqual(sizes(await snapshot.load()), [[200_000, 2]])
  },
)
