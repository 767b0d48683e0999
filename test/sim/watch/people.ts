import type { ProposalAnswer, ProposalCommand } from '../../../hub/core/proposals/proposal-command.ts'
import type { River } from '../../../hub/river.ts'
import type { Proposal } from '../../../shared/api/proposal.ts'
import { isVesselId } from '../../../shared/model.ts'
import type { Clock } from '../../../shared/runtime/clock.ts'
import { DAY_S, HOUR_S, toSeconds } from '../../../shared/time.ts'
import type { Chance } from '../chance.ts'

/** What somebody wanted of a proposal, whatever became of it; `answer` is null when none came. */
export type Click = {
  readonly at: number
  readonly vessel: string
  readonly command: ProposalCommand
  answer: ProposalAnswer['kind'] | null
}

/** Approvers who look when they like, think for as long as they like, and decide on what they saw. */
export function createPeople(river: () => River | null, issues: () => readonly string[], clock: Clock, chance: Chance) {
  const clicks: Click[] = []
  let home = false
  const after = (seconds: number, then: () => void) => clock.after(seconds * 1000, then)

  function click(vessel: string, command: ProposalCommand): void {
    const hub = river()
    if (hub === null || !isVesselId(vessel)) return
    const made: Click = { at: toSeconds(clock.now()), vessel, command, answer: null }
    clicks.push(made)
    // Who gets no answer looks again another time.
    hub.decide(vessel, command).then(
      ({ kind }) => {
        made.answer = kind
      },
      () => {},
    )
  }

  function decide({ id, vessel, revision }: Proposal): void {
    const [first, second] = chance.pick([['mate'], ['mate'], ['mate', 'super']])
    const wish = () => commandOf(id, revision, issues(), toSeconds(clock.now()), chance)
    const command = wish()
    const by = (name: string) => ({ kind: 'local', name }) as const
    if (first) click(vessel.id, { ...command, by: by(first) })
    const other = chance.happens(0.5) ? command : wish()
    if (second) click(vessel.id, { ...other, by: by(second) })
  }

  async function look(): Promise<void> {
    const seen = await river()
      ?.views.proposals()
      .catch(() => undefined)
    const waiting = seen?.proposals.filter(({ stage }) => stage.kind === 'waiting') ?? []
    for (const one of waiting) {
      if (chance.happens(0.4))
        after(chance.pick([chance.span(10, HOUR_S), chance.int(10, 12 * HOUR_S)]), () => home || decide(one))
    }
  }

  function comeAgain(): void {
    if (home) return
    void look()
    after(chance.span(HOUR_S, DAY_S), comeAgain)
  }

  return {
    clicks,
    begin: comeAgain,
    goHome() {
      home = true
    },
  }
}

type Wish = { readonly proposal: string; readonly by: { readonly kind: 'hub' } }

function commandOf(
  proposal: string,
  revision: number,
  issues: readonly string[],
  now: number,
  chance: Chance,
): ProposalCommand {
  const wish: Wish = { proposal, by: { kind: 'hub' } }
  const reason = 'seen'
  if (issues.length > 0 && chance.happens(0.1)) {
    return { type: 'link-proposal', ...wish, revision, key: chance.pick(issues), reason }
  }
  switch (chance.pick(['approve', 'approve', 'approve', 'reject', 'snooze'] as const)) {
    case 'approve':
      return { type: 'approve-proposal', ...wish, revision, draft: null, reason }
    case 'reject':
      return { type: 'reject-proposal', ...wish, reason: 'other', note: reason }
    case 'snooze':
      return { type: 'snooze-proposal', ...wish, until: now + chance.span(HOUR_S, 2 * DAY_S), reason }
  }
}
