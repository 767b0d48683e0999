import { closeSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { Fault } from '../fault.ts'

/** The content of a file that only its owner may read; refused when others can. Null when there is no such file. */
export function readSecret(path: string): Buffer | null {
  let mode: number
  try {
    mode = statSync(path).mode
  } catch (cause) {
    if (isMissing(cause)) return null
    throw new Fault('unavailable', `${path} cannot be read`, { cause, hint: 'let the user that runs this own it' })
  }
  if ((mode & 0o077) !== 0) {
    throw new Fault('forbidden', `${path} holds a secret, and others on this machine can read it`, {
      hint: `chmod 600 ${path}, and replace the secret if somebody may have read it`,
    })
  }
  return readFileSync(path)
}

/** Writes a file whole or not at all, readable by its owner alone unless `mode` says otherwise. */
export function writeWhole(path: string, content: string | Uint8Array, mode = 0o600): void {
  const aside = `${path}.new`
  const file = openSync(aside, 'w', mode)
  try {
    writeSync(file, Buffer.from(content))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(aside, path)
  const folder = openSync(dirname(path), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

const isMissing = (cause: unknown) => cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
