import { DAY_S, isoDay, type Seconds } from '../../../shared/time.ts'
import { instantAt, wallAt } from '../../../shared/zone.ts'

/** At which time of day, in seconds since midnight on the clocks of the zone, people get the day's digest. */
export type DigestPolicy = { readonly wallS: Seconds; readonly zone: string }

/** A day on the calendar of the zone, as in `2026-11-26`, and when its digest is due. */
export type DigestDay = { readonly day: string; readonly dueAt: Seconds }

/**
 * The newest day whose digest is due. An hour that a clock change skips is the first instant after it, of one that comes twice
 * the first is meant: each day of the calendar has exactly one.
 */
export function newestDue(policy: DigestPolicy, now: Seconds): DigestDay {
  const today = Math.floor(wallAt(now, policy.zone) / DAY_S)
  const due = dueOn(policy, today)
  return due.dueAt <= now ? due : dueOn(policy, today - 1)
}

/** When the next one is due, after `now`. */
export function nextDueAt(policy: DigestPolicy, now: Seconds): Seconds {
  const today = Math.floor(wallAt(now, policy.zone) / DAY_S)
  const { dueAt } = dueOn(policy, today)
  return dueAt > now ? dueAt : dueOn(policy, today + 1).dueAt
}

const dueOn = ({ wallS, zone }: DigestPolicy, day: number): DigestDay => ({
  day: isoDay(day),
  dueAt: instantAt(day * DAY_S + wallS, zone),
})
