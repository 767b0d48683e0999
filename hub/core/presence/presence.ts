import { DAY_S, OPEN, type Seconds } from '../../../shared/time.ts'
import { cut, replace, type Timeline } from '../../../shared/timeline.ts'
import type { Listening } from './listening.ts'

/**
 * Whether a vessel is heard. Being heard is not being told: after a silence it is `settling` until its watermark has
 * passed the moment it was heard again; only then has what was measured taken the place of the silence.
 * `since` is when it was last heard before the silence (of several unsettled ones, the first).
 */
export type Presence =
  | { readonly kind: 'never-heard' }
  | { readonly kind: 'heard' }
  | { readonly kind: 'silent'; readonly since: Seconds; readonly unsettledSince: Seconds }
  | { readonly kind: 'settling'; readonly since: Seconds; readonly heardAt: Seconds }

export type PresenceEvent =
  /** Dated back to when the vessel was last heard. */
  | { readonly type: 'silence-began'; readonly at: Seconds }
  /** It was heard again; its truth is still to be told. */
  | { readonly type: 'silence-ended'; readonly at: Seconds; readonly since: Seconds }
  /** The watermark has passed the end of the silence: what was measured has taken its place. */
  | { readonly type: 'settled'; readonly at: Seconds; readonly since: Seconds; readonly heardAt: Seconds }

/**
 * When the vessel will be silent if nothing is heard of it until then. A hub that has just begun to listen gives every
 * vessel `silentAfter` anew: its own absence is nobody's silence.
 */
export function silentAt(
  presence: Presence,
  lastHeard: Seconds,
  listening: Pick<Listening, 'since'>,
  silentAfterS: number,
): Seconds {
  if (presence.kind === 'never-heard' || presence.kind === 'silent' || listening.since === null) return OPEN
  return Math.max(lastHeard, listening.since) + silentAfterS
}

/** Time passed: silence begins, dated back to when the vessel was last heard. */
export function whenTimePasses(
  presence: Presence,
  lastHeard: Seconds,
  listening: Pick<Listening, 'since'>,
  silentAfterS: number,
  now: Seconds,
): readonly PresenceEvent[] {
  return now >= silentAt(presence, lastHeard, listening, silentAfterS) ? [{ type: 'silence-began', at: lastHeard }] : []
}

/** Something valid was heard at `now`, which leaves the watermark where it is given. */
export function whenHeard(presence: Presence, watermark: Seconds | null, now: Seconds): readonly PresenceEvent[] {
  const ended: PresenceEvent[] =
    presence.kind === 'silent' ? [{ type: 'silence-ended', at: now, since: presence.since }] : []
  const after = ended.reduce(evolvePresence, presence)
  if (after.kind === 'settling' && watermark !== null && watermark >= after.heardAt) {
    return [...ended, { type: 'settled', at: now, since: after.since, heardAt: after.heardAt }]
  }
  return ended
}

export function evolvePresence(presence: Presence, event: PresenceEvent): Presence {
  switch (event.type) {
    case 'silence-began': {
      const unsettledSince = presence.kind === 'settling' ? presence.since : event.at
      return { kind: 'silent', since: event.at, unsettledSince }
    }
    case 'silence-ended': {
      const since = presence.kind === 'silent' ? presence.unsettledSince : event.since
      return { kind: 'settling', since, heardAt: event.at }
    }
    case 'settled':
      return { kind: 'heard' }
  }
}

const KEPT_S = 36 * DAY_S

/** The spells of silence as far back as truth can still be told, the last one `OPEN` while the vessel is silent. */
export function evolveSilences(silences: Timeline<true>, event: PresenceEvent): Timeline<true> {
  switch (event.type) {
    case 'silence-began': {
      const span = { from: event.at, to: OPEN }
      const kept = silences.filter(({ to }) => to > event.at - KEPT_S)
      return replace(kept, span, [{ ...span, state: true }])
    }
    case 'silence-ended':
      return cut(silences, event.at)
    case 'settled':
      return silences
  }
}
