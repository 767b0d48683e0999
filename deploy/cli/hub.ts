import { Command } from 'commander'
import { createHub } from '../../hub/hub.ts'
import { hubExample, hubSettings } from '../../hub/settings/settings.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { createLog } from '../../shared/runtime/log.ts'
import { VERSION } from './about.ts'
import { runUntilStopped } from './running.ts'
import { settingsFrom } from './settings.ts'

/** `watchkeeper hub`: runs on shore until it is stopped. */
export const hubCommand = (): Command =>
  new Command('hub')
    .summary('run the hub on shore')
    .description('Run the hub: take what the vessels say, keep the truth of the fleet, serve the pages.')
    .requiredOption('--config <file>', 'hub.yaml')
    .action((options: { config: string }, command: Command) =>
      runUntilStopped(command, () =>
        createHub({
          settings: settingsFrom(options.config, hubSettings, hubExample),
          clock: systemClock,
          log: createLog('hub'),
          version: VERSION,
        }),
      ),
    )
