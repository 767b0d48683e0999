import { mkdir, open, readdir, readFile, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'

/** What the store asks of one folder, step by step: a test disk can fail, forget or tear at each of them. */
export interface Disk {
  /** For messages. */
  readonly folder: string
  /** The names of the files; makes the folder when it is missing. */
  list(): Promise<readonly string[]>
  read(name: string): Promise<string>
  /** Opens an empty file of that name, also where one is already. */
  create(name: string): Promise<OpenFile>
  rename(from: string, to: string): Promise<void>
  remove(name: string): Promise<void>
  /** Makes creations, renames and removals last. */
  syncFolder(): Promise<void>
}

export interface OpenFile {
  write(text: string): Promise<void>
  sync(): Promise<void>
  close(): Promise<void>
}

export function nodeDisk(folder: string): Disk {
  const path = (name: string): string => join(folder, name)
  return {
    folder,
    async list() {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      return readdir(folder)
    },
    read: (name) => readFile(path(name), 'utf8'),
    async create(name) {
      const file = await open(path(name), 'w', 0o600)
      return { write: (text) => file.writeFile(text), sync: () => file.sync(), close: () => file.close() }
    },
    rename: (from, to) => rename(path(from), path(to)),
    remove: (name) => unlink(path(name)),
    async syncFolder() {
      const handle = await open(folder, 'r')
      try {
        await handle.sync()
      } finally {
        await handle.close()
      }
    },
  }
}

/** The system's own word for what went wrong (`ENOSPC`), if it has one. */
export const errorCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
