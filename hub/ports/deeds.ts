import type { VesselId } from '../../shared/model.ts'
import type { AlertAnswer, AlertCommand } from '../core/alerts/alert-command.ts'
import type { ExcuseAnswer, ExcuseCommand } from '../core/excuses/excuse-command.ts'
import type { GroupExcuseAnswer, GroupExcuseCommand } from '../core/excuses/group-excuse-command.ts'
import type { NoteAnswer, NoteCommand } from '../core/notes/note-command.ts'
import type { ProposalAnswer, ProposalCommand } from '../core/proposals/proposal-command.ts'
import type { TicketAnswer, TicketCommand } from '../core/tickets/ticket-command.ts'

/** What people do, each by name; settles when what is read holds what was done. */
export type Act = (vessel: VesselId, command: AlertCommand) => Promise<AlertAnswer>

/** What they write down about a vessel; as `Act`. */
export type Annotate = (vessel: VesselId, command: NoteCommand) => Promise<NoteAnswer>

/** What approvers decide. */
export type Decide = (vessel: VesselId, command: ProposalCommand) => Promise<ProposalAnswer>

/** What they decide about a ticket that JIRA does not have. */
export type DecideTicket = (vessel: VesselId, command: TicketCommand) => Promise<TicketAnswer>

/** What people say about maintenance; as `Act`. */
export type Maintain = (vessel: VesselId, command: ExcuseCommand) => Promise<ExcuseAnswer>

/** What they say about maintenance of a group. */
export type MaintainGroup = (command: GroupExcuseCommand) => Promise<GroupExcuseAnswer>
