import type { Preview, Proposals, Proposal as ProposalView } from '../shared/api/proposal.ts'
import type { VesselId } from '../shared/model.ts'
import { iso, type Seconds, toSeconds } from '../shared/time.ts'
import { type ActParts, createAct } from './act.ts'
import { vesselStream } from './core/events.ts'
import type { Policy } from './core/policy.ts'
import { isWaiting, type ProposalId } from './core/proposals/proposal.ts'
import {
  type Approving,
  decideProposal,
  type Plan,
  type ProposalAnswer,
  type ProposalCommand,
  planOf,
} from './core/proposals/proposal-command.ts'
import { isResting } from './core/proposals/proposals.ts'
import { waitsForPerson } from './core/tickets/ticket-command.ts'
import type { TicketDraft } from './core/tickets/ticket-draft.ts'
import type { Vessel } from './core/vessel.ts'
import type { Lookup, Similar } from './outbox/lookup.ts'
import type { Decide } from './ports/deeds.ts'
import type { EventLog } from './ports/log.ts'
import type { ReadStore } from './ports/read-store.ts'
import { blockView, proposalsView } from './projections/proposal-view.ts'

export type DocketParts = ActParts & {
  readonly store: Pick<ReadStore, 'vessels'>
  readonly events: Pick<EventLog, 'id'>
  readonly policy: Policy
  readonly outbox: { readonly tickets: { readonly lookup: Lookup } | null }
}

/** What waits for a decision. It is little, and read where it is decided: in the state of each vessel. */
export interface Docket {
  proposals(): Promise<Proposals>
  /** What the tracker would get if a proposal that waits were approved with this text; null when none does. */
  preview(vessel: VesselId, id: ProposalId, draft: TicketDraft): Promise<Preview | null>
  /** How many wait for a person now, in the whole fleet: proposals that nobody has put off, and tickets that were held or refused. */
  waiting(): Promise<number>
  /** Something happened to the vessel: what is remembered of it may be old. */
  changed(vessel: VesselId): void
  /** Calls `listener` when the tracker has answered what it was asked about proposals. */
  answered(listener: () => void): void
  readonly decide: Decide
}

export function createDocket({ handle, store, events, clock, ...parts }: DocketParts): Docket {
  const { policy, deadlines } = parts
  const lookup = parts.outbox.tickets?.lookup ?? null
  const now = () => toSeconds(clock.now())
  /** On every page, so not looked for anew for each. */
  const waiting = new Map<VesselId, Promise<(at: Seconds) => number>>()
  const inService = () => store.vessels().filter(({ retiredAt }) => retiredAt === null)
  const approving = (id: VesselId): Approving => ({ id, logId: events.id, policy, now: now() })

  const decide = createAct({ ...parts, handle, clock })((vessel, command: ProposalCommand, context) =>
    decideProposal(vessel, command, { ...context, logId: events.id }),
  )

  function waitingOf(vessel: VesselId): Promise<(at: Seconds) => number> {
    const known = waiting.get(vessel) ?? stateOf(vessel).then(calling)
    waiting.set(vessel, known)
    known.catch(() => waiting.delete(vessel))
    return known
  }

  const stateOf = (vessel: VesselId): Promise<Vessel> => handle.state(vesselStream(vessel))

  /** What only the tracker can say. */
  function withTracker(view: ProposalView, vessel: VesselId, state: Vessel): ProposalView {
    const proposal = state.proposals.find(({ id }) => id === view.id)
    const plan = proposal && isWaiting(proposal) ? planOf(state, proposal, proposal.draft, approving(vessel)) : null
    if (lookup === null || plan === null || proposal === undefined) return view
    const similar = lookup.similar(vessel, plan.assets, view.vessel.name)
    return { ...view, similar: similarView(similar), preview: previewView(lookup, vessel, plan, proposal.draft) }
  }

  return {
    async proposals() {
      const vessels = await Promise.all(inService().map(async (row) => ({ row, state: await stateOf(row.id) })))
      const at = now()
      const view = proposalsView(
        vessels.map((one) => ({ ...one, context: deadlines.context(one.row.id, one.state, at) })),
        at,
        policy,
      )
      const states = new Map<string, (typeof vessels)[number]>(vessels.map((one) => [one.row.id, one]))
      const complete = (one: ProposalView): ProposalView => {
        const found = states.get(one.vessel.id)
        return found === undefined ? one : withTracker(one, found.row.id, found.state)
      }
      return { ...view, proposals: view.proposals.map(complete) }
    },
    async preview(vessel, id, draft) {
      const state = await stateOf(vessel)
      const proposal = state.proposals.find((one) => one.id === id && isWaiting(one))
      const plan = proposal === undefined ? null : planOf(state, proposal, draft, approving(vessel))
      return lookup === null || plan === null ? null : previewView(lookup, vessel, plan, draft)
    },
    async waiting() {
      const counts = await Promise.all(inService().map(({ id }) => waitingOf(id)))
      const at = now()
      return counts.reduce((sum, count) => sum + count(at), 0)
    },
    changed: (vessel) => void waiting.delete(vessel),
    answered: (listener) => lookup?.answered(listener),
    async decide(vessel, command) {
      const vain = command.type === 'link-proposal' && lookup !== null ? await inVain(lookup, command.key) : null
      if (vain !== null) return vain
      return decide(vessel, command)
    },
  }
}

/** How many call for somebody at a time: what is snoozed or held begins again without a word. */
function calling({ proposals, tickets, excuses }: Vessel): (at: Seconds) => number {
  const waiting = proposals.filter(isWaiting)
  const stuck = [...tickets.values()].filter(waitsForPerson).length
  return (at) => stuck + waiting.filter((one) => !isResting({ excuses }, one, at)).length
}

/** Why nothing can be linked to it. */
async function inVain(lookup: Lookup, key: string): Promise<ProposalAnswer | null> {
  const has = await lookup.has(key)
  if (has === 'yes') return null
  return has === 'no' ? { kind: 'no-issue', key } : { kind: 'unasked', key, words: has.words }
}

const similarView = ({ at, issues, why }: Similar): ProposalView['similar'] => ({
  at: at === null ? null : iso(at),
  why,
  issues: issues.map(({ key, url, summary, status }) => ({ key, url, summary, status })),
})

function previewView(lookup: Lookup, vessel: VesselId, { key, label, assets }: Plan, draft: TicketDraft): Preview {
  if (key !== null) return { target: lookup.target, reopens: key, fields: [], blocks: draft.blocks.map(blockView) }
  const { fields, blocks } = lookup.preview(vessel, { label, assets, draft })
  return {
    target: lookup.target,
    reopens: null,
    fields: fields.map((field) => ({ ...field })),
    blocks: blocks.map(blockView),
  }
}
