import { DAY_S, dayOf, HOUR_S, OPEN, type Seconds } from '../time.ts'
import { clip, join } from '../timeline.ts'
import {
  type Ack,
  type AgentMessage,
  type Birth,
  type Claimed,
  DIGEST_DAYS,
  type Digest,
  type Full,
  type Session,
  type Short,
} from '../wire/messages.ts'
import { replacements, unclaimed } from './changes.ts'
import { type Copy, type CopyEvent, changed, type Seen } from './copy.ts'
import { type Claims, dayDigests, rootDigest } from './digest.ts'
import { remembered } from './remembered.ts'

/**
 * The hub's side of the link protocol: a pure decision. For each message that came: `receive`, append the event if there
 * is one (on a conflict load and `receive` again), fold it with `evolveCopy`, keep `hearing` in memory and `hearing.seen`
 * in the register (at once with an append, else every few seconds), then send the ack. Nothing is sent before `stored`.
 */
export type Received = {
  /** Whether it is a sign of life. What is not must leave no trace but the ack. */
  readonly heard: boolean
  readonly event: CopyEvent | null
  readonly hearing: Hearing
  readonly ack: Ack | null
  /** For the log, when something is not as usual. */
  readonly note: Note | null
}

/** What is kept of a vessel beside the log: in memory, and `seen` in the register. */
export type Hearing = {
  readonly seen: Seen
  readonly ackedAt: Seconds | null
  /** When the vessel was last told to begin anew. */
  readonly proddedAt: Seconds | null
}

export type Context = {
  readonly now: Seconds
  /** The newest configuration revision that shore desires of this vessel; 0 when there is none. */
  readonly revision: number
}

export type Note = 'repeated' | 'older-session' | 'impossible-session' | 'no-birth' | 'differs' | 'wrong-list'

export const hearingOf = (seen: Seen): Hearing => ({ seen, ackedAt: null, proddedAt: null })

/** Decides on one message. `hearing` may be behind the copy (another replica heard the vessel) or ahead of it (beats). */
export function receive(copy: Copy, hearing: Hearing, message: AgentMessage, context: Context): Received {
  const view = viewOf(copy, hearing)
  const known: Known = { copy, hearing: { ...hearing, seen: view }, context }
  if (!isNewer(message, view)) return dropped(known, message)
  if (!isWithinReach(message.session, Math.max(view.session, copy.current?.session ?? 0))) {
    return { heard: false, event: null, hearing, ack: null, note: 'impossible-session' }
  }
  if (message.kind === 'birth') return born(known, message)
  const { current } = copy
  if (current === null || current.session !== message.session) return prodded(known, message, 'no-birth')
  if (message.kind === 'short') return beat(known, message, current.components)
  if (message.timelines.length !== current.components.length) return prodded(known, message, 'wrong-list')
  return told(known, message, current.components)
}

type Known = { readonly copy: Copy; readonly hearing: Hearing; readonly context: Context }

/** As far as the vessel was heard: what people annulled is in the register until somebody is heard again. */
function viewOf({ seen, annulled }: Copy, hearing: Hearing): Seen {
  const isAnnulled = hearing.seen.session !== seen.session && hearing.seen.session <= annulled
  return isAnnulled ? seen : newest(seen, hearing.seen)
}

/** More than an agent counts up to that begins a session each second for a century. */
const FIRST_SESSIONS = 2 ** 48
/** As many as it may begin without being heard: each is at least 65,536 above the one before. */
const NEXT_SESSIONS = 2 ** 32

/**
 * Whether an agent can have come to this session. Somebody with a copied credential could else name the last that there
 * is, and nobody would be heard above it.
 */
const isWithinReach = (session: Session, known: Session): boolean =>
  session <= FIRST_SESSIONS || session - known <= NEXT_SESSIONS

/** Of two views of one vessel the one that has heard more. */
export const newest = (a: Seen, b: Seen): Seen => (isNewer(b, a) ? b : a)

const isNewer = (a: { session: Session; seq: number }, b: { session: Session; seq: number }) =>
  a.session > b.session || (a.session === b.session && a.seq > b.seq)

/** Rule 11: heard before, or of an older life. That one is told of the newer, else it would speak in vain for ever. */
function dropped({ hearing, context }: Known, message: AgentMessage): Received {
  const older = message.session < hearing.seen.session
  const nothing: Received = {
    heard: false,
    event: null,
    hearing,
    ack: null,
    note: older ? 'older-session' : 'repeated',
  }
  if (!older || !mayProd(hearing, context.now)) return nothing
  const ack = { ...ackOf(message, { kind: 'none' }, hearing.seen.watermark, context), current: hearing.seen.session }
  return { ...nothing, hearing: { ...hearing, proddedAt: context.now }, ack }
}

/** Rule 13: nothing can be made of it without the list that its session's birth gave. */
function prodded({ hearing, context }: Known, message: AgentMessage, note: Note): Received {
  if (!mayProd(hearing, context.now)) return { heard: true, event: null, hearing, ack: null, note }
  const ack = ackOf(message, { kind: 'birth' }, hearing.seen.watermark, context)
  return { heard: true, event: null, hearing: { ...hearing, proddedAt: context.now }, ack, note }
}

/** Rule 12: the list and the claims are taken as they are; what is told of them comes after, if the proof fails. */
function born({ copy, hearing, context }: Known, message: Birth): Received {
  const { components, about, proof, session, seq } = message
  const { watermark } = hearing.seen
  const need =
    proof === null ? NONE : compare(within(copy.timelines, components), components, watermark, proof, proof.until)
  const moved = proof !== null && need.kind === 'none' ? proof.until : null
  const changes = moved === null ? [] : unclaimed(copy.timelines, components, watermark, moved)
  const seen = { session, seq, watermark: moved ?? watermark }
  const nothingNew = need.kind === 'none' && changes.length === 0 && repeats(copy, message)
  return {
    heard: true,
    event: nothingNew ? null : { type: 'born', seen, components, about, changes },
    hearing: { ...hearing, seen, ackedAt: context.now },
    ack: ackOf(message, need, seen.watermark, context),
    note: need.kind === 'days' ? 'differs' : null,
  }
}

/** Rule 15: the proof moves the watermark, and that alone is not worth an event. */
function beat({ copy, hearing, context }: Known, message: Short, components: readonly Claimed[]): Received {
  const { session, seq, until } = message
  const { watermark } = hearing.seen
  const need = compare(claimsOf(copy), components, watermark, message, until)
  const moved = need.kind === 'none' ? until : null
  const changes = moved === null ? [] : unclaimed(copy.timelines, components, watermark, moved)
  const seen = { session, seq, watermark: moved ?? watermark }
  const acked = need.kind === 'days' || ackIsDue(copy, hearing, context)
  return {
    heard: true,
    event: changes.length === 0 ? null : { type: 'told', seen, trouble: copy.trouble, changes },
    hearing: { ...hearing, seen, ackedAt: acked ? context.now : hearing.ackedAt },
    ack: acked ? ackOf(message, need, seen.watermark, context) : null,
    note: need.kind === 'days' ? 'differs' : null,
  }
}

/** Rule 16: what is told takes the place of what was there, within the claims; the last part also of all that comes after. */
function told({ copy, hearing, context }: Known, message: Full, components: readonly Claimed[]): Received {
  const { session, seq, from, until, digest, trouble } = message
  const { watermark } = hearing.seen
  const replaced = replacements(copy.timelines, components, message)
  const timelines = changed(copy.timelines, replaced)
  const need =
    digest === null ? NONE : compare(within(timelines, components), components, watermark, { until, digest }, from)
  const contiguous = from <= Math.max(watermark ?? -OPEN, leastOf(components))
  const moves = contiguous || (digest !== null && need.kind === 'none')
  const reached = digest === null ? Math.max(watermark ?? until, until) : until
  const changes = moves ? [...replaced, ...unclaimed(timelines, components, watermark, reached)] : replaced
  const seen = { session, seq, watermark: moves ? reached : watermark }
  return {
    heard: true,
    event: { type: 'told', seen, trouble, changes },
    hearing: { ...hearing, seen, ackedAt: context.now },
    ack: ackOf(message, need, seen.watermark, context),
    note: need.kind === 'days' ? 'differs' : null,
  }
}

const NONE = { kind: 'none' } as const
const MARGIN_S = 7 * DAY_S

/**
 * Rule 14: whether the copy is the journal. The digest covers 35 days; a copy that ends (with a margin) before those
 * proves nothing about the days between, so it is different unless they are being told.
 */
function compare(
  claims: Claims,
  components: readonly Claimed[],
  watermark: Seconds | null,
  { until, digest }: { readonly until: Seconds; readonly digest: Digest },
  from: Seconds,
): Ack['need'] {
  const begin = (dayOf(until) - DIGEST_DAYS + 1) * DAY_S
  const known = watermark ?? -OPEN
  const uncovered = known - MARGIN_S < begin && from > known && leastOf(components) < Math.min(from, begin)
  const own = dayDigests(claims, dayOf(until))
  return !uncovered && rootDigest(own) === digest ? NONE : { kind: 'days', days: own }
}

/** What the hub holds of what is claimed. */
const within = (timelines: Copy['timelines'], components: readonly Claimed[]): Claims =>
  components.map(({ id, claims }) => join(claims.flatMap((claim) => clip(timelines.get(id) ?? [], claim))))

const claimsOf = remembered(({ timelines, current }: Copy) => within(timelines, current?.components ?? []))

const leastOf = (components: readonly Claimed[]): Seconds =>
  Math.min(OPEN, ...components.map(({ claims }) => claims[0]?.from ?? OPEN))

/** Nothing in this birth but its number is new. */
function repeats({ current }: Copy, { session, components, about }: Birth): boolean {
  if (current === null || current.session !== session) return false
  return JSON.stringify([current.components, current.about]) === JSON.stringify([components, about])
}

const ACK_EVERY_S = 6 * HOUR_S
const PROD_EVERY_S = 5

/** A proven beat needs no answer, but the people on board want to know what shore has, and shore may desire something. */
function ackIsDue({ current }: Copy, { ackedAt }: Hearing, { now, revision }: Context): boolean {
  if (ackedAt === null || Math.abs(now - ackedAt) >= ACK_EVERY_S) return true
  return current !== null && revision > current.about.revision && revision !== current.about.refused?.revision
}

const mayProd = ({ proddedAt }: Hearing, now: Seconds): boolean =>
  proddedAt === null || Math.abs(now - proddedAt) >= PROD_EVERY_S

const ackOf = (
  { session, seq }: AgentMessage,
  need: Ack['need'],
  watermark: Seconds | null,
  { now, revision }: Context,
): Ack => ({ kind: 'ack', session, seq, need, watermark, hubTime: now, current: null, revision })
