import { Command } from 'commander'
import { openNotifiers } from '../../hub/adapters/notifiers.ts'
import { testMessage } from '../../hub/core/notices/notice-text.ts'
import { hubExample, hubSettings } from '../../hub/settings/settings.ts'
import { Fault } from '../../shared/fault.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { toSeconds } from '../../shared/time.ts'
import { withOutcome } from './outcome.ts'
import { settingsFrom } from './settings.ts'

/** `watchkeeper notify --test`: whether messages arrive where hub.yaml says. */
export const notifyCommand = (): Command =>
  new Command('notify')
    .summary('send a test message to every channel in hub.yaml')
    .description('Send a test message to every channel under notify in hub.yaml, and say what became of each.')
    .requiredOption('--test', 'that this is what is wanted')
    .option('--config <file>', 'of the hub', 'hub.yaml')
    .action(({ config }: { config: string }, command: Command) => withOutcome(command, () => sendTest(config)))

async function sendTest(config: string): Promise<void> {
  const { notify } = settingsFrom(config, hubSettings, hubExample)
  const notifiers = notify === undefined ? [] : openNotifiers(notify, systemClock, fetch)
  if (notifiers.length === 0) throw new Fault('invalid', `${config} has nobody to notify`)
  const now = toSeconds(systemClock.now())
  let failed = 0
  for (const notifier of notifiers) {
    const delivery = await notifier.send(testMessage(now), `test-${now.toString(36)}`)
    if (delivery.kind !== 'sent' || delivery.words !== undefined) failed++
    console.log(`${notifier.name}: ${delivery.kind}${delivery.words === undefined ? '' : `, ${delivery.words}`}`)
  }
  if (failed > 0)
    throw new Fault('unavailable', `${failed} of ${notifiers.length} channels did not take the message for everybody`)
}
