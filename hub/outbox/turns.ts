import { Fault } from '../../shared/fault.ts'
import { OPEN, type Seconds } from '../../shared/time.ts'

const RETRY_S = 5

/** One task at a time, in the order in which they were asked for; none after the end. Each says when it wants another turn. */
export function createTurns(now: () => Seconds) {
  let turn: Promise<unknown> = Promise.resolve()
  let ended = false

  /** Without the log nothing is known, so nothing is done. */
  async function carefully(task: () => Promise<Seconds>): Promise<Seconds> {
    try {
      return ended ? OPEN : await task()
    } catch (error) {
      if (ended) return OPEN
      if (!(error instanceof Fault) || error.code !== 'unavailable') throw error
      return now() + RETRY_S
    }
  }

  return {
    take(task: () => Promise<Seconds>): Promise<Seconds> {
      const done = turn.then(() => carefully(task))
      turn = done
      return done
    },
    async end() {
      ended = true
      await turn
    },
  }
}
