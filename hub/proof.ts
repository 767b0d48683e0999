import { Fault } from '../shared/fault.ts'
import type { Clock } from '../shared/runtime/clock.ts'
import { OPEN, type Seconds, toSeconds } from '../shared/time.ts'
import { FLEET_STREAM, type FleetEvent } from './core/events.ts'
import type { Fleet } from './core/fleet.ts'
import type { Handle } from './handle.ts'
import type { Listen } from './listen.ts'
import type { Project } from './project.ts'

export type Proof = { readonly kind: 'proven' } | { readonly kind: 'not-proven'; readonly why: string }

export type ProofParts = {
  readonly handle: Handle<Fleet, FleetEvent>
  readonly project: Pick<Project, 'passed' | 'position'>
  readonly listen: Pick<Listen, 'trouble' | 'failed'>
  readonly linkUp: () => boolean
  /** The earliest times at which the watch and the outbox meant to do what they have not done; `OPEN`: all is done. */
  readonly deadline: () => Seconds
  readonly errand: () => Seconds
  readonly clock: Clock
}

/** A test event that takes longer has not gone through. */
const WITHIN_S = 30
/** So late may what is due be on a busy machine. */
const LATE_S = 300

/**
 * Proves that the hub does its work: a test event goes through a command into the log, is on disk, and the projection has
 * passed it, in time; the edge takes connections; no deadline and no errand of the outbox is left lying. It does not prove
 * that vessels reach the edge (their silence is an alert), nor that JIRA answers (a metric).
 */
export async function prove(parts: ProofParts): Promise<Proof> {
  const { listen, clock } = parts
  const began = clock.monotonic()
  const trouble = listen.trouble()
  if (trouble !== null) return notProven(trouble.why)
  try {
    if (!(await testPasses(parts))) return notProven('the projection stands still behind the log')
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    if (error.code === 'unavailable') listen.failed(error)
    return notProven(error.message)
  }
  const tookS = (clock.monotonic() - began) / 1000
  if (tookS > WITHIN_S) return notProven(`a test event took ${Math.round(tookS)} s from the command to the pages`)
  if (!parts.linkUp()) return notProven('the hub takes no connections')
  return nothingLies(parts)
}

async function testPasses({ handle, project, clock }: ProofParts): Promise<boolean> {
  const at = toSeconds(clock.now())
  const { position } = await handle.command(FLEET_STREAM, () => ({
    events: [{ type: 'watch-tested', at, learnedAt: at }],
    answer: null,
  }))
  // It settles as well when the projection cannot go on.
  await project.passed(position)
  return project.position() >= position
}

function nothingLies({ deadline, errand, clock }: ProofParts): Proof {
  const now = toSeconds(clock.now())
  const [deadlineS, errandS] = [overdueS(deadline(), now), overdueS(errand(), now)]
  if (deadlineS > LATE_S) return notProven(`a deadline is overdue by ${deadlineS} s`)
  if (errandS > LATE_S) return notProven(`an errand of the outbox is overdue by ${errandS} s`)
  return { kind: 'proven' }
}

/** How long ago it was due; 0 while it is not. */
export const overdueS = (due: Seconds, now: Seconds): number => (due === OPEN ? 0 : Math.max(0, now - due))

const notProven = (why: string): Proof => ({ kind: 'not-proven', why })
