import { Command } from 'commander'
import { createAgent } from '../../agent/agent.ts'
import { agentExample, agentSettings } from '../../agent/settings.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { createLog } from '../../shared/runtime/log.ts'
import { BUILT_AT, VERSION } from './about.ts'
import { runUntilStopped } from './running.ts'
import { settingsFrom } from './settings.ts'

/** `watchkeeper agent`: runs on board until it is stopped. */
export const agentCommand = (): Command =>
  new Command('agent')
    .summary('run the agent of one vessel')
    .description("Run the agent of one vessel: read the vessel's InfluxDB, keep the journal, tell shore.")
    .requiredOption('--config <file>', 'agent.yaml')
    .action(({ config }: { config: string }, command: Command) =>
      runUntilStopped(command, () =>
        createAgent({
          settings: settingsFrom(config, agentSettings, agentExample),
          clock: systemClock,
          random: Math.random,
          log: createLog('agent'),
          version: VERSION,
          builtAt: BUILT_AT,
        }),
      ),
    )
