import type { Command } from 'commander'
import { withOutcome } from './outcome.ts'

export type Part = { start(): Promise<unknown>; stop(): Promise<void> }

/** Makes, starts and runs a part until the process is told to end; SIGTERM and SIGINT stop it in order. */
export async function runUntilStopped(command: Command, create: () => Promise<Part>): Promise<void> {
  const asked = new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve)
    process.once('SIGINT', resolve)
  })
  await withOutcome(command, async () => {
    const part = await create()
    await part.start()
    await asked
    await part.stop()
  })
}
