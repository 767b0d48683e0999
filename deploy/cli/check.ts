import { Command } from 'commander'
import { edgesOf } from '../../agent/agent.ts'
import { SourceFault } from '../../agent/core/source-fault.ts'
import { type AgentSettings, agentExample, agentSettings } from '../../agent/settings.ts'
import { openTracker } from '../../hub/adapters/jira/open.ts'
import { probeNotifiers } from '../../hub/adapters/notifiers.ts'
import type { Check } from '../../hub/ports/tracker.ts'
import { type HubSettings, hubExample, hubSettings } from '../../hub/settings/settings.ts'
import { Fault } from '../../shared/fault.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { quietLog } from '../../shared/runtime/log.ts'
import { describeProblem, keysIn, readSettings } from '../../shared/runtime/settings.ts'
import { BUILT_AT } from './about.ts'
import { withOutcome } from './outcome.ts'

/** `watchkeeper check`: says all that is wrong with a settings file, without running anything. */
export const checkCommand = (): Command =>
  new Command('check')
    .summary('check a hub.yaml or agent.yaml')
    .description('Check a hub.yaml or agent.yaml: every problem with its line, its key and an example.')
    .argument('<file>')
    .option(
      '--online',
      'also ask who is outside: JIRA whether the project takes tickets as hub.yaml makes them, the mail server whether it lets the hub in; on board InfluxDB whether it has points of each check',
    )
    .action((file: string, { online }: { online?: true }, command: Command) =>
      withOutcome(command, async () => {
        // Only an agent's settings name a vessel.
        const what = keysIn(file).includes('vessel') ? 'agent.yaml' : 'hub.yaml'
        const hub = what === 'hub.yaml' ? readSettings(file, hubSettings, hubExample) : null
        const agent = hub === null ? readSettings(file, agentSettings, agentExample) : null
        const problems = [hub, agent].flatMap((parsed) => (parsed === null || parsed.ok ? [] : parsed.problems))
        if (problems.length > 0) return command.error(problems.map(describeProblem).join('\n'), { exitCode: 2 })
        console.log(`${file}: a good ${what}`)
        if (online && hub?.ok) await askOutside(hub.settings)
        if (online && agent?.ok) await askOnBoard(agent.settings)
      }),
    )

const MARKS = { good: 'good ', unasked: '?    ', soon: 'soon ', wrong: 'WRONG' } as const

/** Asks those outside on whom the hub leans, without changing anything there. */
async function askOutside({ jira, notify }: HubSettings): Promise<void> {
  if (jira === undefined && notify === undefined)
    throw new Fault('invalid', 'hub.yaml has neither jira nor notify: there is nothing to ask online')
  const channels = notify === undefined ? [] : await probeNotifiers(notify)
  const tracker = jira && openTracker(jira, { clock: systemClock, log: quietLog, fetch })
  const tickets = (await tracker?.preflight()) ?? []
  const checks = [...tickets, ...channels]
  for (const { what, standing, words } of checks) console.log(`${MARKS[standing]} ${what}: ${words}`)
  const wrong = [...checks.filter(isWrong), ...tickets.filter(({ standing }) => standing === 'unasked')].length
  if (wrong > 0) throw new Fault('unavailable', `${wrong} of ${checks.length} are not as they have to be`)
}

/** Asks the database on board what the agent would read there; whether the hub lets it in shows when it runs. */
async function askOnBoard(settings: AgentSettings): Promise<void> {
  const clock = systemClock
  const { source } = edgesOf({ settings, clock, random: Math.random, log: quietLog, builtAt: BUILT_AT })
  const checks = settings.components.flatMap(({ id, checks }) => checks.map((check) => ({ id, check })))
  const faults = await source
    .examine(
      checks.map(({ check }) => check),
      new AbortController().signal,
    )
    .catch((error: unknown) => {
      throw error instanceof SourceFault ? new Fault('unavailable', error.message, hintOf(error)) : error
    })
  for (const [at, { id, check }] of checks.entries()) {
    const fault = faults[at] ?? null
    const words = fault === null ? `has points of the last minutes in ${check.measurement}` : wordsOf(fault)
    console.log(`${fault === null ? MARKS.good : MARKS.wrong} ${id}: ${words}`)
  }
  const wrong = faults.filter((fault) => fault !== null).length
  if (wrong > 0) throw new Fault('unavailable', `${wrong} of ${checks.length} checks are not as they have to be`)
}

const hintOf = ({ hint, cause }: SourceFault) => ({ ...(hint !== null && { hint }), cause })
const wordsOf = ({ message, hint }: SourceFault): string => (hint === null ? message : `${message} ${hint}`)

const isWrong = ({ standing }: Check): boolean => standing === 'wrong'
