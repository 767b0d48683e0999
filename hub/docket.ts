import type { Proposals } from '../shared/api/proposal.ts'
import type { VesselId } from '../shared/model.ts'
import type { Clock } from '../shared/runtime/clock.ts'
import { toSeconds } from '../shared/time.ts'
import { type VesselEvent, vesselStream } from './core/events.ts'
import type { Policy } from './core/policy.ts'
import { isWaiting } from './core/proposal.ts'
import { type Decided, decideProposal, type ProposalCommand } from './core/proposal-command.ts'
import type { Vessel } from './core/vessel.ts'
import type { Deadlines } from './deadlines.ts'
import type { Handle } from './handle.ts'
import type { Decide } from './ports/deeds.ts'
import type { EventLog } from './ports/log.ts'
import type { ReadStore } from './ports/read-store.ts'
import type { Project } from './project.ts'
import { proposalsView } from './projections/proposal-view.ts'

export type DocketParts = {
  readonly handle: Handle<Vessel, VesselEvent>
  readonly store: Pick<ReadStore, 'vessels'>
  readonly events: Pick<EventLog, 'id'>
  readonly project: Pick<Project, 'passed'>
  readonly clock: Clock
  readonly policy: Policy
  /** What bears on a vessel beside its stream; and what is told that its deadlines may be others now. */
  readonly deadlines: Pick<Deadlines, 'context' | 'moved'>
}

/** What waits for a decision. It is little, and read where it is decided: in the state of each vessel. */
export interface Docket {
  proposals(): Promise<Proposals>
  /** How many wait, in the whole fleet. */
  waiting(): Promise<number>
  /** Something happened to the vessel: what is remembered of it may be old. */
  changed(vessel: VesselId): void
  readonly decide: Decide
}

export function createDocket({ handle, store, events, project, clock, policy, deadlines }: DocketParts): Docket {
  const now = () => toSeconds(clock.now())
  /** On every page, so not counted anew for each. */
  const waiting = new Map<VesselId, Promise<number>>()
  const inService = () => store.vessels().filter(({ retiredAt }) => retiredAt === null)

  function waitingOf(vessel: VesselId): Promise<number> {
    const known = waiting.get(vessel) ?? stateOf(vessel).then(({ proposals }) => proposals.filter(isWaiting).length)
    waiting.set(vessel, known)
    known.catch(() => waiting.delete(vessel))
    return known
  }

  async function stateOf(vessel: VesselId): Promise<Vessel> {
    return (await handle.command(vesselStream(vessel), () => ({ events: [], answer: null }))).state
  }

  return {
    async proposals() {
      const vessels = await Promise.all(inService().map(async (row) => ({ row, state: await stateOf(row.id) })))
      const at = now()
      return proposalsView(
        vessels.map((one) => ({ ...one, context: deadlines.context(one.row.id, one.state, at) })),
        at,
      )
    },
    waiting: async () => (await Promise.all(inService().map(({ id }) => waitingOf(id)))).reduce((a, b) => a + b, 0),
    changed: (vessel) => void waiting.delete(vessel),
    async decide(vessel, command: ProposalCommand) {
      const { answer, position } = await handle.command<Decided>(
        vesselStream(vessel),
        (state) => {
          const decided = decideProposal(state, command, { id: vessel, logId: events.id, policy, now: now() })
          return { events: decided.kind === 'decided' ? decided.events : [], answer: decided }
        },
        ({ answer: decided, state }) => decided.kind === 'decided' && deadlines.moved(vessel, state),
      )
      await project.passed(position)
      return answer
    },
  }
}
