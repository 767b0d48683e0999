import type { FakeJira } from '../../../deploy/demo/jira/jira.ts'
import type { StoredIssue } from '../../../deploy/demo/jira/state.ts'
import type { River } from '../../../hub/river.ts'
import { isVesselId } from '../../../shared/model.ts'
import type { Clock } from '../../../shared/runtime/clock.ts'
import { DAY_S, HOUR_S, toSeconds } from '../../../shared/time.ts'
import type { Chance } from '../chance.ts'

/** When an issue was closed by a person, or opened again by the hub. */
export type Turned = { readonly at: number; readonly issue: string; readonly open: boolean }

/** Who works in JIRA: closes issues, whether it works again or not; and says what is to become of tickets that are held. */
export function createEngineers(jira: FakeJira, river: () => River | null, clock: Clock, chance: Chance) {
  const turned: Turned[] = []
  let home = false

  function close({ id }: StoredIssue): void {
    const resolution = chance.happens(0.8) ? 'Done' : "Won't Do"
    jira.change(id, (issue) => Object.assign(issue, { status: '10002', resolution }))
    turned.push({ at: toSeconds(clock.now()), issue: String(id), open: false })
  }

  async function decide(): Promise<void> {
    const hub = river()
    const seen = await hub?.views.proposals().catch(() => undefined)
    for (const { id, vessel, ticket } of seen?.proposals ?? []) {
      if (ticket?.stage !== 'held' || !isVesselId(vessel.id) || chance.happens(0.5)) continue
      const of = { ticket: id, by: { kind: 'local', name: 'mate' } } as const
      const command = chance.happens(0.5)
        ? ({ type: 'send-ticket', ...of, summary: null } as const)
        : ({ type: 'drop-ticket', ...of, reason: 'seen' } as const)
      // Who gets no answer looks again another time.
      hub?.decideTicket(vessel.id, command).catch(() => {})
    }
  }

  function work(): void {
    if (home) return
    for (const issue of jira.state.issues.values()) if (issue.status !== '10002' && chance.happens(0.3)) close(issue)
    void decide()
    clock.after(chance.span(2 * HOUR_S, DAY_S) * 1000, work)
  }

  return {
    turned,
    begin: work,
    /** What JIRA was asked to do. */
    observed(
      { method, path }: { readonly method: string; readonly path: string },
      { status }: { readonly status: number },
    ): void {
      const issue = /issue\/(\d+)\/transitions/.exec(path)?.[1]
      if (method === 'POST' && issue !== undefined && status === 204)
        turned.push({ at: toSeconds(clock.now()), issue, open: true })
    },
    goHome() {
      home = true
    },
  }
}
