import type { Clock } from '../../shared/runtime/clock.ts'
import { DAY_S, type Seconds, toSeconds } from '../../shared/time.ts'
import { total } from '../../shared/timeline.ts'
import type { By } from '../core/by.ts'
import { FLEET_STREAM, type FleetEvent } from '../core/events.ts'
import type { Fleet } from '../core/fleet.ts'
import { nextDueAt } from '../core/notices/digest.ts'
import { digestOf } from '../core/notices/digest-text.ts'
import {
  type Due,
  digestDue,
  digestDueAt,
  type Trouble,
  whenDigestDue,
  whenTested,
  whenTroubled,
} from '../core/notices/fleet-notices.ts'
import type { Message } from '../core/notices/notice.ts'
import { testMessage } from '../core/notices/notice-text.ts'
import type { Policy } from '../core/policy.ts'
import type { Listening } from '../core/presence/listening.ts'
import type { Handle } from '../handle.ts'
import type { DigestFigures } from '../ports/admin.ts'
import type { Position } from '../ports/log.ts'
import type { Views } from '../ports/views.ts'
import { createWatch } from '../watch.ts'
import { createTurns } from './turns.ts'

/** Tells people what is of no single vessel: the digest of the day, and a message that somebody wants as a test. */
export interface Announce {
  start(): void
  stop(): Promise<void>
  /** When the next digest was meant to be wanted: in the past it is overdue. */
  earliest(): Seconds
  /** Where in the log it is wanted. */
  test(channel: string, by: By): Promise<Position>
  digest(): Promise<DigestFigures | null>
  /** It is told once: whoever calls may do so as often as it looks. */
  trouble(trouble: Trouble): void
}

export type AnnounceParts = {
  readonly handle: Handle<Fleet, FleetEvent>
  readonly views: () => Pick<Views, 'fleet' | 'alerts' | 'proposals' | 'maintenance'>
  readonly policy: Policy
  readonly clock: Clock
  readonly newId: () => string
}

export function createAnnounce({ handle, views, policy: { notices: policy }, clock, newId }: AnnounceParts): Announce {
  const now = () => toSeconds(clock.now())
  const turns = createTurns(now)
  const watch = createWatch<'digest'>(clock, () => turns.take(seeToDigest))

  async function seeToDigest(): Promise<Seconds> {
    const at = now()
    const state = await handle.state(FLEET_STREAM)
    const due = digestDue(state.notices, policy, at)
    if (due === null) return digestDueAt(state.notices, policy, at)
    const message = await digest(due, at, state.listening)
    const after = await handle.command(FLEET_STREAM, ({ notices }) => ({
      events: whenDigestDue(notices, policy, due, message, at),
      answer: null,
    }))
    return digestDueAt(after.state.notices, policy, at)
  }

  async function digest({ day, since }: Due, until: Seconds, { spells }: Listening): Promise<Message> {
    const any = { kind: null, group: null, vessel: null }
    const { fleet, alerts, proposals, maintenance } = views()
    const open = await alerts({ ...any, state: 'open', size: 0 })
    const heardFrom = Math.max(since, until - LISTENING_KEPT_S)
    return digestOf({
      ...{ day, since, until },
      fleet: await fleet(),
      open: open.alerts,
      massSilences: open.massSilences,
      resolved: (await alerts({ ...any, state: 'resolved', size: MOST_RESOLVED })).alerts,
      proposals: (await proposals()).proposals,
      excuses: (await maintenance({ ...any, state: null })).excuses,
      awayS: until - heardFrom - total(spells, { from: heardFrom, to: until }, () => true),
      publicUrl: policy?.publicUrl ?? null,
    })
  }

  return {
    start: () => watch.expect('digest', now()),
    async stop() {
      watch.stop()
      await turns.end()
    },
    earliest: watch.earliest,
    async test(channel, by) {
      const at = now()
      const events = whenTested(channel, by, testMessage(at), newId(), at)
      return (await handle.command(FLEET_STREAM, () => ({ events, answer: null }))).position
    },
    async digest() {
      if (policy === null || policy.digest === null) return null
      const state = await handle.state(FLEET_STREAM)
      return { last: state.notices.digest, nextAt: nextDueAt(policy.digest, now()) }
    },
    trouble: (trouble) =>
      void turns.take(async () => {
        const at = now()
        const events = (notices: Fleet['notices']) => whenTroubled(notices, policy, trouble, at)
        await handle.command(FLEET_STREAM, ({ notices }) => ({ events: events(notices), answer: null }))
        return at
      }),
  }
}

const LISTENING_KEPT_S = 35 * DAY_S
const MOST_RESOLVED = 2_000
