import { DAY_S, HOUR_S } from '../../../shared/time.ts'
import { eventsOf, hubWasThere, type World } from './evidence.ts'
import { type ComponentLife, countedOutages, stateOf, touches, type VesselLife } from './oracle.ts'
import { entriesOf, mayBeExcused } from './verdict-excuses.ts'

/** By then whatever is known is decided, whoever was killed meanwhile. */
const SLACK_S = 3 * HOUR_S

/** Every spell that shore could know to be older than three days was proposed, and is decided or still waits. */
export function proposalFaults(world: World): readonly string[] {
  return world.life.vessels.flatMap((vessel) => [
    ...vessel.components.flatMap((component) => ofComponent(world, vessel, component)),
    ...ofVessel(world, vessel),
  ])
}

function ofComponent(world: World, vessel: VesselLife, component: ComponentLife): readonly string[] {
  const { life, end, policy } = world
  const entries = entriesOf(world, vessel.id)
  const outages = countedOutages(component, policy.incident.resolveAfterS, { from: life.begin, to: end })
  return outages.flatMap((outage) => {
    const to = Math.min(outage.to, end)
    const known = momentsOf({ from: outage.from + policy.ticketAfterS + SLACK_S, to }).filter((at) => {
      const lately = { from: at - SLACK_S, to: at }
      const isDown = momentsOf(lately).every((one) => stateOf(component, one) === 'down')
      if (!isDown || touches(vessel.offline, lately)) return false
      return !mayBeExcused(entries, component.id, lately) && hubWasThere(world, lately)
    })
    const named = `${vessel.id}: ${component.id}, down since ${outage.from}`
    const [first] = known
    if (first === undefined) return []
    if (!isCovered(world, vessel.id, component.id, { from: outage.from, to: first }))
      return [`${named}, is not proposed by ${first}`]
    const last = known.at(-1) ?? first
    return last > end - HOUR_S && isForgotten(world, vessel.id, component.id, outage.from)
      ? [`${named}, goes on, and its proposal is given up`]
      : []
  })
}

function ofVessel(world: World, vessel: VesselLife): readonly string[] {
  return vessel.offline.flatMap(({ from, to }) => {
    const at = from + world.policy.silentAfterS + world.policy.ticketAfterS + SLACK_S
    const lately = { from: from - 4 * HOUR_S, to: from }
    const wasHeard = lately.from > vessel.begin && !touches(vessel.offline, lately)
    const due = { from: at - SLACK_S, to: at }
    if (at >= Math.min(to, world.end) || !wasHeard || !hubWasThere(world, due)) return []
    if (mayBeExcused(entriesOf(world, vessel.id), null, due)) return []
    return isCovered(world, vessel.id, null, { from, to: at })
      ? []
      : [`${vessel.id}, silent since ${from}, is not proposed by ${at}`]
  })
}

/** A proposal that tells of it was made in that time, or what was proposed before goes on with it. */
function isCovered(
  world: World,
  vessel: string,
  component: string | null,
  { from, to }: { from: number; to: number },
): boolean {
  const tells = eventsOf(world, vessel, 'proposal-raised', 'proposal-revised').some(
    ({ learnedAt, facts }) => learnedAt >= from && learnedAt <= to && isAbout(facts.components, component),
  )
  return tells || ticketsOf(world, vessel, component).some(({ since, at }) => at <= to && since >= from - 60)
}

const isAbout = (components: readonly string[], component: string | null): boolean =>
  component === null ? components.length === 0 : components.includes(component)

/** The outages of it that tickets are about, by when each began and when the ticket had it. */
function ticketsOf(world: World, vessel: string, component: string | null) {
  const began = new Map(eventsOf(world, vessel, 'incident-began').map((event) => [event.incident, event]))
  return eventsOf(world, vessel, 'ticket-wanted', 'ticket-inherited').flatMap(({ incidents, at }) =>
    incidents.flatMap((id) => {
      const incident = began.get(id)
      return incident?.component === component ? [{ since: incident.began, at }] : []
    }),
  )
}

/** The last that became of what was proposed about it is no decision, and it has no ticket. */
function isForgotten(world: World, vessel: string, component: string, from: number): boolean {
  if (ticketsOf(world, vessel, component).some(({ since }) => since >= from - 60)) return false
  const about = new Map<string, readonly string[]>()
  const standing = new Map<string, string>()
  const decided = ['proposal-approved', 'proposal-rejected', 'proposal-withdrawn', 'proposal-expired'] as const
  for (const event of eventsOf(world, vessel, 'proposal-raised', 'proposal-revised', ...decided)) {
    standing.set(event.proposal, event.type)
    if ('facts' in event) about.set(event.proposal, event.facts.components)
  }
  return ![...standing].some(
    ([proposal, type]) =>
      isAbout(about.get(proposal) ?? [], component) && type !== 'proposal-withdrawn' && type !== 'proposal-expired',
  )
}

/** Often enough that no state is missed that matters. */
function momentsOf({ from, to }: { from: number; to: number }): readonly number[] {
  const moments: number[] = []
  for (let at = from; at < to && at < from + 40 * DAY_S; at += 600) moments.push(at)
  return moments
}
