import type { StoredIssue } from '../../../deploy/demo/jira/state.ts'
import { eventsOf, type World } from './evidence.ts'
import { countedOutages, type VesselLife } from './oracle.ts'

/** At most one issue for each outage, none without a person's yes to just that, and none lost. */
export function ticketFaults(world: World): readonly string[] {
  const labelled = new Map<string, StoredIssue[]>()
  for (const issue of world.jira.state.issues.values()) {
    const labels = Array.isArray(issue.fields.labels) ? issue.fields.labels : []
    for (const label of labels.filter((one) => String(one).startsWith('wk-e-')))
      labelled.set(String(label), [...(labelled.get(String(label)) ?? []), issue])
  }
  const found = world.life.vessels.flatMap((vessel) => ofVessel(world, vessel, labelled))
  const owned = new Set(eventsOf(world, null, 'ticket-wanted').map(({ label }) => label))
  const stray = [...labelled.keys()].filter((label) => !owned.has(label))
  const doubled = [...labelled].filter(([, issues]) => issues.length > 1)
  return [
    ...found,
    ...world.life.vessels.flatMap((vessel) => split(world, vessel)),
    ...stray.map((label) => `an issue carries ${label}, which nobody wanted`),
    ...doubled.map(([label, issues]) => `${label} has ${issues.length} issues`),
    ...[...world.jira.state.issues.values()]
      .filter(({ fields }) => !Array.isArray(fields.labels) || !fields.labels.some((one) => labelled.has(String(one))))
      .map(({ id }) => `issue ${id} carries no label`),
  ]
}

function ofVessel(world: World, { id: vessel }: VesselLife, labelled: ReadonlyMap<string, StoredIssue[]>): string[] {
  const found: string[] = []
  const outages = new Map<string, string>()
  for (const { ticket, label, incidents, key, draft } of eventsOf(world, vessel, 'ticket-wanted')) {
    found.push(...unapproved(world, vessel, ticket))
    const issues = labelled.get(label) ?? []
    const fate = eventsOf(world, vessel, 'ticket-linked', 'ticket-held', 'ticket-refused').findLast(
      (event) => event.ticket === ticket,
    )
    if (fate?.type === 'ticket-linked') {
      if (issues.length === 0 && key === null)
        found.push(`${vessel}: ${ticket} is linked, but no issue carries ${label}`)
      if (key === null && issues[0] && String(issues[0].id) !== fate.issue.id)
        found.push(`${vessel}: ${ticket} is linked with ${fate.issue.key}, not with its own`)
    } else if (fate?.type !== 'ticket-held')
      found.push(`${vessel}: ${ticket} is lost (${fate?.type ?? 'nothing came of it'})`)
    else if (issues.length > 0) found.push(`${vessel}: ${ticket} is held, but has an issue`)
    found.push(
      ...issues
        .filter(({ fields }) => key === null && fields.summary !== draft.summary)
        .map(({ id }) => `${vessel}: issue ${id} says other than what was approved of ${ticket}`),
    )
    if (issues.length === 0) continue
    for (const incident of incidents) {
      const other = outages.get(incident)
      if (other !== undefined) found.push(`${vessel}: ${incident} has issues of both ${other} and ${ticket}`)
      outages.set(incident, ticket)
    }
  }
  return found
}

/** A person clicked yes on just this, having seen just this revision, once. */
function unapproved({ clicks, ...world }: World, vessel: string, ticket: string): string[] {
  const yes = eventsOf(world, vessel, 'proposal-approved', 'proposal-linked').filter(
    ({ proposal }) => proposal === ticket,
  )
  if (yes.length !== 1) return [`${vessel}: ${ticket} was approved ${yes.length} times`]
  return yes.flatMap((event) => {
    const { at, by } = event
    const seen = eventsOf(world, vessel, 'proposal-raised', 'proposal-revised').filter(
      ({ proposal, learnedAt }) => proposal === ticket && learnedAt <= at,
    ).length
    const revision = event.type === 'proposal-approved' ? event.revision : seen
    const type = event.type === 'proposal-approved' ? 'approve-proposal' : 'link-proposal'
    const clicked = clicks.some(
      ({ at: clickedAt, vessel: of, command }) =>
        of === vessel &&
        command.type === type &&
        command.proposal === ticket &&
        command.revision === revision &&
        'name' in command.by &&
        'name' in by &&
        command.by.name === by.name &&
        clickedAt <= at,
    )
    const stale = seen !== revision
    return [
      ...(clicked ? [] : [`${vessel}: ${ticket} was approved by nobody`]),
      ...(stale ? [`${vessel}: revision ${revision} of ${ticket} was approved, though there were ${seen}`] : []),
    ]
  })
}

/** By the truth: whatever the log makes of an outage of a component, one ticket was wanted of it. */
function split(world: World, { id: vessel, begin, components }: VesselLife): readonly string[] {
  const began = new Map(eventsOf(world, vessel, 'incident-began').map((event) => [event.incident, event]))
  const wanted = eventsOf(world, vessel, 'ticket-wanted')
  return components.flatMap((component) =>
    countedOutages(component, world.policy.incident.resolveAfterS, { from: begin, to: world.end }).flatMap(
      ({ from, to }) => {
        const isOfIt = (incident: string) => {
          const known = began.get(incident)
          return known?.component === component.id && known.began >= from - 60 && known.began < to
        }
        const tickets = wanted.filter(({ incidents }) => incidents.some(isOfIt)).map(({ ticket }) => ticket)
        return tickets.length > 1 ? [`${vessel}: ${tickets.join(' and ')} are of one outage of ${component.id}`] : []
      },
    ),
  )
}
