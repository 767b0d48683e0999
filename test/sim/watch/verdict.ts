import type { World } from './evidence.ts'
import { alertFaults } from './verdict-alerts.ts'
import { excuseFaults } from './verdict-excuses.ts'
import { noticeFaults } from './verdict-notices.ts'
import { proposalFaults } from './verdict-proposals.ts'
import { ticketFaults } from './verdict-tickets.ts'

/** What must hold when the dust has settled, by the log's events, by what reached JIRA and people, and by the generated truth. */
export function judge(world: World): readonly string[] {
  return [ticketFaults, proposalFaults, alertFaults, excuseFaults, noticeFaults].flatMap((faults) => faults(world))
}
