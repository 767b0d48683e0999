import type { By } from '../../hub/core/by.ts'
import type { VesselEvent, WatchEvent } from '../../hub/core/events.ts'
import { vesselStream } from '../../hub/core/events.ts'
import type { TicketEvent } from '../../hub/core/tickets/ticket.ts'
import type { Batch } from '../../hub/ports/log.ts'
import { type ComponentId, isComponentId, type VesselId } from '../../shared/model.ts'
import { DAY_S, HOUR_S, MINUTE_S, type Seconds } from '../../shared/time.ts'

const ADA: By = { kind: 'local', name: 'Ada' }
const SERVER = componentId('server')

/** What the log would hold of two vessels: a silence that hid a short outage, and an outage of days that became a ticket. */
export function somePast(lost: VesselId, down: VesselId, now: Seconds): readonly Batch[] {
  const batches: Batch[] = []
  const add: Add = (vessel, at, ...events) => append(vesselStream(vessel), at, events)
  const append = (stream: string, at: Seconds, events: readonly WatchEvent[]): void => {
    const position = batches.length + 1
    const previous = batches.findLast((one) => one.stream === stream)?.position ?? 0
    batches.push({ stream, position, previous, id: `decision-${position}`, at: at * 1000, events })
  }
  add(lost, now - 30 * DAY_S, added('Lost at sea', 'North', now - 30 * DAY_S))
  add(down, now - 30 * DAY_S, added('Down for days', 'South', now - 30 * DAY_S))
  const signedIn = now - 6 * DAY_S
  append('accounts', signedIn, [
    {
      type: 'signed-in',
      ...on(signedIn),
      user: 'ada',
      how: 'password',
      from: '192.0.2.7',
      by: { kind: 'user', name: 'ada' },
    },
  ])
  silence(add, lost, now - 5 * DAY_S)
  outage(add, down, now - 4 * DAY_S)
  return batches
}

type Add = (vessel: VesselId, at: Seconds, ...events: VesselEvent[]) => void

const on = (at: Seconds) => ({ at, learnedAt: at })

const added = (name: string, group: string, at: Seconds): VesselEvent => ({
  type: 'vessel-added',
  ...on(at),
  by: { kind: 'command-line', name: 'root' },
  profile: { name, group, imo: null, link: null, zone: 'UTC', contact: null, inService: [] },
})

/** For half a day; of the server, which was down for an hour of it, nobody heard before it was over. */
function silence(add: Add, vessel: VesselId, since: Seconds): void {
  const told = since + 12 * HOUR_S
  const incident = `i-vessel-${since.toString(36)}`
  const late = `i-server-${(since + HOUR_S).toString(36)}`
  add(vessel, since + 15 * MINUTE_S, {
    type: 'incident-began',
    at: since,
    learnedAt: since + 15 * MINUTE_S,
    incident,
    component: null,
    began: since,
    reason: 'silent',
    vesselIncident: null,
  })
  add(
    vessel,
    told,
    {
      type: 'incident-began',
      at: since + HOUR_S,
      learnedAt: told,
      incident: late,
      component: SERVER,
      began: since + HOUR_S,
      reason: 'late',
      vesselIncident: incident,
    },
    { ...ends(late, since + 2 * HOUR_S, told), reason: 'recovered', heirs: [] },
    { ...ends(incident, told - MINUTE_S, told), reason: 'told', heirs: [] },
  )
}

const ends = (incident: string, ended: Seconds, learnedAt: Seconds) =>
  ({ type: 'incident-ended', at: ended, learnedAt, incident, ended }) as const

/** Of the server: alert, message, proposal, yes, ticket, which somebody closed although it is still down. */
function outage(add: Add, vessel: VesselId, since: Seconds): void {
  const incident = `i-server-${since.toString(36)}`
  const proposal = `p-${incident}`
  const alert = `a-down-server-${(since + 900).toString(36)}`
  const notice = `n-${vessel}-1`
  const draft = { summary: 'Server down for 3 days', severity: 'high', blocks: [] } as const
  const facts = {
    incidents: [incident],
    components: [SERVER],
    since,
    seen: 'measured',
    severity: 'high',
    missedDays: null,
    uptime: { '24h': 0, '7d': 57.1, '30d': 90 },
  } as const
  add(vessel, since + MINUTE_S, {
    type: 'incident-began',
    at: since,
    learnedAt: since + MINUTE_S,
    incident,
    component: SERVER,
    began: since,
    reason: 'measured',
    vesselIncident: null,
  })
  add(vessel, since + 900, {
    type: 'alert-opened',
    ...on(since + 900),
    alert,
    kind: 'down',
    component: SERVER,
    incident,
    since,
    severity: 'medium',
    heldBy: null,
    reason: 'down',
  })
  add(vessel, since + 960, {
    type: 'notice-wanted',
    ...on(since + 960),
    notice,
    channels: ['email'],
    of: [alert],
    subject: 'Server down',
    lines: ['Server down'],
  })
  add(vessel, since + 965, { type: 'notice-sent', ...on(since + 965), notice, channel: 'email' })
  add(vessel, since + HOUR_S, {
    type: 'alert-acknowledged',
    ...on(since + HOUR_S),
    alert,
    by: ADA,
    until: null,
    reason: '=cmd, "spares" ordered',
  })
  add(vessel, since + 3 * DAY_S, {
    type: 'proposal-raised',
    ...on(since + 3 * DAY_S),
    proposal,
    reason: 'age',
    facts,
    draft,
  })
  const yes = since + 3 * DAY_S + HOUR_S
  const wanted = { incidents: [incident], assets: [], draft, key: null, by: ADA } as const
  add(
    vessel,
    yes,
    { type: 'proposal-approved', ...on(yes), proposal, revision: 1, draft, reason: null, by: ADA },
    { ...ticket(yes, proposal, { type: 'ticket-wanted', label: 'wk-e-abcdefghijklmnopqrst', ...wanted }) },
  )
  const issue = { id: '10001', key: 'OPS-1', url: 'https://jira.example.com/browse/OPS-1' }
  add(vessel, yes + 5, ticket(yes + 5, proposal, { type: 'ticket-sending', attempt: 1 }))
  add(vessel, yes + 6, ticket(yes + 6, proposal, { type: 'ticket-linked', issue, how: 'created' }))
  add(vessel, yes + HOUR_S, ticket(yes + HOUR_S, proposal, { type: 'ticket-followed', issue, status: 'in-progress' }))
  add(
    vessel,
    yes + 2 * HOUR_S,
    ticket(yes + 2 * HOUR_S, proposal, { type: 'ticket-closed', how: 'done', resolution: 'Fixed' }),
  )
}

type OfTicket = TicketEvent extends infer E ? (E extends TicketEvent ? Omit<E, 'ticket'> : never) : never

const ticket = (at: Seconds, id: string, event: OfTicket): VesselEvent => ({ ...event, ...on(at), ticket: id })

function componentId(text: string): ComponentId {
  if (!isComponentId(text)) throw new RangeError(text)
  return text
}
