import { Fault } from '../../../shared/fault.ts'

const BUSY = 5
const READONLY = 8
const IOERR = 10
const CORRUPT = 11
const FULL = 13
const CANTOPEN = 14
const NOTADB = 26
/** The file that WAL shares between processes found no room: SQLite calls that an I/O error. */
const IOERR_SHMSIZE = IOERR | (19 << 8)

/** SQLite's primary result code; `undefined` for anything that SQLite did not say. */
function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error && 'errcode' in error && typeof error.errcode === 'number')) return undefined
  return error.errcode === IOERR_SHMSIZE ? FULL : error.errcode & 0xff
}

/** Another process writes at this moment: worth asking again. */
export const isBusy = (error: unknown): boolean => resultCode(error) === BUSY

/** What SQLite said of `file`, in words that tell a person what to do; anything else goes through as it is. */
export function sqliteFault(error: unknown, file: string): unknown {
  const unavailable = (what: string, hint: string) =>
    new Fault('unavailable', `${file}: ${what}`, { retry: true, hint, cause: error })
  switch (resultCode(error)) {
    case BUSY:
      return unavailable('another process keeps it locked', 'end the program that holds it open for writing')
    case FULL:
      return unavailable(
        'the disk is full',
        'make room: what runs goes on by itself, what could not start has to be started again',
      )
    case IOERR:
      return unavailable('the disk cannot be read or written', 'look at the disk and the system log')
    case READONLY:
      return unavailable('it may not be written', 'give the user that runs the hub the right to write it')
    case CANTOPEN:
      return unavailable('it cannot be opened', 'see that its folder exists and belongs to the user that runs the hub')
    case CORRUPT:
    case NOTADB:
      return new Fault('corrupt', `${file} is damaged`, {
        hint: 'stop the hub, keep the file aside and restore the last backup: watchkeeper restore FILE',
        cause: error,
      })
    default:
      return error
  }
}
