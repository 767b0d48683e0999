import { countedS, downS, type Sums } from './availability.ts'
import { DAY_S, type Seconds } from './time.ts'

/** What is promised, over which window, and how much of it must be measured before it is judged. */
export type SlaPolicy = {
  readonly targetPercent: number
  readonly windowS: Seconds
  readonly minCoveragePercent: number
  readonly overrides: readonly SlaOverride[]
}

export type SlaOverride = {
  readonly group?: string | undefined
  readonly vessel?: string | undefined
  readonly component?: string | undefined
  readonly target: number
}

export type Verdict =
  | { readonly sla: 'met' | 'missed'; readonly reason: null }
  | { readonly sla: 'undetermined'; readonly reason: Undetermined }

/** `new`: too short in service. `excused`: nothing of the window counts. `coverage`: too little is known to say either. */
export type Undetermined = 'new' | 'excused' | 'coverage'

export const DEFAULT_SLA: SlaPolicy = { targetPercent: 95, windowS: DAY_S, minCoveragePercent: 75, overrides: [] }

/** Judged when enough is known, or when what is unknown could not change it: nobody meets an SLA by not being measured. */
export function judge(sums: Sums, targetPercent: number, { windowS, minCoveragePercent }: SlaPolicy): Verdict {
  if (isLess(windowS - sums['out-of-service'], windowS, minCoveragePercent)) return undetermined('new')
  const counted = countedS(sums)
  if (counted === 0) return undetermined('excused')
  const known = sums.up + downS(sums)
  if (!isLess(known, counted, minCoveragePercent)) {
    return { sla: isLess(sums.up, known, targetPercent) ? 'missed' : 'met', reason: null }
  }
  if (!isLess(sums.up, counted, targetPercent)) return { sla: 'met', reason: null }
  if (isLess(sums.up + sums.unknown, counted, targetPercent)) return { sla: 'missed', reason: null }
  return undetermined('coverage')
}

/** The most specific override wins: vessel and component, vessel, component, group; of equals the last one written. */
export function targetFor(
  policy: SlaPolicy,
  of: { readonly group: string | null; readonly vessel: string; readonly component: string | null },
): number {
  let target = policy.targetPercent
  let best = 0
  for (const override of policy.overrides) {
    if (override.vessel !== undefined && override.vessel !== of.vessel) continue
    if (override.component !== undefined && override.component !== of.component) continue
    if (override.group !== undefined && override.group !== of.group) continue
    const weight = specificity(override)
    if (weight >= best) {
      best = weight
      target = override.target
    }
  }
  return target
}

const specificity = ({ vessel, component, group }: SlaOverride) =>
  (vessel === undefined ? 0 : 4) + (component === undefined ? 0 : 2) + (group === undefined ? 0 : 1)

const undetermined = (reason: Undetermined): Verdict => ({ sla: 'undetermined', reason })

/** Whether a part is less than a percentage of the whole; in whole numbers, so that exactly on target is met. */
const isLess = (part: Seconds, whole: Seconds, percent: number) => part * 100_000 < whole * Math.round(percent * 1000)
