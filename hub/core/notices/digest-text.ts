import type { Alert, Alerts } from '../../../shared/api/alert.ts'
import type { Fleet } from '../../../shared/api/fleet.ts'
import type { Excuse } from '../../../shared/api/maintenance.ts'
import type { Proposal } from '../../../shared/api/proposal.ts'
import { spokenDuration } from '../../../shared/spoken.ts'
import { DAY_S, MINUTE_S, type Seconds } from '../../../shared/time.ts'
import type { Item, Message, Section } from './notice.ts'
import { dateOf } from './notice-text.ts'

/** What pages and API say of the fleet at `until`, as far as a digest tells it. */
export type DigestFacts = {
  readonly day: string
  readonly since: Seconds
  readonly until: Seconds
  readonly fleet: Pick<Fleet, 'vessels' | 'counts'>
  readonly open: readonly Alert[]
  readonly massSilences: Alerts['massSilences']
  /** The newest of them. */
  readonly resolved: readonly Alert[]
  readonly proposals: readonly Proposal[]
  readonly excuses: readonly Excuse[]
  /** For how long of that time the hub itself could not hear. */
  readonly awayS: Seconds
  readonly publicUrl: string | null
}

/** The day's digest: what waits, what is still down, what changed. */
export function digestOf(facts: DigestFacts): Message {
  const waiting = waitingItems(facts)
  const down = downItems(facts)
  const over = overItems(facts)
  const decided = decidedItems(facts)
  const { counts, vessels } = facts.fleet
  const standing = [
    counts.silent > 0 && `${counts.silent} silent`,
    counts.down > 0 && `${counts.down} with something down`,
    waiting.length > 0 && `${waiting.length} waiting for a yes or no`,
  ].filter((part) => part !== false)
  const url = facts.publicUrl
  return {
    subject: `Watchkeeper ${facts.day}: ${standing.join(', ') || 'nothing is down'}`,
    lines: [
      `${vessels.length} vessels: ${counts.silent} silent, ${counts.down} with something down, ${counts.unknown} not known, ${counts.maintenance} in maintenance, ${counts.up} up.`,
      `Since ${dateOf(facts.since)}: ${down.filter(({ isNew }) => isNew).length} went down and still are, ${over.length} over, ${decided.length} proposed tickets decided.`,
      ...facts.massSilences.map(
        ({ among, since, vessels: silent, of }) =>
          `${silent.length} of ${of} vessels of ${among ?? 'the fleet'} fell silent together, ${dateOf(at(since))}.`,
      ),
      ...(facts.awayS > 0 ? [`The hub itself could not hear for ${spokenDuration(facts.awayS)} of that time.`] : []),
      ...(url === null ? [] : [`${url}/`]),
    ],
    sections: [
      section('Waiting for a yes or no', waiting, link(url, '/approvals')),
      section('Still down or silent', down, link(url, '/alerts')),
      section('Up again, but not over yet', againItems(facts), link(url, '/alerts')),
      section('Below the SLA, or not measured', otherItems(facts), link(url, '/alerts')),
      section('Over since the last digest', over, link(url, '/alerts?state=resolved')),
      section('Decided since the last digest', decided, link(url, '/approvals')),
      section('Maintenance', excusedItems(facts), link(url, '/maintenance')),
    ].flatMap((one) => one ?? []),
  }
}

/** A phone shows no more with comfort. */
const MOST = 15

/** Null while there is nothing to say. */
function section(title: string, items: readonly Item[], more: string | null): Section | null {
  if (items.length === 0) return null
  const rest = items.length - MOST
  const shown = items.slice(0, MOST).map(({ text, href }) => ({ text, href }))
  return {
    title: `${title} (${items.length})`,
    items: rest > 0 ? [...shown, { text: `and ${rest} more`, href: more }] : shown,
  }
}

const link = (url: string | null, path: string): string | null => url && `${url}${path}`
const ofVessel = ({ publicUrl }: DigestFacts, id: string): string | null => link(publicUrl, `/vessels/${id}`)

const at = (instant: string): Seconds => Date.parse(instant) / 1000
const isIn = ({ since, until }: DigestFacts, instant: string): boolean => at(instant) >= since && at(instant) < until
const age = ({ until }: DigestFacts, instant: string): string =>
  spokenDuration(Math.max(MINUTE_S, Math.floor((until - at(instant)) / MINUTE_S) * MINUTE_S))

function waitingItems(facts: DigestFacts): readonly Item[] {
  return facts.proposals.flatMap(({ draft, raisedAt, severity, stage, ticket, snoozedUntil, held }) => {
    if (snoozedUntil !== null || held !== null) return []
    const kind = ticket?.stage
    if (stage.kind !== 'waiting' && kind !== 'refused' && kind !== 'held') return []
    const text =
      stage.kind === 'waiting'
        ? `${draft.summary} (${severity}), waiting for ${age(facts, raisedAt)}`
        : `${draft.summary} (${severity}): ${kind === 'held' ? 'held, since it is over' : 'the ticket was refused'}, send it or make none`
    return [{ text, href: link(facts.publicUrl, '/approvals') }]
  })
}

/** The oldest first; a component's own trouble is not named under its vessel's silence. */
function downItems(facts: DigestFacts): readonly (Item & { readonly isNew: boolean })[] {
  const found = facts.fleet.vessels.flatMap(({ id, name, state, presence, components }) => {
    if (presence.kind === 'silent' && state === 'silent') return [{ id, name, what: 'silent', since: presence.since }]
    return components.flatMap((component) =>
      component.state === 'down' && component.since !== null
        ? [{ id, name, what: `${component.name} down`, since: component.since }]
        : [],
    )
  })
  return found
    .sort((a, b) => at(a.since) - at(b.since))
    .map(({ id, name, what, since }) => {
      const isNew = isIn(facts, since)
      const ticket = ticketsOf(facts, id)
      return {
        text: `${name}: ${what} since ${dateOf(at(since))}, ${age(facts, since)}${isNew ? ' (new)' : ''}${ticket}`,
        href: ofVessel(facts, id),
        isNew,
      }
    })
}

function ticketsOf({ proposals }: DigestFacts, vessel: string): string {
  const keys = proposals.flatMap((one) =>
    one.vessel.id === vessel && one.ticket?.stage === 'linked' && one.ticket.key !== null ? [one.ticket.key] : [],
  )
  return keys.length === 0 ? '' : ` – ${keys.join(', ')}`
}

/** Nothing is down of it now, and its alert is open. */
const againItems = (facts: DigestFacts): readonly Item[] =>
  facts.open.flatMap(({ vessel, component, kind, since, recovery }) => {
    if (kind !== 'down' || recovery === null || recovery.overAt === null) return []
    const what = `${component?.name ?? 'the vessel'} up since ${dateOf(at(recovery.since))}`
    const text = `${vessel.name}: ${what}, over at ${dateOf(at(recovery.overAt))} if it stays so; it was down from ${dateOf(at(since))}`
    return [{ text, href: ofVessel(facts, vessel.id) }]
  })

const otherItems = (facts: DigestFacts): readonly Item[] =>
  facts.open
    .filter(({ kind }) => kind === 'sla' || kind === 'no-data')
    .map((alert) => ({
      text: `${alert.vessel.name}: ${whatIs(alert)} since ${dateOf(at(alert.since))}`,
      href: ofVessel(facts, alert.vessel.id),
    }))

const overItems = (facts: DigestFacts): readonly Item[] =>
  facts.resolved
    .filter(({ resolved }) => resolved !== null && isIn(facts, resolved.at))
    .map((alert) => ({
      text: `${alert.vessel.name}: ${whatIs(alert)}, from ${dateOf(at(alert.since))}; over ${dateOf(at(alert.resolved?.at ?? alert.since))}`,
      href: ofVessel(facts, alert.vessel.id),
    }))

function whatIs({ kind, component }: Alert): string {
  switch (kind) {
    case 'silent':
      return 'silent'
    case 'down':
      return `${component?.name ?? 'the vessel'} down`
    case 'no-data':
      return `${component?.name ?? 'the vessel'} not measured`
    case 'sla':
      return `${component?.name ?? 'the vessel'} below its SLA`
  }
}

const decidedItems = (facts: DigestFacts): readonly Item[] =>
  facts.proposals.flatMap(({ draft, stage, ticket }) => {
    if (stage.kind === 'waiting' || stage.at === null || !isIn(facts, stage.at)) return []
    const by = stage.by === null ? '' : ` by ${stage.by}`
    const key = ticket?.key ?? null
    const text = `${draft.summary}: ${stage.kind}${by}${key === null ? '' : `, ${key}`}`
    return [{ text, href: ticket?.url ?? link(facts.publicUrl, '/approvals') }]
  })

const excusedItems = (facts: DigestFacts): readonly Item[] =>
  facts.excuses
    .filter(({ state, from }) => state === 'now' || (state === 'coming' && at(from) < facts.until + DAY_S))
    .map(({ vessel, component, reason, from, to }) => ({
      text: `${vessel.name}${component === null ? '' : `, ${component.name}`}: ${reason}, from ${dateOf(at(from))}${to === null ? ', open-ended' : ` to ${dateOf(at(to))}`}`,
      href: link(facts.publicUrl, '/maintenance'),
    }))
