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
    ...world.life.vessels.flatMap(({ id }) => unsaid(world, id)),
    ...world.life.vessels.flatMap(({ id }) => needless(world, id)),
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
    const fate = eventsOf(world, vessel, 'ticket-linked', 'ticket-held', 'ticket-dropped', 'ticket-refused').findLast(
      (event) => event.ticket === ticket,
    )
    if (fate?.type === 'ticket-linked') {
      if (issues.length === 0 && key === null)
        found.push(`${vessel}: ${ticket} is linked, but no issue carries ${label}`)
      if (key === null && issues[0] && String(issues[0].id) !== fate.issue.id)
        found.push(`${vessel}: ${ticket} is linked with ${fate.issue.key}, not with its own`)
    } else if (fate?.type !== 'ticket-held' && fate?.type !== 'ticket-dropped')
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
      if (other !== undefined && other !== ticket && !follows(world, vessel, other, ticket))
        found.push(`${vessel}: ${incident} has issues of both ${other} and ${ticket}`)
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
        const tickets = [
          ...new Set(wanted.filter(({ incidents }) => incidents.some(isOfIt)).map(({ ticket }) => ticket)),
        ]
        const isTwice = tickets.some((ticket, at) => {
          const before = tickets[at - 1]
          return before !== undefined && !follows(world, vessel, before, ticket)
        })
        return isTwice ? [`${vessel}: ${tickets.join(' and ')} are of one outage of ${component.id}`] : []
      },
    ),
  )
}

/** Whatever was to be said in an issue is said there, once, whichever ticket follows it by now. */
function unsaid(world: World, vessel: string): readonly string[] {
  const fates = eventsOf(world, vessel, 'ticket-linked', 'ticket-held', 'ticket-dropped')
  return eventsOf(world, vessel, 'ticket-update-wanted').flatMap(({ ticket, op }) => {
    const fate = fates.findLast((event) => event.ticket === ticket)
    if (fate?.type !== 'ticket-linked') return []
    const comments = world.jira.state.issues.get(Number(fate.issue.id))?.comments ?? []
    const times = comments.filter(({ body }) => JSON.stringify(body).includes(`"${op}"`)).length
    return times === 1 ? [] : [`${vessel}: ${op} of ${ticket} is said ${times} times in ${fate.issue.key}`]
  })
}

/** A request may be carried out so late. */
const LATE_S = 300

/** The hub opens no issue again for what it knows to be over, unless a person said so after all. */
function needless(world: World, vessel: string): readonly string[] {
  const ended = eventsOf(world, vessel, 'incident-ended', 'incident-restated')
  const linked = eventsOf(world, null, 'ticket-linked')
  const own = eventsOf(world, vessel, 'ticket-linked')
  const wanted = eventsOf(world, vessel, 'ticket-wanted')
  return world.turned.flatMap(({ at, issue, open }) => {
    const last = linked.findLast((one) => one.issue.id === issue && one.at <= at)
    const asked = wanted.filter(({ ticket }) => ticket === last?.ticket)
    // People link tickets of several vessels with one issue: it is the last one's by then.
    if (!open || last === undefined || !own.includes(last) || asked.length !== 1) return []
    const isOver = asked[0]?.incidents.every((id) => {
      const fate = ended.findLast(({ incident, learnedAt }) => incident === id && learnedAt <= at - LATE_S)
      return fate !== undefined && fate.ended !== null
    })
    return isOver && asked[0]?.incidents.length
      ? [`${vessel}: ${last.issue.key} is opened again at ${at} for what is over`]
      : []
  })
}

/** By the time of the later one the earlier was closed in JIRA, or a person had wanted none: it is no second one. */
function follows({ turned, ...world }: World, vessel: string, earlier: string, later: string): boolean {
  const to = eventsOf(world, vessel, 'ticket-wanted').find(({ ticket }) => ticket === later)?.at ?? 0
  const linked = eventsOf(world, vessel, 'ticket-linked').find(({ ticket }) => ticket === earlier)
  const dropped = eventsOf(world, vessel, 'ticket-dropped').some(({ ticket, at }) => ticket === earlier && at <= to)
  return dropped || turned.some(({ open, issue, at }) => !open && issue === linked?.issue.id && at <= to)
}
