import type { ComponentId } from '../../../shared/model.ts'
import { spokenPattern } from '../../../shared/pattern.ts'
import { spokenDuration } from '../../../shared/spoken.ts'
import { iso, OPEN } from '../../../shared/time.ts'
import type { Component } from '../components/component.ts'
import { nameOf } from '../components/component-name.ts'
import type { Context } from '../context.ts'
import { type Dated, dated } from '../dated.ts'
import type { VesselEvent } from '../events.ts'
import type { Incident } from '../incidents/incident.ts'
import { downWithin } from '../knowledge/knowledge.ts'
import type { Vessel } from '../vessel.ts'
import { current, evolveTickets, isOpen, type Ticket, type TicketEvent } from './ticket.ts'
import { wantUpdate } from './ticket-follow.ts'
import { isOver } from './ticket-standing.ts'

/** What the issues are told of what has just become of their incidents: graver, excused, inherited, over. */
export function whenTicketed(
  vessel: Vessel,
  context: Context,
  news: readonly VesselEvent[],
): readonly (Dated & TicketEvent)[] {
  if (vessel.tickets.size === 0) return []
  const when = dated(context.now)
  const inherited = news.flatMap((event) => inheritance(vessel, event)).map((event) => ({ ...event, ...when }))
  const tickets = current(inherited.reduce(evolveTickets, vessel.tickets))
  const ended = new Set(news.flatMap((event) => (event.type === 'incident-ended' ? [event.incident] : [])))
  const told = [
    ...news.flatMap((event) => tickets.flatMap((ticket) => graver(vessel, ticket, event))),
    ...news.flatMap((event) => tickets.flatMap((ticket) => excused(vessel, ticket, event))),
    ...tickets
      .filter(({ incidents }) => incidents.some((id) => ended.has(id)))
      .flatMap((ticket) => over(vessel, ticket, context)),
  ]
  return [...inherited, ...told.map((event) => ({ ...event, ...when }))]
}

/** A silence that has settled leaves its ticket to the components that were down behind it and have none of their own. */
function inheritance({ tickets }: Vessel, event: VesselEvent): TicketEvent[] {
  if (event.type !== 'incident-ended' || event.heirs.length === 0) return []
  const open = [...tickets.values()].filter(isOpen)
  const heirs = event.heirs.filter((heir) => !open.some(({ incidents }) => incidents.includes(heir)))
  if (heirs.length === 0) return []
  return open
    .filter(({ incidents }) => incidents.includes(event.incident))
    .map(({ id }) => ({ type: 'ticket-inherited', ticket: id, incidents: heirs }))
}

function graver({ alerts }: Vessel, ticket: Ticket, event: VesselEvent): readonly TicketEvent[] {
  if (event.type !== 'alert-changed' || event.reason !== 'graver' || event.severity === undefined) return []
  const alert = alerts.find(({ id }) => id === event.alert)
  if (alert?.incident == null || !ticket.incidents.includes(alert.incident)) return []
  const text = `It has become ${event.severity}.`
  return wantUpdate(ticket, { op: `${ticket.label}-${event.severity}`, blocks: [{ kind: 'text', text }], move: null })
}

/** What is excused of its time, or counts again. It stays open: whether it is done is for people to say. */
function excused({ incidents, excuses }: Vessel, ticket: Ticket, event: VesselEvent): readonly TicketEvent[] {
  if (event.type !== 'excused' && event.type !== 'excuse-changed' && event.type !== 'excuse-withdrawn') return []
  const excuse = excuses.find(({ id }) => id === event.excuse)
  if (excuse === undefined) return []
  const { component, span, times, category } = excuse
  const isOfIt = incidents.some(
    (one) =>
      ticket.incidents.includes(one.id) &&
      (component === null || component === one.component) &&
      times.spans.some(({ from, to }) => one.began < to && (one.ended ?? OPEN) > from),
  )
  if (!isOfIt) return []
  const how = times.recurs === null ? '' : `${spokenPattern(times.recurs.pattern, times.recurs.zone)}, `
  const time = `${how}from ${iso(span.from)} ${span.to === OPEN ? 'on' : `to ${iso(span.to)}`}`
  const what = event.type === 'excuse-withdrawn' ? `Counts again ${time}` : `Excused ${time}, ${category}`
  const op = `${ticket.label}-${event.excuse}-${event.type}-${event.at.toString(36)}`
  return wantUpdate(ticket, { op, blocks: [{ kind: 'text', text: `${what}: ${event.reason}` }], move: null })
}

/** Once nothing of it goes on: since when, and how long it was down. */
function over(vessel: Vessel, ticket: Ticket, context: Context): readonly TicketEvent[] {
  if (!isOver(vessel.incidents, ticket)) return []
  const incidents = vessel.incidents.filter(({ id }) => ticket.incidents.includes(id))
  const last = Math.max(...incidents.map(({ ended }) => ended ?? 0))
  const items = incidents.flatMap((incident) => downtimesOf(vessel, incident, context))
  const isOfVessel = incidents.every(({ component }) => component === null)
  return wantUpdate(ticket, {
    op: `${ticket.label}-up-${last.toString(36)}`,
    blocks: [
      { kind: 'text', text: `${isOfVessel ? 'Heard' : 'Up'} again since ${iso(last)}.` },
      { kind: 'list', items },
    ],
    move: context.policy.tickets.onRecovery === 'transition' ? 'done' : null,
  })
}

/** What was measured, also behind a silence. */
function downtimesOf(vessel: Vessel, { component, began, ended, why }: Incident, context: Context): readonly string[] {
  const span = { from: began, to: ended ?? context.now }
  const downOf = (one: Component): number => downWithin(vessel, one, context, span)
  const named = (id: ComponentId): string => nameOf(id, context.policy)
  if (component !== null) {
    const known = vessel.components.find(({ id }) => id === component)
    return known === undefined
      ? [`${named(component)}: no longer watched.`]
      : [`${named(component)}: down for ${spokenDuration(downOf(known))} in all, since ${iso(began)}.`]
  }
  if (why === 'link-only') return ['The vessel was silent, and nothing was down: it was the link alone.']
  const behind = vessel.components.filter((one) => downOf(one) > 0)
  return [
    `The vessel was silent for ${spokenDuration(span.to - span.from)}.`,
    ...behind.map((one) => `${named(one.id)}: down for ${spokenDuration(downOf(one))} of that time.`),
  ]
}
