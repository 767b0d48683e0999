import type { Dated, VesselEvent } from '../../hub/core/events.ts'
import { DEFAULT_POLICY } from '../../hub/core/policy.ts'
import { isWaiting } from '../../hub/core/proposal.ts'
import { decideProposal } from '../../hub/core/proposal-command.ts'
import { evolveVessel, NEW_VESSEL } from '../../hub/core/vessel.ts'
import type { Docket } from '../../hub/docket.ts'
import { proposalsView } from '../../hub/projections/proposal-view.ts'
import type { VesselId } from '../../shared/model.ts'
import { DAY_S, type Seconds } from '../../shared/time.ts'
import { SERVER } from '../hub/projections/given.ts'

export const PROPOSAL = 'p-i-server-1'

/** One proposal of one vessel, decided by the hub's own core, with no log behind it. */
export function fakeDocket(vessel: VesselId, now: Seconds): Docket {
  const profile = { name: 'Equinox', imo: null, group: null, link: null, zone: 'UTC', contact: null, inService: [] }
  const when: Dated = { at: now, learnedAt: now }
  const raised: VesselEvent = {
    type: 'proposal-raised',
    ...when,
    proposal: PROPOSAL,
    reason: 'age',
    facts: {
      incidents: ['i-server-1'],
      components: [SERVER],
      since: now - 3 * DAY_S,
      seen: 'measured',
      severity: 'high',
      missedDays: null,
      uptime: { '24h': 0, '7d': 57.1, '30d': null },
    },
    draft: {
      summary: 'Equinox: Server down for 3 days',
      severity: 'high',
      blocks: [{ kind: 'text', text: 'Measured on board.' }],
    },
  }
  let state = evolveVessel(NEW_VESSEL, raised)
  return {
    proposals: async () => proposalsView([{ row: { id: vessel, profile }, state }], DEFAULT_POLICY, now),
    waiting: async () => state.proposals.filter(isWaiting).length,
    changed: () => {},
    async decide(id, command) {
      const decided = decideProposal(state, command, { id, logId: 'log', policy: DEFAULT_POLICY, now })
      if (decided.kind === 'decided') state = decided.events.reduce(evolveVessel, state)
      return decided
    },
  }
}
