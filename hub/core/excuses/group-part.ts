import { DAY_S, OPEN, type Seconds } from '../../../shared/time.ts'
import { clip, type Timeline } from '../../../shared/timeline.ts'
import { instantAt, lastInstantAt } from '../../../shared/zone.ts'
import type { Context } from '../context.ts'
import { dated } from '../dated.ts'
import type { Vessel } from '../vessel.ts'
import { EXCUSABLE_S, type Excuse, type ExcuseEvent, type GroupPart, once } from './excuse.ts'
import { newExcuseId } from './excuse-command.ts'
import { type GroupExcuse, reachOf } from './group-excuse.ts'
import { type Planned, planned, replannedFromNow } from './occurrence.ts'

/** What the maintenance of its groups makes of the vessel's own excuses, where that is not done yet. */
export const whenOfGroup = (vessel: Vessel, { groupExcuses, now }: Context): readonly ExcuseEvent[] =>
  vessel.admission.retired ? [] : groupExcuses.flatMap((one) => partOf(vessel, one, now))

function partOf(vessel: Vessel, group: GroupExcuse, now: Seconds): ExcuseEvent[] {
  const stored = vessel.excuses.find(({ times }) => times.ofGroup?.id === group.id)
  const when = dated(now)
  if (group.withdrawn !== null) {
    const { by, reason } = group.withdrawn
    return stored === undefined || stored.withdrawn !== null
      ? []
      : [{ type: 'excuse-withdrawn', ...when, excuse: stored.id, by, reason }]
  }
  const { component, category, reviewAt } = group
  if (component !== null && !vessel.components.some(({ id }) => id === component)) return []
  const part = membership(vessel, group, stored, now)
  if (stored === undefined && (part.within.at(-1)?.to ?? -OPEN) <= sinceWhen(vessel, now)) return []
  if (stored !== undefined && isSame(part, stored.times.ofGroup)) return []
  const times = clipped(planOf(group, part, stored, now), part, ofGroup(vessel, group), stored?.span.from ?? now)
  const { by, reason } = group.changed.at(-1) ?? group.entered
  if (stored === undefined) {
    // What recurs is taken without any time in it rather than worked out for nothing at every look.
    if (times.times.spans.length === 0 && group.when.kind === 'once') return []
    const excuse = newExcuseId(vessel.excuses, component, times.span.from)
    return [{ type: 'excused', ...when, excuse, component, category, ...times, reviewAt, reason, by }]
  }
  const isEntered = stored.times.ofGroup?.revision !== part.revision
  const why = isEntered
    ? { reason, by }
    : ({ reason: 'its group or its zone is another', by: { kind: 'hub' } } as const)
  return [{ type: 'excuse-changed', ...when, excuse: stored.id, ...times, reviewAt, ...why }]
}

/** What is to be once, and has begun by the clocks of one zone, goes on by them. */
function membership(vessel: Vessel, group: GroupExcuse, stored: Excuse | undefined, now: Seconds): GroupPart {
  const { id, revision, when } = group
  const own = when.zone === 'UTC' ? 'UTC' : (vessel.admission.profile?.zone ?? 'UTC')
  const before = stored?.times.ofGroup
  const goesOn =
    when.kind === 'once' && before?.revision === revision && stored !== undefined && stored.span.from <= now
  const within = clip(ofGroup(vessel, group), reachOf(when)).map(({ from, to }) => ({ from, to }))
  return { id, revision, zone: goesOn ? before.zone : own, within }
}

const ofGroup = ({ membership }: Vessel, { group }: GroupExcuse): Timeline<string> =>
  membership.filter(({ state }) => state === group)

const isSame = (part: GroupPart, stored: GroupPart | null): boolean =>
  stored !== null &&
  part.revision === stored.revision &&
  part.zone === stored.zone &&
  part.within.length === stored.within.length &&
  part.within.every(({ from, to }, at) => stored.within[at]?.from === from && stored.within[at]?.to === to)

/** Nothing is excused of the time before anything is known of the vessel, nor of what is about to be forgotten. */
const sinceWhen = ({ components }: Vessel, now: Seconds): Seconds =>
  Math.max(now - EXCUSABLE_S + 10 * DAY_S, Math.min(now, ...components.map(({ claimed }) => claimed?.from ?? OPEN)))

/** As if it always belonged to the group. */
function planOf({ when }: GroupExcuse, { zone }: GroupPart, stored: Excuse | undefined, now: Seconds): Planned | null {
  if (when.kind === 'recurs') {
    const recurs = { pattern: when.pattern, zone }
    return stored === undefined ? planned(recurs, now) : replannedFromNow(stored.times, recurs, now)
  }
  const { from, to } = when.walls
  const span = { from: instantAt(from, zone), to: to === OPEN ? OPEN : lastInstantAt(to, zone) }
  return { span, times: once(span) }
}

/** What of it lies in the time in which it belongs to the group: also what has begun before the reach of what it is changed to. */
function clipped(plan: Planned | null, part: GroupPart, belongs: Timeline<string>, otherwise: Seconds): Planned {
  if (plan === null) {
    const none = { from: otherwise, to: otherwise }
    return { span: none, times: { spans: [], recurs: null, workedOutTo: null, ofGroup: part } }
  }
  const { recurs } = plan.times
  const spans = plan.times.spans.flatMap((span) => clip(belongs, span)).map(({ from, to }) => ({ from, to }))
  const leaves = part.within.at(-1)?.to ?? -OPEN
  const workedOutTo = leaves <= (plan.times.workedOutTo ?? OPEN) ? null : plan.times.workedOutTo
  const from = spans[0]?.from ?? otherwise
  const to = workedOutTo === null ? (spans.at(-1)?.to ?? from) : plan.span.to
  return {
    span: { from, to },
    times: { spans, recurs, workedOutTo, ofGroup: part },
  }
}
