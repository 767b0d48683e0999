import type { VesselId } from '../../../shared/model.ts'
import { DAY_S, type Seconds } from '../../../shared/time.ts'
import { isVesselEvent, type VesselEvent, type WatchEvent } from '../../core/events.ts'
import type { AuditRow, HistoryChange, HistoryStore, IncidentRow, Place, TicketRow } from '../../ports/history-store.ts'
import type { Batch } from '../../ports/log.ts'
import { DETAIL_DAYS, vesselOf } from '../rows.ts'
import { incidentAfter } from './incidents.ts'
import { actorOf, byOf, SUBJECT_OF } from './subject.ts'
import { threadsOf } from './threads.ts'
import { ticketAfter } from './tickets.ts'

type Before = Pick<HistoryStore, 'incident' | 'openSilence' | 'ticket' | 'incidentsOf'>

/** What a batch adds to the past: every event to the audit, what is about an incident to its trail as well. */
export function historyRows(batch: Batch, before: Before): readonly HistoryChange[] {
  const vessel = vesselOf(batch.stream)
  const past = vessel === null ? null : createPast(vessel, before)
  return batch.events.flatMap((event, index) => {
    const place = { position: batch.position, index }
    const audit: HistoryChange = { kind: 'audit', row: auditRow(event, place, vessel) }
    return past === null || !isVesselEvent(event) ? [audit] : [audit, ...past(event, place)]
  })
}

function auditRow(event: WatchEvent, place: Place, vessel: VesselId | null): AuditRow {
  const by = byOf(event)
  const name = 'name' in by ? by.name : null
  return { ...place, learnedAt: event.learnedAt, vessel, subject: SUBJECT_OF[event.type], actor: actorOf(by), name }
}

/** Of one vessel: what a batch has changed so far is seen by the events that follow in it. */
function createPast(vessel: VesselId, before: Before) {
  const incidents = new Map<string, IncidentRow>()
  const tickets = new Map<string, TicketRow>()
  const threads = new Map<string, Set<string>>()
  const incident = (id: string) => incidents.get(id) ?? before.incident(vessel, id)
  const ticket = (id: string) => tickets.get(id) ?? before.ticket(vessel, id)
  const incidentsOf = (thing: string) => [
    ...new Set([...before.incidentsOf(vessel, thing), ...(threads.get(thing) ?? [])]),
  ]
  const silence = () => before.openSilence(vessel)?.id ?? null

  return (event: VesselEvent, place: Place): readonly HistoryChange[] => {
    const changes: HistoryChange[] = []
    const incidentRow = incidentAfter(vessel, event, incident)
    if (incidentRow !== null) {
      incidents.set(incidentRow.id, incidentRow)
      changes.push({ kind: 'incident', row: incidentRow })
    }
    const ticketRow = ticketAfter(vessel, event, ticket)
    if (ticketRow !== null) {
      tickets.set(ticketRow.id, ticketRow)
      changes.push({ kind: 'ticket', row: ticketRow })
    }
    const woven = threadsOf(event, { incidentsOf, silence })
    for (const one of woven.incidents) {
      const of = { vessel, incident: one }
      changes.push({ kind: 'trail', of, place })
      for (const thing of woven.things) {
        threads.set(thing, (threads.get(thing) ?? new Set()).add(one))
        changes.push({ kind: 'thread', of, thing })
      }
    }
    return ends(event) ? [...changes, forgotten(vessel, event.learnedAt)] : changes
  }
}

const ends = ({ type }: VesselEvent): boolean => type === 'incident-ended' || type === 'ticket-closed'

const forgotten = (vessel: VesselId, learnedAt: Seconds): HistoryChange => ({
  kind: 'history-forgotten',
  vessel,
  before: learnedAt - DETAIL_DAYS * DAY_S,
})
