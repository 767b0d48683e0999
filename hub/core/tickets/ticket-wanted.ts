import { createHash } from 'node:crypto'
import type { ComponentId, VesselId } from '../../../shared/model.ts'
import type { By } from '../by.ts'
import type { IncidentId } from '../incidents/incident.ts'
import type { TicketPolicy } from '../policy.ts'
import type { Vessel } from '../vessel.ts'
import { current, type IssueRef, type Ticket, type TicketEvent, type TicketId } from './ticket.ts'
import type { TicketDraft } from './ticket-draft.ts'

/** An approval, as far as a ticket follows from it. */
export type Approval = {
  /** Of the hub's log: two hubs never share a label. */
  readonly logId: string
  readonly vessel: VesselId
  readonly proposal: TicketId
  /** The first one names the outage for ever; of a chronic component there is none, and the proposal does. */
  readonly incidents: readonly IncidentId[]
  readonly components: readonly ComponentId[]
  readonly draft: TicketDraft
  /** An existing issue in place of a new one. */
  readonly key: string | null
  readonly by: By
}

/** The one ticket that an approval leads to: a new issue, or one that was closed lately about the same, opened again. */
export function whenApproved(vessel: Vessel, approval: Approval, now: number, policy: TicketPolicy): TicketEvent[] {
  const { logId, proposal: ticket, incidents, draft, by } = approval
  const label = freshLabel(vessel, approval)
  const assets = [null, ...approval.components].map((component) => assetLabel(logId, approval.vessel, component))
  const earlier = approval.key === null ? earlierIssue(vessel, incidents, now, policy) : null
  const key = approval.key ?? earlier?.key ?? null
  const wanted: TicketEvent = { type: 'ticket-wanted', ticket, label, assets, incidents, draft, key, by }
  if (key === null) return [wanted]
  const move = earlier === null ? null : 'new'
  return [wanted, { type: 'ticket-update-wanted', ticket, op: `${label}-again`, blocks: draft.blocks, move }]
}

/** Of the outage; where an earlier ticket of it has that, whose issue was closed while it went on, of the proposal. */
function freshLabel({ tickets }: Vessel, { logId, vessel, incidents, proposal }: Approval): string {
  const label = ticketLabel(logId, vessel, incidents[0] ?? proposal)
  return [...tickets.values()].some((ticket) => ticket.label === label) ? ticketLabel(logId, vessel, proposal) : label
}

/** By this label the issue of an outage is found again, whatever became of the hub that made it. */
export const ticketLabel = (logId: string, vessel: VesselId, outage: string): string =>
  `wk-e-${hashed(logId, vessel, outage)}`

/** By this one all issues of a component are found, or of a vessel: `component` is null. */
export const assetLabel = (logId: string, vessel: VesselId, component: ComponentId | null): string =>
  `wk-a-${hashed(logId, vessel, ...(component === null ? [] : [component]))}`

/** The issue that is opened again when the same fails anew, unless it is about to be for another outage. */
export function earlierIssue(
  vessel: Vessel,
  incidents: readonly IncidentId[],
  now: number,
  policy: TicketPolicy,
): IssueRef | null {
  const componentsOf = (ids: readonly IncidentId[]): readonly (ComponentId | null)[] =>
    vessel.incidents.filter(({ id }) => ids.includes(id)).map(({ component }) => component)
  const failing = componentsOf(incidents)
  const isTaken = ({ key }: IssueRef) =>
    [...vessel.tickets.values()].some((ticket) => ticket.stage.kind === 'ready' && ticket.key === key)
  const issues = current(vessel.tickets)
    .filter((ticket) => componentsOf(ticket.incidents).some((component) => failing.includes(component)))
    .flatMap((ticket) => reopenable(ticket, now, policy) ?? [])
    .filter((issue) => !isTaken(issue))
  return issues.at(-1) ?? null
}

function reopenable({ stage }: Ticket, now: number, { reopenWithinS, wontFix }: TicketPolicy): IssueRef | null {
  if (stage.kind !== 'closed' || stage.how !== 'done' || now - stage.at > reopenWithinS) return null
  return stage.resolution !== null && wontFix.includes(stage.resolution) ? null : stage.issue
}

const hashed = (...parts: readonly string[]): string =>
  base32(createHash('sha256').update(parts.join('\n')).digest()).slice(0, 20)

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'

function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five, 2)]).join('')
}
