import type { MassSilence } from '../../hub/core/alerts/mass-silence.ts'
import { withConsequences } from '../../hub/core/consequences.ts'
import type { Context, Surroundings } from '../../hub/core/context.ts'
import { decideMaintenance, decideTime, nextDeadline } from '../../hub/core/decide.ts'
import type { VesselEvent } from '../../hub/core/events.ts'
import type { ExcuseCommand } from '../../hub/core/excuses/excuse-command.ts'
import { evolveGroupExcuses, type GroupExcuseEvent } from '../../hub/core/excuses/group-excuse.ts'
import { DEFAULT_POLICY, type Policy } from '../../hub/core/policy.ts'
import { decideProposal, type ProposalCommand } from '../../hub/core/proposals/proposal-command.ts'
import { evolveVessel, NEW_VESSEL, type Vessel } from '../../hub/core/vessel.ts'
import type { Change } from '../../shared/link/copy.ts'
import { type ComponentId, DOWN, type StateCode, UP } from '../../shared/model.ts'
import { DEFAULT_SLA } from '../../shared/sla.ts'
import { HOUR_S, MINUTE_S, OPEN, type Seconds } from '../../shared/time.ts'
import { AURORA, born, componentId, heardAgain, history, SERVER, silent, told } from '../hub/projections/given.ts'

/** A vessel's story, told as given, when, then: each step is one decision at one instant. */
export type Story = {
  /** Told at `now` what is complete up to `now` (or `until`). */
  told(now: Seconds, ...changes: Change[]): Story
  toldUntil(now: Seconds, until: Seconds, ...changes: Change[]): Story
  silent(since: Seconds, now: Seconds): Story
  heard(now: Seconds): Story
  settled(now: Seconds, ...changes: Change[]): Story
  /** Is heard every five minutes, with nothing new. */
  beats(until: Seconds): Story
  /** Not heard. Wakes at every deadline up to `until`, as the watch does. */
  passes(until: Seconds): Story
  /** Something else becomes true: what a person decided, what came back from outside. */
  happens(now: Seconds, ...events: VesselEvent[]): Story
  /** A person decides. */
  decides(now: Seconds, command: ProposalCommand): Story
  /** Somebody enters maintenance, changes it or takes it back. */
  maintains(now: Seconds, command: ExcuseCommand): Story
  /** Maintenance of groups is entered, changed or taken back, and the vessel is looked at. */
  grouped(now: Seconds, ...events: GroupExcuseEvent[]): Story
  /** A look at this instant. */
  at(now: Seconds): Story
  readonly vessel: Vessel
  readonly events: readonly VesselEvent[]
}

export const T = 1_795_564_800
export const MIN = MINUTE_S
export const HOUR = HOUR_S
export const ACCESS = componentId('access-point')

/** Nothing is promised, so that nothing is missed. */
const NO_SLA = { ...DEFAULT_SLA, targetPercent: 0 }

export function given(
  policy: Partial<Policy> = {},
  components: readonly ComponentId[] = [SERVER],
  massSilences: readonly MassSilence[] = [],
): Story {
  const listening = { since: 0, spells: [{ from: 0, to: OPEN, state: true as const }] }
  const around: Surroundings = {
    id: AURORA,
    policy: { ...DEFAULT_POLICY, sla: NO_SLA, ...policy },
    listening,
    massSilences,
    groupExcuses: [],
  }
  const begin = T - 48 * HOUR
  const birth = born(T, Object.fromEntries(components.map((id) => [id, begin])), T)
  const up = told(T, T, ...components.map((id) => history(id, [begin, UP])))
  return continued(around, [birth, up].reduce(evolveVessel, NEW_VESSEL), [], T, T)
}

function continued(
  around: Surroundings,
  vessel: Vessel,
  events: readonly VesselEvent[],
  watermark: Seconds,
  lastHeard: Seconds,
): Story {
  const decide = (now: Seconds, until: Seconds, heard: Seconds, ...cause: VesselEvent[]): Story => {
    const context: Context = { ...around, now, watermark: until, lastHeard: heard }
    const news = withConsequences(vessel, cause, context)
    return continued(around, news.reduce(evolveVessel, vessel), [...events, ...news], until, heard)
  }
  return {
    vessel,
    events,
    told: (now, ...changes) => decide(now, now, now, told(now, now, ...changes)),
    toldUntil: (now, until, ...changes) => decide(now, until, now, told(now, until, ...changes)),
    silent: (since, now) => decide(now, watermark, since, silent(since, now)),
    heard: (now) => decide(now, watermark, now, heardAgain(now, sinceOf(vessel))),
    settled: (now, ...changes) =>
      decide(now, now, now, told(now, now, ...changes), {
        type: 'settled',
        at: now,
        learnedAt: now,
        since: sinceOf(vessel),
        heardAt: vessel.presence.kind === 'settling' ? vessel.presence.heardAt : now,
      }),
    beats(until) {
      const next = Math.min(lastHeard + 300, until)
      const before = this.passes(next - 1)
      const beat = continued(around, before.vessel, before.events, next, next).at(next)
      return next === until ? beat : beat.beats(until)
    },
    happens: (now, ...cause) => decide(now, watermark, lastHeard, ...cause),
    decides(now, command) {
      const decided = decideProposal(vessel, command, { ...around, logId: 'log-1', now })
      if (decided.answer.kind !== 'decided') throw new Error(decided.answer.kind)
      return continued(
        around,
        decided.events.reduce(evolveVessel, vessel),
        [...events, ...decided.events],
        watermark,
        lastHeard,
      )
    },
    maintains(now, command) {
      const decided = decideMaintenance(vessel, command, { ...around, now, watermark, lastHeard }).events
      return continued(around, decided.reduce(evolveVessel, vessel), [...events, ...decided], watermark, lastHeard)
    },
    grouped(now, ...cause) {
      const then = { ...around, groupExcuses: cause.reduce(evolveGroupExcuses, around.groupExcuses) }
      const decided = decideTime(vessel, { ...then, now, watermark, lastHeard })
      return continued(then, decided.reduce(evolveVessel, vessel), [...events, ...decided], watermark, lastHeard)
    },
    at: (now) => decide(now, watermark, lastHeard),
    passes(until) {
      const context = { ...around, watermark, lastHeard }
      let [current, all, at] = [vessel, events, lastHeard]
      for (let wakes = 0; ; wakes++) {
        if (wakes > 1000 + (until - lastHeard) / HOUR) throw new Error('the watch finds no sleep')
        at = Math.max(nextDeadline(current, { ...context, now: at }), at + 1)
        if (at > until) return continued(around, current, all, watermark, lastHeard)
        const news = decideTime(current, { ...context, now: at })
        current = news.reduce(evolveVessel, current)
        all = [...all, ...news]
      }
    },
  }
}

const sinceOf = ({ presence }: Vessel): Seconds =>
  presence.kind === 'settling' || presence.kind === 'silent' ? presence.since : T

/** What is told of a component: states from each time on. */
export const states = (component: ComponentId, ...steps: readonly (readonly [Seconds, StateCode])[]): Change =>
  history(component, ...steps)

export const down = (component: ComponentId, at: Seconds): Change => history(component, [at, DOWN])
export const up = (component: ComponentId, at: Seconds): Change => history(component, [at, UP])

/** What happened to incidents and alerts, in short. */
export const news = ({ events }: Story): readonly string[] =>
  events.flatMap((event) => {
    switch (event.type) {
      case 'incident-began':
        return [`${event.component ?? 'vessel'} began ${clock(event.began)} (${event.reason})`]
      case 'incident-restated':
        return [`restated ${clock(event.began)}-${event.ended === null ? '' : clock(event.ended)} (${event.reason})`]
      case 'incident-ended':
        return [`ended ${clock(event.ended)} (${event.reason})`]
      case 'alert-opened':
        return [
          `${event.kind} ${event.component ?? 'vessel'} opened ${clock(event.at)}${event.heldBy ? `, held (${event.heldBy.kind})` : ''}`,
        ]
      case 'alert-changed':
        return [`alert ${event.reason}${event.reason === 'graver' ? ` ${event.severity}` : ''}`]
      case 'alert-held':
        return [`alert held (${event.reason.kind})`]
      case 'alert-released':
        return [`alert released (${event.reason.kind})`]
      case 'alert-resolved':
        return [`alert resolved (${event.reason})`]
      case 'proposal-raised':
        return [`proposed ${event.proposal.replace(/-t[0-9a-z]{5}/, '')} (${event.reason}) ${event.facts.severity}`]
      case 'proposal-revised':
        return [`revised ${event.revision} (${event.reason})`]
      case 'proposal-withdrawn':
        return [`withdrawn (${event.reason})`]
      case 'proposal-approved':
      case 'proposal-linked':
      case 'proposal-rejected':
      case 'proposal-snoozed':
      case 'proposal-woken':
      case 'proposal-reminded':
      case 'proposal-escalated':
      case 'proposal-expired':
        return [`${event.type.slice('proposal-'.length)} ${clock(event.at)}`]
      default:
        return []
    }
  })

/** Of proposals alone. */
export const proposals = (story: Story): readonly string[] =>
  news(story).filter((one) =>
    /^(proposed|revised|withdrawn|approved|linked|rejected|snoozed|woken|reminded|escalated|expired)/.test(one),
  )

/** Hours and minutes since the story began. */
const clock = (at: Seconds): string => {
  const minutes = Math.floor((at - T) / MIN)
  const sign = minutes < 0 ? '-' : ''
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  return `${sign}${hours}:${String(rest).padStart(2, '0')}`
}
