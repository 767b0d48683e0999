import type { Command } from 'commander'
import { Fault } from '../../shared/fault.ts'

/** Runs a command's work: a fault becomes a sentence on stderr and an exit code, 2 when the user can mend what was given. */
export async function withOutcome(command: Command, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    const text = error.hint === undefined ? error.message : `${error.message}\n${error.hint}`
    command.error(text, { exitCode: error.code === 'invalid' ? 2 : 1 })
  }
}
