import type { Context } from '../../hub/core/context.ts'
import type { Dated, VesselEvent } from '../../hub/core/events.ts'
import { DEFAULT_POLICY } from '../../hub/core/policy.ts'
import { isWaiting } from '../../hub/core/proposal.ts'
import { decideProposal } from '../../hub/core/proposal-command.ts'
import { decideTicket } from '../../hub/core/ticket-command.ts'
import { evolveVessel, NEW_VESSEL } from '../../hub/core/vessel.ts'
import type { Docket } from '../../hub/docket.ts'
import type { DecideTicket } from '../../hub/ports/deeds.ts'
import type { VesselRow } from '../../hub/ports/read-store.ts'
import { proposalsView } from '../../hub/projections/proposal-view.ts'
import { DOWN, UP, type VesselId } from '../../shared/model.ts'
import { DAY_S, HOUR_S, OPEN, type Seconds } from '../../shared/time.ts'
import { born, history, SERVER, told } from '../hub/projections/given.ts'

export const PROPOSAL = 'p-i-server-1'

type FakeDocket = Docket & { readonly decideTicket: DecideTicket; happen(...events: VesselEvent[]): void }

/** One proposal of one vessel whose server is down for three days, decided by the hub's own core, with no log behind it. */
export function fakeDocket(vessel: VesselId, now: Seconds): FakeDocket {
  let state = lived(now).reduce(evolveVessel, NEW_VESSEL)
  const context: Context = {
    id: vessel,
    policy: DEFAULT_POLICY,
    listening: { since: 0, spells: [{ from: 0, to: OPEN, state: true }] },
    massSilences: [],
    groupExcuses: [],
    now,
    watermark: now,
    lastHeard: now - 120,
  }
  return {
    proposals: async () => proposalsView([{ row: rowOf(vessel), state, context }], now),
    waiting: async () => state.proposals.filter(isWaiting).length,
    changed: () => {},
    async decide(id, command) {
      const decided = decideProposal(state, command, { id, logId: 'log', policy: DEFAULT_POLICY, now })
      if (decided.kind === 'decided') state = decided.events.reduce(evolveVessel, state)
      return decided
    },
    async decideTicket(_, command) {
      const decided = decideTicket(state, command, now)
      if (decided.kind === 'decided') state = decided.events.reduce(evolveVessel, state)
      return decided
    },
    happen(...events) {
      state = events.reduce(evolveVessel, state)
    },
  }
}

const profile = { name: 'Equinox', imo: null, group: null, link: null, zone: 'UTC', contact: null, inService: [] }

const rowOf = (id: VesselId): VesselRow => ({
  id,
  profile,
  presence: { kind: 'heard' },
  retiredAt: null,
  seen: null,
  heardAt: null,
  about: null,
  contested: null,
  components: [],
  excuses: [],
  detailFrom: 0,
})

function lived(now: Seconds): readonly VesselEvent[] {
  const since = now - 3 * DAY_S
  const earlier = now - 6 * DAY_S
  const when: Dated = { at: now, learnedAt: now }
  const begin = now - 30 * DAY_S
  return [
    born(begin, { server: begin }, begin),
    told(now, now, history(SERVER, [begin, UP], [earlier, DOWN], [earlier + 2 * HOUR_S, UP], [since, DOWN])),
    began('i-server-0', earlier),
    {
      type: 'incident-ended',
      at: earlier + 2 * HOUR_S,
      learnedAt: earlier + 2 * HOUR_S,
      incident: 'i-server-0',
      ended: earlier + 2 * HOUR_S,
      reason: 'recovered',
      heirs: [],
    },
    began('i-server-1', since),
    {
      type: 'proposal-raised',
      ...when,
      proposal: PROPOSAL,
      reason: 'age',
      facts: {
        incidents: ['i-server-1'],
        components: [SERVER],
        since,
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
    },
  ]
}

const began = (incident: string, at: Seconds): VesselEvent => ({
  type: 'incident-began',
  at,
  learnedAt: at,
  incident,
  component: SERVER,
  began: at,
  reason: 'measured',
  vesselIncident: null,
})
