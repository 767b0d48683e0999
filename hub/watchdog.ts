import type { Clock } from '../shared/runtime/clock.ts'
import type { Log } from '../shared/runtime/log.ts'
import { type Seconds, toSeconds } from '../shared/time.ts'
import type { Beacon } from './ports/notifier.ts'
import type { Proof } from './proof.ts'

/** Lets somebody outside know that the hub does its work, by calling as long as it is proven: silence is the alarm. */
export interface Watchdog {
  /** The first call is a period away: a hub that keeps dying young makes none. */
  start(): void
  stop(): void
  /** Null before the first call that was taken. */
  calledAt(): Seconds | null
  /** Why it was not called when it should have been; null while it is. */
  why(): string | null
}

export type WatchdogParts = {
  readonly everyS: Seconds
  readonly prove: () => Promise<Proof>
  readonly beacon: Beacon
  readonly clock: Clock
  readonly log: Log
}

export function createWatchdog({ everyS, prove, beacon, clock, log }: WatchdogParts): Watchdog {
  const ending = new AbortController()
  let cancel = () => {}
  let underWay = false
  let calledAt: Seconds | null = null
  let quiet: string | null = null

  /** Rounds keep their times, and none begins before the last has ended: what hangs is not asked again. */
  function round(): void {
    cancel = clock.after(everyS * 1000, round)
    if (underWay) {
      tell('the last test has not come to an end')
      return
    }
    underWay = true
    void provenAndCalled().then((why) => {
      underWay = false
      if (why === null) calledAt = toSeconds(clock.now())
      tell(why)
    })
  }

  /** Null when it was both; else why not. */
  async function provenAndCalled(): Promise<string | null> {
    try {
      const proof = await prove()
      if (proof.kind === 'not-proven') return proof.why
      if (ending.signal.aborted) return null
      const called = await beacon.call(ending.signal)
      return called.kind === 'taken' ? null : called.words
    } catch (error) {
      if (ending.signal.aborted) return null
      throw error
    }
  }

  function tell(why: string | null): void {
    if (ending.signal.aborted) return
    if (why !== null && quiet === null) log.error({ why }, 'the dead-man’s switch is not called')
    if (why === null && quiet !== null) log.info({ was: quiet }, 'the dead-man’s switch is called again')
    quiet = why
  }

  return {
    start() {
      cancel = clock.after(everyS * 1000, round)
    },
    stop() {
      cancel()
      ending.abort()
    },
    calledAt: () => calledAt,
    why: () => quiet,
  }
}
