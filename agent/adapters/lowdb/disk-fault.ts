import { Fault } from '../../../shared/fault.ts'
import { type Disk, errorCode } from './disk.ts'

export function readFault(disk: Disk, cause: unknown): Fault {
  if (cause instanceof Fault) return cause
  const hint = `Make ${disk.folder} a folder that belongs to the user that runs the agent, look for disk errors, and start it again.`
  const options = { hint, cause }
  return new Fault('unavailable', `The journal in ${disk.folder} cannot be read (${reason(cause)}).`, options)
}

/** Nothing is lost yet: the journal goes on in memory, and what was saved before is untouched. */
export function writeFault(disk: Disk, cause: unknown): Fault {
  if (cause instanceof Fault) return cause
  const options = { retry: true, hint: whatToDo(errorCode(cause), disk.folder), cause }
  return new Fault('unavailable', `The journal cannot be saved in ${disk.folder} (${reason(cause)}).`, options)
}

function whatToDo(code: string | undefined, folder: string): string {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk is full: free some space on the disk that holds ${folder}. Saving then goes on by itself.`
    case 'EROFS':
      return `The disk is read-only: make the disk that holds ${folder} writable again, and look for disk errors.`
    case 'EACCES':
    case 'EPERM':
      return `Make ${folder} writable for the user that runs the agent.`
    default:
      return `Look for errors of the disk that holds ${folder}; it may have to be replaced.`
  }
}

/** `ENOSPC: no space left on device`, without the call and the path that follow. */
const reason = (error: unknown): string =>
  error instanceof Error ? error.message.replace(/^(E[A-Z]+: [^,]+),.*/, '$1') : String(error)
