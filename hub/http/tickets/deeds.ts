import { Hono } from 'hono'
import * as v from 'valibot'
import { Fault } from '../../../shared/fault.ts'
import { isVesselId } from '../../../shared/model.ts'
import { proposalAnchor } from '../../../web/pages/ticket.ts'
import type { By } from '../../core/by.ts'
import type { TicketCommand } from '../../core/tickets/ticket-command.ts'
import type { DecideTicket } from '../../ports/deeds.ts'
import { byOf } from '../door/door.ts'
import { fieldsOf, textOrNull } from '../form.ts'

type Fields = Readonly<Record<string, string>>
type Who = { readonly ticket: string; readonly by: By }

/** What can be done about a ticket that JIRA refused or that was held. */
const DEEDS: Readonly<Record<string, (fields: Fields, who: Who) => TicketCommand>> = {
  send: (fields, who) => ({ type: 'send-ticket', ...who, ...read({ summary: textOrNull(255) }, fields) }),
  drop: (fields, who) => ({ type: 'drop-ticket', ...who, ...read({ reason: textOrNull(500) }, fields) }),
}

/** `POST /vessels/:vessel/tickets/:ticket/:deed`: comes back to its proposal; 409 when it is on its way, made, or dropped. */
export function createTicketDeeds(decide: DecideTicket): Hono {
  const app = new Hono()
  app.post('/vessels/:vessel/tickets/:ticket/:deed', async (c) => {
    const { vessel, ticket, deed } = c.req.param()
    const command = Object.hasOwn(DEEDS, deed) ? DEEDS[deed] : undefined
    if (!isVesselId(vessel) || command === undefined) throw nothingHere()
    const decided = await decide(vessel, command(await fieldsOf(c), { ticket, by: byOf(c) }))
    if (decided.kind === 'unknown') throw nothingHere()
    if (decided.kind === 'not-now')
      throw new Fault('conflict', `Meanwhile the ticket is ${decided.stage}: there is nothing to decide about it.`)
    return c.redirect(`/approvals#${proposalAnchor(vessel, ticket)}`, 303)
  })
  return app
}

function read<E extends v.ObjectEntries>(entries: E, fields: Fields) {
  const given = v.safeParse(v.object(entries), fields)
  if (given.success) return given.output
  const [issue] = given.issues
  throw new Fault('invalid', `${v.getDotPath(issue)}: ${issue.message}`)
}

const nothingHere = () =>
  new Fault('not-found', 'There is no such ticket, or nothing of this kind can be done about it.')
