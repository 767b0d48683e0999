import type { VesselId } from '../../../shared/model.ts'
import type { Seconds } from '../../../shared/time.ts'
import { type Dated, dated } from '../dated.ts'
import type { MassSilencePolicy } from '../policy.ts'

/** What vessels have in common when they fall silent together: a link provider, a group, or only this hub. */
export type Scope = { readonly kind: 'link' | 'group'; readonly name: string } | { readonly kind: 'fleet' }

/** `m-<scope>-<since, base 36>`. */
export type MassSilenceId = string

/** Many vessels fell silent within a short time: one alert, under which theirs are held. */
export type MassSilence = {
  readonly id: MassSilenceId
  readonly scope: Scope
  /** When the first of them was last heard. */
  readonly since: Seconds
  readonly vessels: readonly VesselId[]
  /** How many there are in all. */
  readonly of: number
}

export type MassSilenceEvent = Dated &
  (
    | {
        readonly type: 'mass-silence-began'
        readonly massSilence: MassSilenceId
        readonly scope: Scope
        readonly since: Seconds
        readonly vessels: readonly VesselId[]
        readonly of: number
      }
    | { readonly type: 'mass-silence-ended'; readonly massSilence: MassSilenceId; readonly reason: 'heard' | 'excused' }
  )

/** One vessel as far as it matters here; `silentSince` is null while it is heard. */
export type Heard = {
  readonly id: VesselId
  readonly link: string | null
  readonly group: string | null
  readonly silentSince: Seconds | null
  /** Whether it is excused now, or was when it fell silent: then it is no part of what befalls others. */
  readonly excused: boolean
}

/** Fewer are a coincidence. */
const LEAST = 3

/** What follows from who is silent now. */
export function whenManySilent(
  standing: readonly MassSilence[],
  fleet: readonly Heard[],
  policy: MassSilencePolicy,
  now: Seconds,
): readonly MassSilenceEvent[] {
  const when = dated(now)
  const over = standing.filter((one) => isOver(one, fleet))
  const ended = over.map(
    ({ id, vessels }): MassSilenceEvent => ({
      type: 'mass-silence-ended',
      ...when,
      massSilence: id,
      reason: counting(vessels, fleet).length === 0 ? 'excused' : 'heard',
    }),
  )
  const left = standing.filter((one) => !over.includes(one))
  const began = scopesOf(fleet)
    .filter((scope) => !left.some((one) => sameScope(one.scope, scope)))
    .flatMap((scope) => begun(scope, fleet, policy, when))
  // Who shares a provider shares nothing more by being the whole fleet as well.
  const narrow = [...left, ...began].filter(({ scope }) => scope.kind !== 'fleet')
  return [...ended, ...began.filter(({ scope }) => scope.kind !== 'fleet' || narrow.length === 0)]
}

/** The one that a vessel's silence is part of. */
export const massSilenceOf = (
  standing: readonly MassSilence[],
  { link, group, silentSince }: Omit<Heard, 'id' | 'excused'>,
  { withinS }: MassSilencePolicy,
): MassSilence | undefined =>
  standing.find(
    ({ scope, since }) =>
      silentSince !== null && isIn(scope, { link, group }) && silentSince >= since && silentSince <= since + withinS,
  )

export function evolveMassSilences(standing: readonly MassSilence[], event: MassSilenceEvent): readonly MassSilence[] {
  switch (event.type) {
    case 'mass-silence-began': {
      const { massSilence: id, scope, since, vessels, of } = event
      return [...standing, { id, scope, since, vessels, of }]
    }
    case 'mass-silence-ended':
      return standing.filter(({ id }) => id !== event.massSilence)
  }
}

/** It ends when half of those that it began with and that still count are heard again: the link is back, and who is not is a case of its own. */
function isOver({ vessels, since }: MassSilence, fleet: readonly Heard[]): boolean {
  const all = counting(vessels, fleet)
  const silent = all.filter(({ silentSince }) => silentSince !== null && silentSince >= since)
  return silent.length * 2 <= all.length
}

/** Those of them that are not excused. */
const counting = (vessels: readonly VesselId[], fleet: readonly Heard[]): readonly Heard[] =>
  fleet.filter(({ id, excused }) => !excused && vessels.includes(id))

type Began = Dated & Extract<MassSilenceEvent, { type: 'mass-silence-began' }>

/** The first stretch of `within` in which so large a share of the scope fell silent that is silent still. */
function begun(
  scope: Scope,
  fleet: readonly Heard[],
  { sharePercent, withinS }: MassSilencePolicy,
  when: Dated,
): Began[] {
  const members = fleet.filter((one) => !one.excused && isIn(scope, one))
  const silences = members
    .flatMap(({ id, silentSince }) => (silentSince === null ? [] : [{ id, since: silentSince }]))
    .sort((a, b) => a.since - b.since)
  for (const [first, { since }] of silences.entries()) {
    const together = silences.slice(first).filter((one) => one.since <= since + withinS)
    if (together.length < LEAST || together.length * 100 < members.length * sharePercent) continue
    const massSilence = `m-${scope.kind === 'fleet' ? 'fleet' : `${scope.kind}-${scope.name}`}-${since.toString(36)}`
    const vessels = together.map(({ id }) => id)
    return [{ type: 'mass-silence-began', ...when, massSilence, scope, since, vessels, of: members.length }]
  }
  return []
}

const scopesOf = (fleet: readonly Heard[]): readonly Scope[] => [
  ...named(fleet, 'link'),
  ...named(fleet, 'group'),
  { kind: 'fleet' },
]

const named = (fleet: readonly Heard[], kind: 'link' | 'group'): readonly Scope[] =>
  [...new Set(fleet.map((one) => one[kind]))].flatMap((name) => (name === null ? [] : [{ kind, name }]))

const isIn = (scope: Scope, vessel: Pick<Heard, 'link' | 'group'>): boolean =>
  scope.kind === 'fleet' || vessel[scope.kind] === scope.name

const sameScope = (a: Scope, b: Scope): boolean => JSON.stringify(a) === JSON.stringify(b)
