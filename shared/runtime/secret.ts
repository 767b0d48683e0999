import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { Fault } from '../fault.ts'

/** The content of a file that only its owner may read; refused when others can. Null when there is no such file. */
export function readSecret(path: string): Buffer | null {
  try {
    if ((statSync(path).mode & 0o077) === 0) return readFileSync(path)
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return null
    throw new Fault('unavailable', `${path} cannot be read`, { cause, hint: 'let the user that runs this own it' })
  }
  throw new Fault('forbidden', `${path} holds a secret, and others on this machine can read it`, {
    hint: `chmod 600 ${path}, and replace the secret if somebody may have read it`,
  })
}

/** Writes a file whole or not at all, readable by its owner alone unless `mode` says otherwise. */
export function writeWhole(path: string, content: string | Uint8Array, mode = 0o600): void {
  const aside = writeAside(path, content, mode)
  renameSync(aside, path)
  keepName(path)
}

/** The same, but never over what is there: false when somebody else was first. */
export function createWhole(path: string, content: string | Uint8Array): boolean {
  const aside = writeAside(path, content, 0o600)
  try {
    linkSync(aside, path)
  } catch (cause) {
    if (hasCode(cause, 'EEXIST')) return false
    throw cause
  } finally {
    unlinkSync(aside)
  }
  keepName(path)
  return true
}

function writeAside(path: string, content: string | Uint8Array, mode: number): string {
  const aside = `${path}.${process.pid}.new`
  rmSync(aside, { force: true })
  const file = openSync(aside, 'wx', mode)
  try {
    writeSync(file, Buffer.from(content))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  return aside
}

/** After a power cut a new name is there only if its folder was synced. */
function keepName(path: string): void {
  const folder = openSync(dirname(path), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

const hasCode = (cause: unknown, code: string) => cause instanceof Error && 'code' in cause && cause.code === code
