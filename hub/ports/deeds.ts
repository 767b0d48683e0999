import type { VesselId } from '../../shared/model.ts'
import type { AlertAnswer, AlertCommand } from '../core/alert-command.ts'
import type { ExcuseAnswer, ExcuseCommand } from '../core/excuse-command.ts'
import type { Decided, ProposalCommand } from '../core/proposal-command.ts'

/** What people do, each by name; settles when what is read holds what was done. */
export type Act = (vessel: VesselId, command: AlertCommand) => Promise<AlertAnswer>

/** What approvers decide. */
export type Decide = (vessel: VesselId, command: ProposalCommand) => Promise<Decided>

/** What people say about maintenance; as `Act`. */
export type Maintain = (vessel: VesselId, command: ExcuseCommand) => Promise<ExcuseAnswer>
