import promises, { type FileHandle } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { mock } from 'node:test'
import { createSnapshotFile } from '../../hub/adapters/snapshot-file.ts'

/** A process that saves four parts and kills itself with SIGKILL on the way: `snapshot-saver.ts FILE 'part N'|sync|rename|renamed`. */
const [file = '', point = ''] = process.argv.slice(2)
const die = () => process.kill(process.pid, 'SIGKILL')

const handle: FileHandle = await promises.open(process.execPath)
const prototype: FileHandle = Object.getPrototypeOf(handle)
await handle.close()
const { rename } = promises
if (point === 'sync') mock.method(prototype, 'sync', die)
mock.method(promises, 'rename', async (from: string, to: string) => {
  if (point === 'rename') die()
  await rename(from, to)
  if (point === 'renamed') die()
})
syncBuiltinESMExports()

function* parts(): Generator<Uint8Array> {
  for (let nth = 0; nth < 4; nth++) {
    if (point === `part ${nth}`) die()
    yield new Uint8Array(4096).fill(nth + 1)
  }
}

await createSnapshotFile(file).save(parts())
