import { LATE_S } from '../shared/api/admin.ts'
import { Fault } from '../shared/fault.ts'
import type { Clock } from '../shared/runtime/clock.ts'
import { spokenDuration } from '../shared/spoken.ts'
import { HOUR_S, OPEN, type Seconds, toSeconds } from '../shared/time.ts'
import { FLEET_STREAM, type FleetEvent } from './core/events.ts'
import type { Fleet } from './core/fleet.ts'
import type { Handle } from './handle.ts'
import type { Listen } from './listen.ts'
import type { Position } from './ports/log.ts'
import type { Project } from './project.ts'

export type Proof = { readonly kind: 'proven' } | { readonly kind: 'not-proven'; readonly why: string }

export type ProofParts = {
  readonly handle: Handle<Fleet, FleetEvent>
  readonly project: Pick<Project, 'passed' | 'position'>
  readonly listen: Pick<Listen, 'trouble' | 'failed'>
  readonly linkUp: () => boolean
  /** Sends the test message in; null when it was acknowledged, else why it was not. */
  readonly send: () => Promise<string | null>
  /** The earliest times at which the watch and the outbox meant to do what they have not done; `OPEN`: all is done. */
  readonly deadline: () => Seconds
  readonly errand: () => Seconds
  /** Since when the oldest ticket, comment or message waits to go out, whatever for; `OPEN`: none does. */
  readonly waiting: () => Promise<Seconds>
  readonly clock: Clock
}

/** A test event that takes longer has not gone through. */
const WITHIN_S = 30

/** What JIRA or a mail server is away for in a usual night is no alarm; longer, and the outbox does not move. */
const MOVES_WITHIN_S = 4 * HOUR_S

export type Prover = {
  prove(): Promise<Proof>
  /** The test message has come out of the broker: it is acknowledged when this settles. */
  tested(): Promise<void>
}

/**
 * Proves that the hub does its work: a test message goes in by a connection of its own, through the broker and a command into the log,
 * is on disk, and the projection has passed it, in time; no deadline and no errand of the outbox is left lying, and the outbox moves. It does not
 * prove that vessels reach the edge: their silence is an alert.
 */
export function createProver(parts: ProofParts): Prover {
  const { handle, listen, clock } = parts
  let passedAt: Position | null = null
  return {
    async tested() {
      const at = toSeconds(clock.now())
      try {
        const event = { type: 'watch-tested', at, learnedAt: at } as const
        const { position } = await handle.command(FLEET_STREAM, () => ({ events: [event], answer: null }))
        passedAt = position
      } catch (error) {
        if (error instanceof Fault && error.code === 'unavailable') listen.failed(error)
        throw error
      }
    },
    prove() {
      passedAt = null
      return prove(parts, () => passedAt)
    },
  }
}

async function prove(parts: ProofParts, stored: () => Position | null): Promise<Proof> {
  const { listen, clock } = parts
  const began = clock.monotonic()
  const trouble = listen.trouble()
  if (trouble !== null) return notProven(trouble.why)
  if (!parts.linkUp()) return notProven('the hub takes no connections')
  const why = await parts.send()
  // The log says more than that it was not acknowledged.
  if (why !== null) return notProven(listen.trouble()?.why ?? why)
  const position = stored()
  if (position === null) return notProven('a test message was acknowledged and never came out of the broker')
  // It settles as well when the projection cannot go on.
  await parts.project.passed(position)
  if (parts.project.position() < position) return notProven('the projection stands still behind the log')
  const tookS = (clock.monotonic() - began) / 1000
  if (tookS > WITHIN_S) return notProven(`a test message took ${Math.round(tookS)} s from the broker to the pages`)
  return nothingLies(parts)
}

async function nothingLies({ deadline, errand, waiting, clock }: ProofParts): Promise<Proof> {
  const now = toSeconds(clock.now())
  const [deadlineS, errandS] = [overdueS(deadline(), now), overdueS(errand(), now)]
  if (deadlineS > LATE_S) return notProven(`a deadline is overdue by ${deadlineS} s`)
  if (errandS > LATE_S) return notProven(`an errand of the outbox is overdue by ${errandS} s`)
  const waitsS = overdueS(await waiting(), now)
  if (waitsS > MOVES_WITHIN_S)
    return notProven(`the outbox does not move: a ticket or a message has waited for ${spokenDuration(waitsS)}`)
  return { kind: 'proven' }
}

/** How long ago it was due; 0 while it is not. */
export const overdueS = (due: Seconds, now: Seconds): number => (due === OPEN ? 0 : Math.max(0, now - due))

const notProven = (why: string): Proof => ({ kind: 'not-proven', why })
