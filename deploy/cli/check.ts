import { Command } from 'commander'
import { agentExample, agentSettings } from '../../agent/settings.ts'
import { openTracker } from '../../hub/adapters/jira/open.ts'
import { type HubSettings, hubExample, hubSettings } from '../../hub/settings.ts'
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
    .option('--online', 'also ask JIRA whether the project takes tickets as hub.yaml makes them')
    .action((file: string, { online }: { online?: true }, command: Command) =>
      withOutcome(command, async () => {
        // Only an agent's settings name a vessel.
        const what = keysIn(file).includes('vessel') ? 'agent.yaml' : 'hub.yaml'
        const hub = what === 'hub.yaml' ? readSettings(file, hubSettings, hubExample) : null
        const parsed = hub ?? readSettings(file, agentSettings, agentExample)
        if (!parsed.ok) return command.error(parsed.problems.map(describeProblem).join('\n'), { exitCode: 2 })
        console.log(`${file}: a good ${what}`)
        if (online && hub?.ok) await askJira(hub.settings)
      }),
    )

const MARKS = { good: 'good ', unasked: '?    ', soon: 'soon ', wrong: 'WRONG' } as const

async function askJira({ jira }: HubSettings): Promise<void> {
  if (jira === undefined) throw new Fault('invalid', 'hub.yaml has no jira: there is nothing to ask online')
  const tracker = openTracker(jira, { clock: systemClock, log: quietLog, fetch })
  const checks = await tracker.preflight()
  for (const { what, standing, words } of checks) console.log(`${MARKS[standing]} ${what}: ${words}`)
  const wrong = checks.filter(({ standing }) => standing === 'wrong' || standing === 'unasked').length
  if (wrong > 0)
    throw new Fault('unavailable', `${tracker.name}: ${wrong} of ${checks.length} are not as they have to be`)
}
