import { OPEN } from '../../../shared/time.ts'
import { join, replace, type Timeline } from '../../../shared/timeline.ts'
import type { AdmissionEvent } from '../admission/admission.ts'
import { EXCUSABLE_S } from './excuse.ts'

/** To which group a vessel belongs when: to the one that it was entered with as if since ever, to another one since that was entered. */
export function evolveMembership(groups: Timeline<string>, event: AdmissionEvent): Timeline<string> {
  if (event.type !== 'vessel-added' && event.type !== 'vessel-changed') return groups
  const { group } = event.profile
  if (group === undefined) return groups
  const isFirst = event.type === 'vessel-added' && groups.length === 0
  const since = { from: isFirst ? -OPEN : event.at, to: OPEN }
  const kept = groups.filter(({ to }) => to > event.at - EXCUSABLE_S)
  return join(replace(kept, since, group === null ? [] : [{ ...since, state: group }]))
}
