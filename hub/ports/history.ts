import type { Actor, Audit, Subject, Trail } from '../../shared/api/audit.ts'
import type { Incidents } from '../../shared/api/incident.ts'
import type { Ticket, Tickets } from '../../shared/api/ticket.ts'
import type { ComponentId, VesselId } from '../../shared/model.ts'
import type { Seconds } from '../../shared/time.ts'
import type { IncidentId } from '../core/incidents/incident.ts'
import type { Cursor, Place } from './history-store.ts'

/** What every list of the past is asked; null fits all. */
type Asked = {
  readonly vessel: VesselId | null
  readonly group: string | null
  /** What touches the time from here on, and before there. */
  readonly from: Seconds | null
  readonly to: Seconds | null
  /** Where the page before ended. */
  readonly after: Cursor | null
  readonly size: number
}

export type IncidentQuery = Asked & {
  readonly component: ComponentId | null
  readonly state: 'open' | 'ended' | null
}

export type TicketQuery = Asked & {
  readonly stage: Ticket['stage'] | null
  /** Whether it was closed although what it is about goes on. */
  readonly stillDown: boolean | null
}

/** By when shore knew. */
export type AuditQuery = Omit<Asked, 'group' | 'after'> & {
  readonly subject: Subject | null
  /** Is left out. */
  readonly except: Subject | null
  readonly actor: Actor | null
  readonly name: string | null
  readonly after: Place | null
}

export type TrailQuery = { readonly after: Place | null; readonly size: number }

/** What was: the lists of the past, the newest first, a page at a time. */
export interface History {
  incidents(query: IncidentQuery): Promise<Incidents>
  /** Everything about one of them, the oldest first. */
  trail(vessel: VesselId, incident: IncidentId, query: TrailQuery): Promise<Trail | null>
  tickets(query: TicketQuery): Promise<Tickets>
  audit(query: AuditQuery): Promise<Audit>
}
