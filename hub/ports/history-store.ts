import type { Actor, Subject } from '../../shared/api/audit.ts'
import type { ComponentId, VesselId } from '../../shared/model.ts'
import type { Seconds } from '../../shared/time.ts'
import type { Severity } from '../core/alerts/severity.ts'
import type { By } from '../core/by.ts'
import type { Incident, IncidentBegin, IncidentId } from '../core/incidents/incident.ts'
import type { IssueRef, IssueStatus, Ticket, TicketId } from '../core/tickets/ticket.ts'
import type { Position } from './log.ts'

/** An incident from its beginning on; one that has ended stays for as long as there is detail. */
export type IncidentRow = Incident & {
  readonly vessel: VesselId
  readonly reason: IncidentBegin
  /** The silence whose place it takes, or under which it lies. */
  readonly vesselIncident: IncidentId | null
  /** When shore knew that it had begun, and that it was over. */
  readonly learnedAt: Seconds
  readonly endLearnedAt: Seconds | null
  /** How often its times were found to be others. */
  readonly restated: number
}

/** A ticket from its approval on; a closed one stays for as long as there is detail. */
export type TicketRow = {
  readonly vessel: VesselId
  readonly id: TicketId
  readonly incidents: readonly IncidentId[]
  readonly severity: Severity
  readonly summary: string
  readonly by: By
  readonly wantedAt: Seconds
  readonly stage: Ticket['stage']['kind']
  /** Since when it stands at this stage, and what brought it there. */
  readonly stageSince: Seconds
  readonly why: string | null
  readonly issue: IssueRef | null
  /** As the tracker last said, and when it did. */
  readonly status: IssueStatus | null
  readonly statusAt: Seconds | null
  /** How it was closed; `missing`: the issue is not there any more. */
  readonly closed: {
    readonly at: Seconds
    readonly how: 'done' | 'missing'
    readonly resolution: string | null
  } | null
}

/** Where an event stands in the log: the position of its batch, and its place among the events of that. */
export type Place = { readonly position: Position; readonly index: number }

/** By what an event is found; what it says stands in the log alone. */
export type AuditRow = Place & {
  readonly learnedAt: Seconds
  /** Null: of no single vessel. */
  readonly vessel: VesselId | null
  readonly subject: Subject
  readonly actor: Actor
  readonly name: string | null
}

/** What a batch changes in the rows of the past. */
export type HistoryChange =
  | { readonly kind: 'incident'; readonly row: IncidentRow }
  | { readonly kind: 'ticket'; readonly row: TicketRow }
  | { readonly kind: 'audit'; readonly row: AuditRow }
  /** The event there belongs to the trail of the incident. */
  | { readonly kind: 'trail'; readonly of: Trailed; readonly place: Place }
  /** What is said of the thing (an alert, a proposal, …) from now on belongs to the incident's trail. */
  | { readonly kind: 'thread'; readonly of: Trailed; readonly thing: string }
  /** What ended before. */
  | { readonly kind: 'history-forgotten'; readonly vessel: VesselId; readonly before: Seconds }

export type Trailed = { readonly vessel: VesselId; readonly incident: IncidentId }

/** Where a page of a list ended: rows that come later move nothing on the pages behind it. */
export type Cursor = { readonly at: Seconds; readonly vessel: VesselId; readonly id: string }

/** What touches the time from `from` on and before `to`, of these vessels, behind the cursor; null: all. */
export type Stretch = {
  readonly vessels: readonly VesselId[] | null
  readonly from: Seconds | null
  readonly to: Seconds | null
  readonly after: Cursor | null
}

export type AuditSought = Omit<Stretch, 'vessels' | 'after'> & {
  readonly vessel: VesselId | null
  readonly subject: Subject | null
  /** Is left out. */
  readonly except: Subject | null
  readonly actor: Actor | null
  readonly name: string | null
  readonly after: Place | null
}

/** The past as rows. Lists have the newest first, and are read only as far as they are taken. */
export interface HistoryStore {
  incidents(of: Stretch & { component: ComponentId | null; isOpen: boolean | null }): Iterable<IncidentRow>
  incident(vessel: VesselId, id: IncidentId): IncidentRow | undefined
  /** The vessel's own that goes on. */
  openSilence(vessel: VesselId): IncidentRow | undefined
  tickets(of: Stretch & { stage: TicketRow['stage'] | null }): Iterable<TicketRow>
  ticket(vessel: VesselId, id: TicketId): TicketRow | undefined
  audit(of: AuditSought): Iterable<Place>
  /** As it came into the log. */
  trail(of: Trailed & { readonly after: Place | null }): Iterable<Place>
  /** Alerts, proposals and whatever else belongs to the incident, and the other way round. */
  things(of: Trailed): readonly string[]
  incidentsOf(vessel: VesselId, thing: string): readonly IncidentId[]
}
