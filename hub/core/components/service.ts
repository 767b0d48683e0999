import { OPEN, type Seconds } from '../../../shared/time.ts'
import { join, overlay, type Timeline } from '../../../shared/timeline.ts'
import type { Profile } from '../admission/profile.ts'

import type { Component } from './component.ts'

/** In the yard, laid up, not yet taken over: nobody expects anything of it now. */
export const isOutOfService = ({ inService }: Profile, now: Seconds): boolean =>
  inService.length > 0 && !inService.some(({ from, to }) => from <= now && now < to)

/** A component serves while it is claimed and its vessel is in service: as entered, else as long as anything is claimed. */
export function serviceOf(profile: Profile, retiredAt: Seconds | null, { claimed }: Component): Timeline<true> {
  if (claimed === null) return []
  const entered = profile.inService.length === 0 ? [{ from: -OPEN, to: OPEN }] : profile.inService
  const periods = entered
    .toSorted((a, b) => a.from - b.from)
    .map(({ from, to }) => ({ from, to: Math.min(to, retiredAt ?? OPEN), state: true as const }))
  return overlay(join(periods), [], claimed, (serves) => serves)
}
