import { Command } from 'commander'
import { agentExample, agentSettings } from '../../agent/settings.ts'
import { openTracker } from '../../hub/adapters/jira/open.ts'
import { probeNotifiers } from '../../hub/adapters/notifiers.ts'
import type { Check } from '../../hub/ports/tracker.ts'
import { type HubSettings, hubExample, hubSettings } from '../../hub/settings/settings.ts'
import { Fault } from '../../shared/fault.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { quietLog } from '../../shared/runtime/log.ts'
import { describeProblem, keysIn, readSettings } from '../../shared/runtime/settings.ts'
import { withOutcome } from './outcome.ts'

/** `watchkeeper check`: says all that is wrong with a settings file, without running anything. */
export const checkCommand = (): Command =>
  new Command('check')
    .summary('check a hub.yaml or agent.yaml')
    .description('Check a hub.yaml or agent.yaml: every problem with its line, its key and an example.')
    .argument('<file>')
    .option(
      '--online',
      'also ask JIRA whether the project takes tickets as hub.yaml makes them, and the mail server whether it lets the hub in',
    )
    .action((file: string, { online }: { online?: true }, command: Command) =>
      withOutcome(command, async () => {
        // Only an agent's settings name a vessel.
        const what = keysIn(file).includes('vessel') ? 'agent.yaml' : 'hub.yaml'
        const hub = what === 'hub.yaml' ? readSettings(file, hubSettings, hubExample) : null
        const parsed = hub ?? readSettings(file, agentSettings, agentExample)
        if (!parsed.ok) return command.error(parsed.problems.map(describeProblem).join('\n'), { exitCode: 2 })
        console.log(`${file}: a good ${what}`)
        if (online && hub?.ok) await askOutside(hub.settings)
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

const isWrong = ({ standing }: Check): boolean => standing === 'wrong'
