import type { TestContext } from 'node:test'
import { atEnd } from '../at-end.ts'

/** Does `work` again and again, one at a time, until it is told to stop or the test ends. */
export function repeat(t: TestContext, everyMs: number, work: () => Promise<void>): { stop(): Promise<void> } {
  const pause = Promise.withResolvers<void>()
  let going = true
  const rounds = (async () => {
    while (going) {
      await work()
      await Promise.race([pause.promise, new Promise((resolve) => setTimeout(resolve, everyMs))])
    }
  })()
  // Said by `stop`, not before: the test is to say what it misses.
  rounds.catch(() => undefined)
  async function stop(): Promise<void> {
    going = false
    pause.resolve()
    await rounds
  }
  atEnd(t, stop)
  return { stop }
}
