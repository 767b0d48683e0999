import type { Alert } from '../../../shared/api/alert.ts'
import type { AuditEntry } from '../../../shared/api/audit.ts'
import type { Incident } from '../../../shared/api/incident.ts'
import type { Excuse } from '../../../shared/api/maintenance.ts'
import type { Ticket } from '../../../shared/api/ticket.ts'

/** What a column is called, and what of a row stands in it. */
export type Column<R> = readonly [name: string, of: (row: R) => string | number | null]

export const ALERT_COLUMNS: readonly Column<Alert>[] = [
  ['vessel', ({ vessel }) => vessel.id],
  ['vesselName', ({ vessel }) => vessel.name],
  ['group', ({ vessel }) => vessel.group],
  ['id', ({ id }) => id],
  ['kind', ({ kind }) => kind],
  ['component', ({ component }) => component?.id ?? null],
  ['state', ({ state }) => state],
  ['severity', ({ severity }) => severity],
  ['since', ({ since }) => since],
  ['openedAt', ({ openedAt }) => openedAt],
  ['resolvedAt', ({ resolved }) => resolved?.at ?? null],
  ['resolvedBecause', ({ resolved }) => resolved?.reason ?? null],
  ['heldBy', ({ heldBy }) => heldBy?.kind ?? null],
  ['acknowledgedBy', ({ acknowledged }) => acknowledged?.by.name ?? null],
  ['acknowledgedAt', ({ acknowledged }) => acknowledged?.at ?? null],
  ['acknowledgedWith', ({ acknowledged }) => acknowledged?.reason ?? null],
  ['owner', ({ owner }) => owner],
  ['note', ({ note }) => note],
  ['upSince', ({ recovery }) => recovery?.since ?? null],
  ['overAt', ({ recovery }) => recovery?.overAt ?? null],
]

export const INCIDENT_COLUMNS: readonly Column<Incident>[] = [
  ['vessel', ({ vessel }) => vessel.id],
  ['vesselName', ({ vessel }) => vessel.name],
  ['group', ({ vessel }) => vessel.group],
  ['id', ({ id }) => id],
  ['component', ({ component }) => component?.id ?? null],
  ['state', ({ state }) => state],
  ['began', ({ began }) => began],
  ['ended', ({ ended }) => ended],
  ['lastedS', ({ lastedS }) => lastedS],
  ['reason', ({ reason }) => reason],
  ['endedBecause', ({ why }) => why],
  ['learnedAt', ({ learnedAt }) => learnedAt],
  ['endLearnedAt', ({ endLearnedAt }) => endLearnedAt],
  ['restated', ({ restated }) => restated],
  ['severity', ({ severity }) => severity],
  ['vesselIncident', ({ vesselIncident }) => vesselIncident],
  ['tickets', ({ tickets }) => tickets.flatMap(({ key }) => key ?? []).join(' ')],
  ['upSince', ({ recovery }) => recovery?.since ?? null],
  ['overAt', ({ recovery }) => recovery?.overAt ?? null],
]

export const TICKET_COLUMNS: readonly Column<Ticket>[] = [
  ['vessel', ({ vessel }) => vessel.id],
  ['vesselName', ({ vessel }) => vessel.name],
  ['group', ({ vessel }) => vessel.group],
  ['id', ({ id }) => id],
  ['key', ({ key }) => key],
  ['url', ({ url }) => url],
  ['components', ({ components }) => components.map(({ id }) => id).join(' ')],
  ['since', ({ since }) => since],
  ['severity', ({ severity }) => severity],
  ['summary', ({ summary }) => summary],
  ['stage', ({ stage }) => stage],
  ['stageSince', ({ stageSince }) => stageSince],
  ['why', ({ why }) => why],
  ['status', ({ status }) => status],
  ['statusAt', ({ statusAt }) => statusAt],
  ['closedAt', ({ closed }) => closed?.at ?? null],
  ['closedAs', ({ closed }) => (closed === null ? null : (closed.resolution ?? closed.how))],
  ['stillDown', ({ stillDown }) => (stillDown ? 'yes' : 'no')],
  ['approvedBy', ({ by }) => by.name],
  ['wantedAt', ({ wantedAt }) => wantedAt],
  ['ended', ({ ended }) => ended],
  ['upSince', ({ recovery }) => recovery?.since ?? null],
  ['overAt', ({ recovery }) => recovery?.overAt ?? null],
]

export const AUDIT_COLUMNS: readonly Column<AuditEntry>[] = [
  ['position', ({ position }) => position],
  ['index', ({ index }) => index],
  ['correlation', ({ correlation }) => correlation],
  ['learnedAt', ({ learnedAt }) => learnedAt],
  ['at', ({ at }) => at],
  ['vessel', ({ vessel }) => vessel?.id ?? null],
  ['subject', ({ subject }) => subject],
  ['type', ({ type }) => type],
  ['by', ({ by }) => by.kind],
  ['name', ({ by }) => by.name],
  ['what', ({ what }) => what],
  ['why', ({ why }) => why],
  ['incidents', ({ incidents }) => incidents.join(' ')],
  ['facts', ({ facts }) => facts.map(({ name, value }) => `${name}: ${value}`).join('; ')],
]

export const EXCUSE_COLUMNS: readonly Column<Excuse>[] = [
  ['vessel', ({ vessel }) => vessel.id],
  ['vesselName', ({ vessel }) => vessel.name],
  ['group', ({ vessel }) => vessel.group],
  ['id', ({ id }) => id],
  ['component', ({ component }) => component?.id ?? null],
  ['category', ({ category }) => category],
  ['reason', ({ reason }) => reason],
  ['state', ({ state }) => state],
  ['from', ({ from }) => from],
  ['to', ({ to }) => to],
  ['recurs', ({ recurs }) => recurs?.words ?? null],
  ['reviewAt', ({ reviewAt }) => reviewAt],
  ['ofGroup', ({ ofGroup }) => ofGroup],
  ['enteredBy', ({ entered }) => entered.by.name],
  ['enteredAt', ({ entered }) => entered.at],
  ['changedBy', ({ changed }) => changed.at(-1)?.by.name ?? null],
  ['changedAt', ({ changed }) => changed.at(-1)?.at ?? null],
  ['withdrawnBy', ({ withdrawn }) => withdrawn?.by.name ?? null],
  ['withdrawnAt', ({ withdrawn }) => withdrawn?.at ?? null],
  ['withdrawnBecause', ({ withdrawn }) => withdrawn?.reason ?? null],
]
