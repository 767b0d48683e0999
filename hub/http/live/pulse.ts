import type { VesselId } from '../../../shared/model.ts'
import type { Clock } from '../../../shared/runtime/clock.ts'
import type { Views } from '../../ports/views.ts'

/** Something that is drawn to the beat while somebody looks at it. */
export type Member = {
  /** Null for the hub itself. */
  concerns(vessel: VesselId | null): boolean
  redraw(): Promise<void>
}

/**
 * One beat for all that is shown, soon after news and regularly, because ages and sliding figures change without any:
 * what is drawn at the same moment is drawn from one read. The answer of `join` ends it.
 */
export type Pulse = { join(member: Member): () => void }

const GATHER_MS = 200
/** The hub rests for this many times as long as drawing took, so that a large fleet does not keep it drawing. */
const REST = 4
const REGULARLY_MS = 10_000

export function createPulse(changed: Views['changed'], clock: Clock): Pulse {
  const members = new Set<Member>()
  const due = new Set<Member>()
  let restsUntilMs = 0
  let drawing = false
  /** While one waits. */
  let cancelBeat: (() => void) | null = null
  let stop = (): void => {}

  async function beat(): Promise<void> {
    cancelBeat = null
    drawing = true
    const beganMs = clock.monotonic()
    const drawn = [...due]
    due.clear()
    await Promise.all(drawn.map((member) => member.redraw()))
    const endedMs = clock.monotonic()
    restsUntilMs = endedMs + REST * (endedMs - beganMs)
    drawing = false
    next()
  }

  function next(): void {
    if (drawing || due.size === 0) return
    cancelBeat ??= clock.after(Math.max(GATHER_MS, restsUntilMs - clock.monotonic()), () => void beat())
  }

  function call(concerned: (member: Member) => boolean): void {
    for (const member of members) if (concerned(member)) due.add(member)
    next()
  }

  function start(): void {
    let cancelNext = (): void => {}
    const again = (): void => {
      cancelNext = clock.after(REGULARLY_MS, () => {
        call(() => true)
        again()
      })
    }
    again()
    const unsubscribe = changed((vessel) => call((member) => member.concerns(vessel)))
    stop = () => {
      unsubscribe()
      cancelNext()
      cancelBeat?.()
      cancelBeat = null
    }
  }

  return {
    join(member) {
      members.add(member)
      if (members.size === 1) start()
      return () => {
        due.delete(member)
        if (members.delete(member) && members.size === 0) stop()
      }
    },
  }
}
