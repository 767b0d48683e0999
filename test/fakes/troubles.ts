import type { Figures } from '../../shared/api/figures.ts'
import type { Interval } from '../../shared/api/timeline.ts'
import type { Vessel } from '../../shared/api/vessel.ts'
import { DAY_S, iso, type Seconds } from '../../shared/time.ts'

export const NOW: Seconds = Date.parse('2026-11-23T17:14:30Z') / 1000
export const before = (agoS: number): string => iso(NOW - agoS)

/** A stretch of trouble of one component, in seconds before now; up otherwise. */
export type Trouble = {
  from: Seconds
  to: Seconds
  state: 'down' | 'unknown'
  cause?: Interval['cause']
  silent?: boolean
}

/** Over the window that ends now. */
export function figuresOf(troubles: readonly Trouble[], windowS: Seconds): Figures {
  const length = ({ from, to }: Trouble): number => Math.max(0, Math.min(from, windowS) - to)
  const sum = (all: readonly Trouble[]): number => all.reduce((total, trouble) => total + length(trouble), 0)
  const downS = sum(troubles.filter(({ state }) => state === 'down'))
  const silentS = sum(troubles.filter((trouble) => trouble.silent === true))
  const unknownS = sum(troubles.filter(({ state }) => state === 'unknown'))
  const upS = windowS - downS - unknownS
  const share = (part: number, whole: number): number | null => (whole === 0 ? null : (part / whole) * 100)
  return {
    from: before(windowS),
    to: before(0),
    uptime: share(upS, upS + downS),
    measured: share(upS, upS + downS - silentS),
    observed: share(upS, upS + downS),
    coverage: share(upS + downS, windowS),
    lowest: share(upS, windowS),
    highest: share(upS + unknownS, windowS),
    upS,
    downS,
    unknownS,
    silentS,
    excusedS: 0,
    excuses: [],
    outOfServiceS: 0,
  }
}

export const windowsOf = (troubles: readonly Trouble[]) => ({
  '24h': figuresOf(troubles, DAY_S),
  '7d': figuresOf(troubles, 7 * DAY_S),
  '30d': figuresOf(troubles, 30 * DAY_S),
  '90d': figuresOf(troubles, 90 * DAY_S),
})

/** In service since eighty days. */
export const daysOf = (troubles: readonly Trouble[]): Vessel['components'][number]['days'] =>
  Array.from({ length: 90 }, (_, at) => {
    const begin = (Math.floor(NOW / DAY_S) - 89 + at) * DAY_S
    const to = Math.max(0, NOW - begin - DAY_S)
    const all = troubles.map((one) => ({ ...one, from: one.from - to, to: Math.max(0, one.to - to) }))
    const { uptime, upS, downS, silentS, unknownS } = figuresOf(
      all.filter(({ from }) => from > 0),
      NOW - begin - to,
    )
    const day = iso(begin).slice(0, 10)
    if (at < 10)
      return { day, uptime: null, upS: 0, downS: 0, silentS: 0, unknownS: 0, excusedS: 0, outOfServiceS: DAY_S }
    return { day, uptime, upS, downS, silentS, unknownS, excusedS: 0, outOfServiceS: 0 }
  })

export const downtimesOf = (troubles: readonly Trouble[]): Vessel['components'][number]['downtimes'] =>
  troubles
    .filter(({ state }) => state === 'down')
    .map(({ from, to, silent = false }) => ({
      from: before(from),
      to: to === 0 ? null : before(to),
      downS: from - to,
      silentS: silent ? from - to : 0,
    }))

export function intervalsOf(troubles: readonly Trouble[], from: Seconds, to: Seconds): Interval[] {
  const up = (begin: Seconds, end: Seconds): Interval[] =>
    begin >= end
      ? []
      : [{ state: 'up', from: iso(begin), to: iso(end), source: 'measured', cause: null, excusedBy: null }]
  const intervals: Interval[] = []
  let at = from
  for (const trouble of [...troubles].sort((a, b) => b.from - a.from)) {
    const begin = Math.max(at, NOW - trouble.from)
    const end = Math.min(to, NOW - trouble.to)
    if (begin >= end) continue
    intervals.push(...up(at, begin), {
      state: trouble.state,
      from: iso(begin),
      to: iso(end),
      source: trouble.silent === true ? 'silent' : trouble.state === 'unknown' ? 'none' : 'measured',
      cause: trouble.cause ?? null,
      excusedBy: null,
    })
    at = end
  }
  return [...intervals, ...up(at, to)]
}

export const hoursOf = (troubles: readonly Trouble[]): string =>
  Array.from({ length: 24 }, (_, hour) => {
    const trouble = troubles.find(({ from, to }) => from > (23 - hour) * 3600 && to < (24 - hour) * 3600)
    return trouble === undefined ? 'u' : trouble.silent === true ? 's' : trouble.state === 'down' ? 'd' : 'n'
  }).join('')
