import { Command } from 'commander'
import { agentExample, agentSettings } from '../../agent/settings.ts'
import { hubExample, hubSettings } from '../../hub/settings.ts'
import { describeProblem, keysIn, type Parsed, readSettings } from '../../shared/runtime/settings.ts'

/** `watchkeeper check`: says all that is wrong with a settings file, without running anything. */
export const checkCommand = (): Command =>
  new Command('check')
    .summary('check a hub.yaml or agent.yaml')
    .description('Check a hub.yaml or agent.yaml: every problem with its line, its key and an example.')
    .argument('<file>')
    .action((file: string, _options: unknown, command: Command) => {
      const { what, parsed } = checked(file)
      if (!parsed.ok) return command.error(parsed.problems.map(describeProblem).join('\n'), { exitCode: 2 })
      console.log(`${file}: a good ${what}`)
    })

/** Only an agent's settings name a vessel. */
function checked(file: string): { what: string; parsed: Parsed<unknown> } {
  return keysIn(file).includes('vessel')
    ? { what: 'agent.yaml', parsed: readSettings(file, agentSettings, agentExample) }
    : { what: 'hub.yaml', parsed: readSettings(file, hubSettings, hubExample) }
}
