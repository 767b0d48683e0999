import { type ComponentId, isComponentId } from '../../shared/model.ts'
import { DAY_S, HOUR_S, type Span } from '../../shared/time.ts'
import { type Chance, chanceOf } from './chance.ts'
import type { Component, Manners } from './database.ts'
import { FAULTS, type FaultName } from './faults.ts'
import type { HubPoint } from './shore.ts'
import type { AgentPoint } from './vessel.ts'

/** What one seed makes of the world: who is measured how, what goes wrong and how often. */
export type Plan = {
  readonly seed: number
  readonly kind: Kind
  readonly lastsS: number
  readonly components: readonly Component[]
  readonly manners: Manners
  readonly heartbeatS: number
  readonly readEveryS: number
  readonly latencyS: number
  readonly replicas: number
  readonly lagUpToS: number
  readonly silentAfterS: number
  readonly duplicates: number
  readonly lostAcks: number
  readonly faults: readonly FaultName[]
  readonly faultEveryS: number
  /** How long a fault goes on. */
  readonly faultLeastS: number
  /** When the link is away for long, since the begin: all that turns does so then, and is over when it comes back. */
  readonly eclipseS: Span | null
  readonly faultUpToS: number
  readonly points: ReadonlyMap<AgentPoint | HubPoint, number>
  /** How often the disk on board refuses; by dice of its own, so that seeds in which it never does stay as they are. */
  readonly diskRefusesEveryS: number
}

export type Kind = 'weather' | 'dark' | 'long' | 'clocks' | 'parts' | 'twins'

/** In turn, seed by seed: the dear ones less often. */
const NINE: readonly Kind[] = ['weather', 'dark', 'clocks', 'twins', 'weather', 'long', 'weather', 'dark', 'clocks']
const TWENTY: readonly Kind[] = [...NINE, 'weather', ...NINE, 'weather']
const KINDS: readonly Kind[] = [...NINE, 'parts', ...NINE, 'weather', ...TWENTY]

const POINTS: readonly (AgentPoint | HubPoint)[] = [
  'read-unsaved',
  'half-saved',
  'saved-unsent',
  'sent',
  'acked',
  'unappended',
  'appended-unflushed',
  'stored-unacked',
  'acked-unconfirmed',
]

type Scale = {
  readonly lastsS: number
  readonly intervalS: number
  readonly heartbeatS: number
  readonly readEveryS: number
}

export function planOf(seed: number): Plan {
  const chance = chanceOf(seed)
  const kind = KINDS[seed % KINDS.length] ?? 'weather'
  const scale = scaleOf(kind, chance)
  const { lastsS, heartbeatS, readEveryS } = scale
  const eclipse = eclipseOf(kind, chance)
  const eclipseS = eclipse && { from: eclipse.from * lastsS, to: eclipse.to * lastsS }
  const lateUpToS = kind === 'dark' ? 300 : kind === 'clocks' ? 2 * HOUR_S : kind === 'long' ? DAY_S / 4 : 12 * HOUR_S
  return {
    seed,
    kind,
    lastsS,
    components: componentsOf(scale.intervalS, kind === 'parts' ? 3 : 1, chance),
    manners: {
      late: kind === 'long' ? 0 : chance.pick([0, 0.01, 0.1]),
      lateUpToS,
      overwritten: kind === 'long' || kind === 'dark' ? 0 : chance.pick([0, 0.002, 0.01]),
      gaps: kind === 'parts' ? 0.005 : 0.2,
      turnsWithinS: eclipseS
        ? { from: eclipseS.from + lastsS / 50, to: eclipseS.from + lastsS / (kind === 'parts' ? 5 : 8) }
        : { from: 0, to: lastsS },
      turnEveryS:
        kind === 'parts' ? 1.2 * scale.intervalS : chance.span(5 * scale.intervalS, lastsS / (eclipseS ? 50 : 4)),
    },
    heartbeatS,
    readEveryS,
    latencyS: chance.span(0.05, 3),
    replicas: chance.pick([1, 2]),
    lagUpToS: chance.pick([0.2, 5, 60]),
    silentAfterS: 2 * heartbeatS + 60 + chance.pick([0, 240]),
    duplicates: chance.pick([0, 0.02, 0.2]),
    lostAcks: chance.pick([0, 0.02, 0.3]),
    faults: eclipseS && kind === 'long' ? HARMLESS : some(faultsOf(kind), kind, chance),
    faultEveryS: chance.span(lastsS / 60, lastsS / 6),
    faultLeastS: kind === 'parts' ? lastsS / 4 : 10,
    eclipseS,
    faultUpToS: kind === 'long' ? lastsS / 2 : lastsS / 3,
    points: new Map(
      POINTS.map((point) => [point, chance.happens(0.3) ? chance.span(0.002, 0.1) * (kind === 'long' ? 0.2 : 1) : 0]),
    ),
    diskRefusesEveryS: chanceOf(seed ^ 0xd15c).happens(0.25) ? lastsS / 4 : Infinity,
  }
}

function scaleOf(kind: Kind, chance: Chance): Scale {
  switch (kind) {
    case 'long':
      return {
        lastsS: chance.int(40, 110) * DAY_S,
        intervalS: chance.pick([3600, 7200]),
        heartbeatS: chance.pick([3, 6]) * HOUR_S,
        readEveryS: chance.pick([1, 2]) * HOUR_S,
      }
    case 'parts':
      return { lastsS: 16 * HOUR_S, intervalS: 5, heartbeatS: 300, readEveryS: 60 }
    default:
      return {
        lastsS: chance.int(12, 72) * HOUR_S,
        intervalS: chance.pick([60, 120, 300]),
        heartbeatS: 300,
        readEveryS: chance.pick([60, 120]),
      }
  }
}

/** As shares of the time: months without a link, or so much to tell that it takes parts. */
function eclipseOf(kind: Kind, chance: Chance): Span | null {
  if (kind === 'parts') return { from: 0.3, to: 0.5 }
  return kind === 'long' && chance.happens(0.4) ? { from: 0.1, to: 0.8 } : null
}

function componentsOf(intervalS: number, least: number, chance: Chance): Component[] {
  return ['access-point', 'dashboard', 'server', 'camera'].slice(0, chance.int(least, 4)).map((id) => ({
    id: componentId(id),
    combination: chance.pick(['any', 'all']),
    checks: Array.from({ length: chance.pick([1, 1, 1, 2, 3]) }, () => ({ intervalS, holdForS: 3 * intervalS })),
  }))
}

const faultsOf = (kind: Kind): FaultName[] =>
  FAULTS.filter((name) => {
    if (name === 'prune') return kind === 'dark'
    if (name === 'vessel-clock' || name === 'hub-clock') return kind === 'clocks'
    if (name === 'twin') return kind === 'twins'
    return true
  })

/** After these nothing may be missing, ever. */
const HARMLESS: readonly FaultName[] = ['link-cut', 'hub-crash', 'log-away', 'agent-crash']

/** What a kind is made for. */
const NEEDED: Record<Kind, readonly FaultName[]> = {
  weather: [],
  dark: ['prune'],
  long: [],
  clocks: ['vessel-clock'],
  parts: ['link-down'],
  twins: ['twin'],
}

/** A part of them, so that each fault is also met without the others. */
function some(names: readonly FaultName[], kind: Kind, chance: Chance): FaultName[] {
  const share = chance.pick([0.2, 0.5, 1])
  const needed = NEEDED[kind]
  const picked = names.filter((name) => chance.happens(share) || needed.includes(name))
  return picked.length > 0 ? picked : [...names]
}

function componentId(text: string): ComponentId {
  if (!isComponentId(text)) throw new Error(`${text} is no component`)
  return text
}
