import type { Adapter } from 'lowdb'
import { Fault } from '../../../shared/fault.ts'
import { type Disk, errorCode } from './disk.ts'
import { readFault, writeFault } from './disk-fault.ts'
import { FORMAT, type Sealed, unseal } from './seal.ts'

type Shape<T> = {
  readonly name: string
  /** Null when the data is nothing of the kind. */
  readonly parse: (data: unknown) => T | null
  /** The name under which the file that was in place is kept when another is put there. */
  readonly previous?: string
}

/**
 * A file that is either as it was or as it is to be, whenever the power fails: written aside, synced, renamed into
 * place, the folder synced. What cannot be read never takes the place of a good previous copy.
 */
export function safeFile<T>(disk: Disk, { name, parse, previous }: Shape<T>): Adapter<Sealed<T> | null> {
  const aside = `${name}.new`
  return {
    async read() {
      const text = await textOf(disk, name)
      if (text === null) return null
      const file = unseal(text)
      if (file.kind === 'newer') throw newerFormat(disk, file.format)
      const data = file.kind === 'intact' ? parse(file.data) : null
      if (file.kind === 'damaged' || data === null) throw new Fault('corrupt', `${disk.folder}/${name} is damaged.`)
      return { data, text, checksum: file.checksum }
    },
    async write(sealed) {
      if (sealed === null) return
      try {
        await writeSynced(disk, aside, sealed.text)
        if (previous !== undefined && unseal((await textOf(disk, name)) ?? '').kind === 'intact') {
          await disk.rename(name, previous)
        }
        await disk.rename(aside, name)
        await disk.syncFolder()
      } catch (error) {
        await disk.remove(aside).catch(() => undefined)
        throw writeFault(disk, error)
      }
    },
  }
}

/** Null when there is no such file; empty when the medium cannot give it back. */
async function textOf(disk: Disk, name: string): Promise<string | null> {
  try {
    return await disk.read(name)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    if (errorCode(error) === 'EIO') return ''
    throw readFault(disk, error)
  }
}

async function writeSynced(disk: Disk, name: string, text: string): Promise<void> {
  const file = await disk.create(name)
  try {
    await file.write(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

const newerFormat = (disk: Disk, format: number): Fault =>
  new Fault(
    'newer-version',
    `The journal in ${disk.folder} has format ${format}, made by a newer version of Watchkeeper; this version reads up to format ${FORMAT}.`,
    { hint: 'Run the newer version again, or move the folder away to begin a new journal.' },
  )
