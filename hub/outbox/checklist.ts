import type { Clock } from '../../shared/runtime/clock.ts'
import type { Log } from '../../shared/runtime/log.ts'
import { OPEN, type Seconds, toSeconds } from '../../shared/time.ts'
import type { ChecklistFigures } from '../ports/admin.ts'
import type { Check, IssueTracker } from '../ports/tracker.ts'

/** Whether what is configured still fits what the tracker says of itself: asked at the start, and every day. */
export interface Checklist {
  start(): void
  /** What came of it last. */
  readonly last: () => ChecklistFigures
  /** Asks now. */
  again(): void
  stop(): void
}

export type ChecklistParts = {
  readonly tracker: Pick<IssueTracker, 'preflight' | 'name'>
  readonly clock: Clock
  readonly log: Log
  readonly inTurn: (task: () => Promise<Seconds>) => Promise<Seconds>
  /** It was asked, and this came of it. */
  readonly asked: (checks: readonly Check[]) => void
}

const EVERY_S = 86_400
/** What is wrong may be mended at any time, and who did not answer may answer. */
const UNSETTLED_EVERY_S = 900

export function createChecklist({ tracker, clock, log, inTurn, asked }: ChecklistParts): Checklist {
  let checks: readonly Check[] = []
  let said = ''
  let cancel = () => {}
  let stopped = false
  let askedAt: Seconds | null = null
  let asking = false

  async function ask(): Promise<Seconds> {
    checks = await tracker.preflight()
    askedAt = toSeconds(clock.now())
    asking = false
    tell()
    asked(checks)
    return askedAt
  }

  /** Once for each state of things, at the level of the gravest; a tracker that does not answer is told elsewhere. */
  function tell(): void {
    if (checks.some(({ standing }) => standing === 'unasked')) return
    const bad = checks.filter(({ standing }) => standing === 'soon' || standing === 'wrong')
    const lines = bad.map(({ what, words }) => `${what}: ${words}`)
    if (lines.join() === said) return
    said = lines.join()
    const isWrong = checks.some(({ standing }) => standing === 'wrong')
    if (lines.length === 0) log.info({}, `${tracker.name} takes tickets as they are configured`)
    else log[isWrong ? 'error' : 'warn']({ lines }, `${tracker.name} does not take tickets as they are configured`)
  }

  function again(seconds: number): void {
    cancel()
    if (stopped) return
    cancel = clock.after(seconds * 1000, () => {
      void inTurn(ask).then((at) => {
        if (at !== OPEN) again(checks.some(isUnsettled) ? UNSETTLED_EVERY_S : EVERY_S)
      })
    })
  }

  return {
    start: () => again(0),
    last: () => ({ name: tracker.name, checks, askedAt, asking }),
    again() {
      if (asking) return
      asking = true
      again(0)
    },
    stop() {
      stopped = true
      cancel()
    },
  }
}

const isUnsettled = ({ standing }: Check): boolean => standing === 'wrong' || standing === 'unasked'
