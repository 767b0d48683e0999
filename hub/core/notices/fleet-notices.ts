import { DAY_S, OPEN, type Seconds } from '../../../shared/time.ts'
import type { By } from '../by.ts'
import { type Dated, dated } from '../dated.ts'
import type { NoticePolicy } from '../policy.ts'
import { newestDue, nextDueAt } from './digest.ts'
import { type About, evolveOutbox, type Message, type Notice, type NoticeEvent, testId } from './notice.ts'

/** What people were told that is of no single vessel, folded from the fleet's stream. */
export type FleetNotices = {
  /** When the hub first ran: no digest was due before. */
  readonly begun: Seconds | null
  readonly digest: { readonly day: string; readonly at: Seconds } | null
  /** What people know to be wrong with what the hub leans on, in words, by its name. */
  readonly troubles: ReadonlyMap<string, string>
  readonly outbox: readonly Notice[]
}

export const NO_FLEET_NOTICES: FleetNotices = { begun: null, digest: null, troubles: new Map(), outbox: [] }

/** The hub runs, and with it what is told. */
export const withBegin = (notices: FleetNotices, at: Seconds): FleetNotices =>
  notices.begun === null ? { ...notices, begun: at } : notices

/** A digest that is due now, and since when it tells. */
export type Due = { readonly day: string; readonly since: Seconds }

/**
 * Null: none. One that came due while the hub was away is due as soon as it runs again; of several, one: it tells of all the time
 * since the last, so nothing is missed and nothing told twice.
 */
export function digestDue(notices: FleetNotices, policy: NoticePolicy | null, now: Seconds): Due | null {
  if (policy === null || policy.digest === null || notices.begun === null) return null
  const { day, dueAt } = newestDue(policy.digest, now)
  const last = notices.digest
  if (dueAt <= notices.begun || (last !== null && last.day >= day)) return null
  return { day, since: last?.at ?? Math.max(notices.begun, dueAt - DAY_S) }
}

export function digestDueAt(notices: FleetNotices, policy: NoticePolicy | null, now: Seconds): Seconds {
  if (policy === null || policy.digest === null) return OPEN
  return digestDue(notices, policy, now) === null ? nextDueAt(policy.digest, now) : now
}

/** Nothing when it is not due any more. */
export function whenDigestDue(
  notices: FleetNotices,
  policy: NoticePolicy | null,
  { day }: Due,
  message: Message,
  now: Seconds,
): readonly (Dated & NoticeEvent)[] {
  if (policy === null || digestDue(notices, policy, now)?.day !== day) return []
  return [wanted(`n-digest-${day}`, policy.channels, message, { kind: 'digest', day }, now)]
}

/** A test message for one channel. */
export const whenTested = (
  channel: string,
  by: By,
  message: Message,
  id: string,
  now: Seconds,
): readonly (Dated & NoticeEvent)[] => [wanted(testId(id), [channel], message, { kind: 'test', by }, now)]

/** What is wrong with something that the hub leans on; null: nothing any more. Other words are another state of things. */
export type Trouble = { readonly of: string; readonly words: string | null; readonly message: Message }

/** Told once for each state of things; what nobody was told of needs no end. */
export function whenTroubled(
  { troubles }: FleetNotices,
  policy: NoticePolicy | null,
  { of, words, message }: Trouble,
  now: Seconds,
): readonly (Dated & NoticeEvent)[] {
  if (policy === null || (troubles.get(of) ?? null) === words) return []
  return [wanted(`n-${of}-${now.toString(36)}`, policy.channels, message, { kind: 'trouble', of, words }, now)]
}

const wanted = (
  notice: string,
  channels: readonly string[],
  message: Message,
  about: About,
  now: Seconds,
): Dated & NoticeEvent => ({ type: 'notice-wanted', notice, channels, ...message, about, ...dated(now) })

export function evolveFleetNotices(notices: FleetNotices, event: Dated & NoticeEvent): FleetNotices {
  const told = { ...notices, outbox: evolveOutbox(notices.outbox, event) }
  if (event.type !== 'notice-wanted' || event.about === undefined) return told
  switch (event.about.kind) {
    case 'digest':
      return { ...told, digest: { day: event.about.day, at: event.at } }
    case 'trouble':
      return { ...told, troubles: withTrouble(notices.troubles, event.about) }
    case 'test':
      return told
  }
}

function withTrouble(
  troubles: FleetNotices['troubles'],
  { of, words }: Extract<About, { kind: 'trouble' }>,
): FleetNotices['troubles'] {
  const after = new Map(troubles)
  if (words === null) after.delete(of)
  else after.set(of, words)
  return after
}
