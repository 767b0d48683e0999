import { createHash } from 'node:crypto'
import { type FileHandle, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Fault } from '../../shared/fault.ts'
import type { SnapshotFile } from '../ports/snapshot.ts'

/** A snapshot as a file that is written aside, synced and renamed; each part with its length in front, a SHA-256 at the end. */
export function createSnapshotFile(file: string): SnapshotFile {
  const aside = `${file}.unfinished`
  return {
    async load() {
      const bytes = await read(file)
      return bytes && partsOf(bytes, file)
    },
    async save(parts) {
      try {
        await rm(aside, { force: true })
        await write(aside, parts)
        await rename(aside, file)
        await sync(dirname(file))
      } catch (cause) {
        // Half a file would only take the room that others need more.
        await rm(aside, { force: true }).catch(() => {})
        throw faultOf(`${file} cannot be written`, cause)
      }
    },
  }
}

const LENGTH_BYTES = 4
const DIGEST_BYTES = 32

async function write(aside: string, parts: Iterable<Uint8Array>): Promise<void> {
  const handle = await open(aside, 'wx', 0o600)
  try {
    const digest = createHash('sha256')
    for (const part of parts) {
      const framed = Buffer.concat([lengthOf(part), part])
      digest.update(framed)
      await writeAll(handle, framed)
    }
    await writeAll(handle, digest.digest())
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A disk that is nearly full takes less than it is given. */
async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten
}

function lengthOf({ length }: Uint8Array): Buffer {
  const bytes = Buffer.alloc(LENGTH_BYTES)
  bytes.writeUInt32LE(length)
  return bytes
}

async function read(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file)
  } catch (error) {
    if (isOfSystem(error) && error.code === 'ENOENT') return null
    // Whatever it is, such as a file too large to be read in one go: the log tells the same.
    throw new Fault('unavailable', `${file} cannot be read: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    })
  }
}

function partsOf(bytes: Buffer, file: string): readonly Uint8Array[] {
  const end = bytes.length - DIGEST_BYTES
  const body = bytes.subarray(0, Math.max(0, end))
  if (end < 0 || !createHash('sha256').update(body).digest().equals(bytes.subarray(end)))
    throw new Fault('corrupt', `${file} is damaged`)
  const parts: Uint8Array[] = []
  for (let at = 0; at < end; ) {
    const from = at + LENGTH_BYTES
    at = from + body.readUInt32LE(at)
    parts.push(body.subarray(from, at))
  }
  return parts
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r')
  await handle.sync().finally(() => handle.close())
}

const isOfSystem = (error: unknown): error is Error & { readonly code: unknown } =>
  error instanceof Error && 'syscall' in error && 'code' in error

const faultOf = (what: string, error: unknown): unknown =>
  isOfSystem(error) ? new Fault('unavailable', `${what}: ${error.message}`, { retry: true, cause: error }) : error
