import { DEFAULT_POLICY } from '../../../hub/core/policy.ts'
import { decideProposal, type ProposalCommand } from '../../../hub/core/proposals/proposal-command.ts'
import type { Vessel } from '../../../hub/core/vessel.ts'
import { DOWN, UP } from '../../../shared/model.ts'
import { DEFAULT_SLA } from '../../../shared/sla.ts'
import { AURORA, SERVER } from '../../hub/projections/given.ts'
import { down, given, HOUR, MIN, type Story, states, T } from '../given-vessel.ts'

export const DAY = 24 * HOUR

export const by = { kind: 'local', name: 'mate' } as const

export const decide = (vessel: Vessel, command: ProposalCommand, now: number) =>
  decideProposal(vessel, command, { id: AURORA, logId: 'log-1', policy: DEFAULT_POLICY, now }).answer

export const idOf = ({ vessel }: Story): string => vessel.proposals.at(-1)?.id ?? ''

/** A yes to the latest as it was proposed at first. */
export const approvalOf = (story: Story) =>
  ({ type: 'approve-proposal', proposal: idOf(story), revision: 1, draft: null, reason: null, by }) as const

export const quiet = {
  proposals: { ...DEFAULT_POLICY.proposals, remindAfterS: 90 * DAY, escalateAfterS: 90 * DAY },
}

export const aged = (policy = {}) =>
  given({ ...quiet, ...policy })
    .told(T + MIN, down(SERVER, T))
    .beats(T + 3 * DAY)

/** On which days of the story something was proposed under such an id. */
export const raisedOn = ({ events }: Story, id: string): readonly number[] =>
  events.flatMap((event) =>
    event.type === 'proposal-raised' && event.proposal.startsWith(id) ? [(event.at - T) / DAY] : [],
  )

export const rejectedAt = (story: Story, at: number) =>
  story.decides(at, {
    type: 'reject-proposal',
    proposal: idOf(story),
    reason: 'known',
    note: 'a spare is on its way',
    by,
  })

export const chronicNights = (...days: readonly number[]) => {
  const night = (day: number) => [[T + day * DAY, DOWN] as const, [T + day * DAY + 3 * HOUR, UP] as const]
  return states(SERVER, ...days.flatMap(night))
}

export const chronic = (policy = quiet) =>
  given({ ...policy, sla: DEFAULT_SLA })
    .told(T + 4 * DAY, chronicNights(1, 2, 3))
    .beats(T + 5 * DAY)
