import { createHash, timingSafeEqual } from 'node:crypto'
import type { Born } from '../../../shared/link/copy.ts'
import type { Seconds } from '../../../shared/time.ts'
import type { By } from '../by.ts'
import { type Dated, dated } from '../dated.ts'
import { isOf } from '../subject.ts'
import {
  type Contest,
  contested,
  NO_CONTEST,
  NO_TURNS,
  sawInstance,
  type Turns,
  takesTurns,
  toBeNamed,
} from './contest.ts'
import type { Profile } from './profile.ts'

/** What decides whether a vessel may come in, folded from its stream. */
export type Admission = {
  /** Null while nobody has added the vessel. */
  readonly profile: Profile | null
  readonly retired: boolean
  /** In the order in which they were added: the last one is to replace those before it. */
  readonly credentials: readonly Credential[]
  readonly contest: Contest
}

export type AdmissionEvent = Dated &
  (
    | { readonly type: 'vessel-added'; readonly profile: Profile; readonly by: By }
    | { readonly type: 'vessel-changed'; readonly profile: Partial<Profile>; readonly by: By }
    | { readonly type: 'vessel-retired'; readonly reason: string; readonly by: By }
    | { readonly type: 'credential-added'; readonly hash: string; readonly by: By }
    | { readonly type: 'credential-used'; readonly hash: string }
    | { readonly type: 'credential-removed'; readonly hash: string; readonly reason: string; readonly by: By }
    | { readonly type: 'identity-contested'; readonly instances: readonly number[] }
  )

/** What bears on it; null for what is of another subject. */
export type AdmissionCause = AdmissionEvent | (Dated & Born)

export type Credential = { readonly hash: string; readonly addedAt: Seconds; readonly used: boolean }

export const NOT_ADMITTED: Admission = { profile: null, retired: false, credentials: [], contest: NO_CONTEST }

export function evolveAdmission(admission: Admission, event: AdmissionCause): Admission {
  switch (event.type) {
    case 'vessel-added':
      return { ...admission, profile: event.profile, retired: false }
    case 'vessel-changed':
      return { ...admission, profile: admission.profile && { ...admission.profile, ...event.profile } }
    case 'vessel-retired':
      return { ...admission, retired: true, credentials: [] }
    case 'credential-added':
      return {
        ...admission,
        credentials: [...admission.credentials, { hash: event.hash, addedAt: event.at, used: false }],
      }
    case 'credential-used':
      return {
        ...admission,
        credentials: admission.credentials.map((one) => (one.hash === event.hash ? { ...one, used: true } : one)),
      }
    case 'credential-removed':
      return { ...admission, credentials: admission.credentials.filter(({ hash }) => hash !== event.hash) }
    case 'born':
      return { ...admission, contest: sawInstance(admission.contest, event.about.instance, event.learnedAt) }
    case 'identity-contested':
      return { ...admission, contest: { ...admission.contest, namedAt: event.at } }
  }
}

/** Taken away by a person: whoever is connected by it goes now. What the vessel itself replaced it has replaced already. */
export const locksOut = (event: AdmissionEvent): boolean =>
  event.type === 'vessel-retired' || (event.type === 'credential-removed' && event.by.kind !== 'hub')

/** An event that bears on it; null for one of another subject. */
export const ofAdmission = <E extends { readonly type: string }>(event: E) =>
  isOf(event, 'vessel', 'credential', 'identity', 'born') ? event : null

/** SHA-256 is enough: a credential is 256 random bits, so that there is nothing to guess. */
export const credentialHash = (secret: Uint8Array): string => createHash('sha256').update(secret).digest('hex')

export type Entry =
  /** `delayS` is to pass before the door opens, so that machines with one credential do not push each other out all day. */
  | { readonly kind: 'admitted'; readonly delayS: number; readonly events: readonly AdmissionEvent[] }
  | { readonly kind: 'refused' }

const CONTESTED_DELAY_S = 15

/**
 * Whether the secret with this hash opens the door. The first use of a credential takes away those that it replaces:
 * only then is it sure that it has arrived on board.
 */
export function admit(admission: Admission, hash: string, now: Seconds, turns: Turns = NO_TURNS): Entry {
  const at = admission.credentials.map((one) => sameHash(one.hash, hash)).lastIndexOf(true)
  const credential = admission.credentials[at]
  if (credential === undefined || admission.retired) return { kind: 'refused' }
  const replaced = admission.credentials.slice(0, at).map((old) => removed(old, 'replaced by a newer one', HUB, now))
  const used = credential.used ? [] : [{ type: 'credential-used', hash, ...dated(now) } as const]
  const isContested = contested(admission.contest, now) !== null || takesTurns(turns, now)
  const delayS = isContested ? CONTESTED_DELAY_S : 0
  return { kind: 'admitted', delayS, events: [...used, ...replaced] }
}

/** What a birth of this installation says about the vessel's identity, beside its own event. */
export function whenBorn(admission: Admission, instance: number, now: Seconds): readonly AdmissionEvent[] {
  const contest = sawInstance(admission.contest, instance, now)
  const instances = contested(contest, now)
  if (instances === null || !toBeNamed(contest, now)) return []
  return [{ type: 'identity-contested', instances, ...dated(now) }]
}

/** What a message that was left out says about it. */
export function whenLeftOut({ contest }: Admission, turns: Turns, now: Seconds): readonly AdmissionEvent[] {
  if (contest.instance === null || !takesTurns(turns, now) || !toBeNamed(contest, now)) return []
  return [{ type: 'identity-contested', instances: contested(contest, now) ?? [contest.instance], ...dated(now) }]
}

/** What a person asks. `hash` is that of a new credential. */
export type AdmissionCommand = AddVessel | ChangeVessel

export type AddVessel = { readonly type: 'add'; readonly profile: Profile; readonly hash: string; readonly by: By }

export type ChangeVessel = { readonly by: By } & (
  | { readonly type: 'set'; readonly profile: Partial<Profile> }
  /** `now` takes the old credentials away at once: the vessel is locked out until the new one is installed on board. */
  | { readonly type: 'rotate'; readonly hash: string; readonly now: boolean }
  | { readonly type: 'retire'; readonly reason: string }
)

export type Decided =
  | { readonly kind: 'decided'; readonly events: readonly AdmissionEvent[] }
  | { readonly kind: 'refused'; readonly reason: string }

/** More than this many waiting to be used means that something else is wrong. */
const MAX_CREDENTIALS = 4

export function decideAdmission(admission: Admission, command: AdmissionCommand, now: Seconds): Decided {
  const { by } = command
  if (command.type === 'add') {
    if (admission.profile && !admission.retired)
      return refused('it exists already: use `vessel set` or `vessel rotate`')
    const added: AdmissionEvent = { type: 'vessel-added', profile: command.profile, by, ...dated(now) }
    return decided([added, credentialAdded(command.hash, by, now)])
  }
  if (admission.profile === null) return refused('there is no such vessel: use `vessel add`')
  if (admission.retired) return refused('it is retired: use `vessel add` to take it in again')
  return change(admission.credentials, admission.profile, command, now)
}

function change(credentials: readonly Credential[], profile: Profile, command: ChangeVessel, now: Seconds): Decided {
  const { by } = command
  switch (command.type) {
    case 'set': {
      const changed = changes(profile, command.profile)
      if (Object.keys(changed).length === 0) return decided([])
      return decided([{ type: 'vessel-changed', profile: changed, by, ...dated(now) }])
    }
    case 'rotate': {
      if (!command.now && credentials.length >= MAX_CREDENTIALS) {
        return refused(
          `${credentials.length} credentials are waiting already: install one of them on board, or use --now`,
        )
      }
      const gone = command.now ? credentials.map((one) => removed(one, 'taken away at once', by, now)) : []
      return decided([...gone, credentialAdded(command.hash, by, now)])
    }
    case 'retire':
      return decided([{ type: 'vessel-retired', reason: command.reason, by, ...dated(now) }])
  }
}

const HUB: By = { kind: 'hub' }

const decided = (events: readonly AdmissionEvent[]): Decided => ({ kind: 'decided', events })
const refused = (reason: string): Decided => ({ kind: 'refused', reason })

const credentialAdded = (hash: string, by: By, now: Seconds): AdmissionEvent => ({
  type: 'credential-added',
  hash,
  by,
  ...dated(now),
})

const removed = ({ hash }: Credential, reason: string, by: By, now: Seconds): AdmissionEvent => ({
  type: 'credential-removed',
  hash,
  reason,
  by,
  ...dated(now),
})

/** Only what differs, so that the log says what was changed. */
function changes(profile: Profile, wanted: Partial<Profile>): Partial<Profile> {
  const differs = ([key, value]: [string, unknown]) =>
    JSON.stringify(value) !== JSON.stringify(profile[key as keyof Profile])
  return Object.fromEntries(Object.entries(wanted).filter(differs))
}

function sameHash(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a, 'hex'), Buffer.from(b, 'hex')]
  return left.length === right.length && timingSafeEqual(left, right)
}
