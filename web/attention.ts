import type { Fleet, FleetComponent, FleetVessel } from '../shared/api/fleet.ts'
import type { State } from '../shared/model.ts'
import { secondsOf } from './format.ts'
import { CAUSES, neverHeard } from './state.ts'

/** One vessel that somebody should look at, and why. */
export type Concern = {
  readonly vessel: FleetVessel
  /** `up` for a vessel that works now, but missed its SLA. */
  readonly state: State
  readonly ageS: number | null
  readonly what: string
}

/** Of each vessel that is below its SLA: since when, by the oldest of its alerts about that. */
export type MissedSince = ReadonlyMap<string, string>

/** Oldest first; what nobody knows the age of comes last. */
export const attention = (fleet: Fleet, missedSince: MissedSince): readonly Concern[] =>
  fleet.vessels
    .flatMap((vessel) => concernOf(vessel, fleet.at, missedSince) ?? [])
    .sort((a, b) => (b.ageS ?? -1) - (a.ageS ?? -1) || (a.vessel.name < b.vessel.name ? -1 : 1))

function concernOf(vessel: FleetVessel, now: string, missedSince: MissedSince): Concern | null {
  if (neverHeard(vessel.presence) || vessel.state === 'maintenance') return null
  if (vessel.presence.kind === 'silent')
    return {
      vessel,
      state: 'silent',
      ageS: secondsOf(now) - secondsOf(vessel.presence.since),
      what: 'silent: counts as down',
    }
  const telling = vessel.presence.kind === 'settling' ? ' · heard again, telling what was' : ''
  for (const state of ['down', 'unknown'] as const) {
    const troubled = vessel.components.filter((component) => component.state === state)
    if (troubled.length === 0) continue
    return {
      vessel,
      state,
      ageS: oldest(troubled, now),
      what: `${names(troubled, vessel)} ${state === 'down' ? 'down' : `without data${why(troubled)}`}${telling}`,
    }
  }
  const missed = vessel.components.filter(({ sla }) => sla === 'missed')
  if (missed.length === 0) return null
  const since = missedSince.get(vessel.id)
  const ageS = since === undefined ? null : secondsOf(now) - secondsOf(since)
  return { vessel, state: 'up', ageS, what: `${names(missed, vessel)} below SLA${telling}` }
}

const names = (components: readonly FleetComponent[], { components: all }: FleetVessel): string =>
  components.length === all.length && all.length > 2
    ? `all ${all.length} components`
    : components.map(({ name }) => name).join(', ')

/** The cause, where all have the same. */
function why(components: readonly FleetComponent[]): string {
  const [cause, ...others] = new Set(components.map((component) => component.cause))
  return cause == null || others.length > 0 ? '' : `: ${CAUSES[cause]}`
}

function oldest(components: readonly FleetComponent[], now: string): number | null {
  const ages = components.flatMap(
    ({ downtimeS, since }) => downtimeS ?? (since === null ? [] : secondsOf(now) - secondsOf(since)),
  )
  return ages.length > 0 ? Math.max(...ages) : null
}
