import type { Clock } from '../shared/runtime/clock.ts'
import type { Log } from '../shared/runtime/log.ts'
import { OPEN, type Seconds, toSeconds } from '../shared/time.ts'
import type { Check, IssueTracker } from './ports.ts'

/** Whether what is configured still fits what the tracker says of itself: asked at the start, and every day. */
export interface Checklist {
  start(): void
  /** Empty until it was asked. */
  readonly last: () => readonly Check[]
  stop(): void
}

export type ChecklistParts = {
  readonly tracker: Pick<IssueTracker, 'preflight' | 'name'>
  readonly clock: Clock
  readonly log: Log
  readonly inTurn: (task: () => Promise<Seconds>) => Promise<Seconds>
}

const EVERY_S = 86_400
/** While something is wrong it may be mended at any time. */
const WRONG_EVERY_S = 900

export function createChecklist({ tracker, clock, log, inTurn }: ChecklistParts): Checklist {
  let checks: readonly Check[] = []
  let said = ''
  let cancel = () => {}

  async function ask(): Promise<Seconds> {
    checks = await tracker.preflight()
    tell()
    return toSeconds(clock.now())
  }

  /** Once for each state of things, at the level of the gravest. */
  function tell(): void {
    const lines = checks.filter(({ standing }) => standing !== 'good').map(({ what, words }) => `${what}: ${words}`)
    if (lines.join() === said) return
    said = lines.join()
    const isWrong = checks.some(({ standing }) => standing === 'wrong')
    if (lines.length === 0) log.info({}, `${tracker.name} takes tickets as they are configured`)
    else log[isWrong ? 'error' : 'warn']({ lines }, `${tracker.name} does not take tickets as they are configured`)
  }

  function again(seconds: number): void {
    cancel = clock.after(seconds * 1000, () => {
      void inTurn(ask).then((at) => {
        if (at !== OPEN) again(checks.some(({ standing }) => standing === 'wrong') ? WRONG_EVERY_S : EVERY_S)
      })
    })
  }

  return { start: () => again(0), last: () => checks, stop: () => cancel() }
}
