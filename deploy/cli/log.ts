import { randomUUID } from 'node:crypto'
import { Command } from 'commander'
import { backupLog, restoreLog } from '../../hub/adapters/sqlite/backup.ts'
import { lockHub } from '../../hub/adapters/sqlite/lock.ts'
import { forgetHeard } from '../../hub/adapters/sqlite/register.ts'
import { type ChainReport, type Heads, verifyLog } from '../../hub/adapters/sqlite/verify.ts'
import { Fault } from '../../shared/fault.ts'
import { quietLog } from '../../shared/runtime/log.ts'
import { type HubPlace, placeOf } from './hub-data.ts'
import { withOutcome } from './outcome.ts'

type Console = { readonly print: (text: string) => void; readonly say: (text: string) => void }
type Options = { readonly config: string }

/** `watchkeeper verify`: whether the audit chain is whole. Prints its heads. */
export const verifyCommand = (console: Console = terminal): Command =>
  onLog('verify', 'prove that nothing in the event log was changed afterwards')
    .option('--heads <heads>', 'that an earlier run printed: proves that nothing was cut off since')
    .action((options: Options & { heads?: string }, command) =>
      withOutcome(command, async () => {
        const { folder } = placeOf(options.config)
        const kept = options.heads === undefined ? null : readHeads(options.heads)
        const report = verifyLog(folder.events, kept)
        for (const { stream, position, reason } of report.broken)
          console.say(`batch ${position} of ${stream} ${reason}`)
        if (report.broken.length > 0) throw new Fault('corrupt', `${folder.events}: the chain is broken`)
        const since = kept === null ? '' : ', and holds all that it held then'
        console.say(`${folder.events} is whole: ${sizeOf(report)}${since}. The heads, to be kept elsewhere:`)
        console.print(`${report.heads.position}:${report.heads.hash}`)
      }),
    )

/** `watchkeeper backup FILE`: beside a running hub or without one. */
export const backupCommand = (console: Console = terminal): Command =>
  onLog('backup', 'copy the event log as it stands; works while the hub runs')
    .argument('<file>', 'that is to be made')
    .action((file: string, options: Options, command) =>
      withOutcome(command, async () => {
        const report = await backupLog(placeOf(options.config).folder.events, file)
        console.say(`${file} holds ${sizeOf(report)}. Keep the folder tls beside it: every vessel trusts its authority`)
      }),
    )

/** `watchkeeper restore FILE`: only while no hub runs. */
export const restoreCommand = (console: Console = terminal): Command =>
  onLog('restore', 'put a backup of the event log in the place of the present one; refuses while a hub runs')
    .argument('<file>', 'that `watchkeeper backup` has made')
    .action((file: string, options: Options, command) =>
      withOutcome(command, async () => restore(file, placeOf(options.config), console)),
    )

function restore(file: string, { folder }: HubPlace, console: Console): void {
  const lock = lockHub(folder.lock)
  try {
    const { report, keptAs } = restoreLog(file, folder.events, randomUUID)
    forgetHeard(folder.register, { ...quietLog, warn: (_, message) => console.say(message) })
    console.say(`restored ${sizeOf(report)}; what the vessels know of later times they tell again by themselves`)
    if (keptAs !== null) console.say(`the log that was there is kept as ${keptAs}`)
  } finally {
    lock.release()
  }
}

function readHeads(text: string): Heads {
  const [, position, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? []
  if (position === undefined || hash === undefined)
    throw new Fault('invalid', `--heads ${text} is not what verify prints: a number, a colon and 64 hex digits`)
  return { position: Number(position), hash }
}

const onLog = (name: string, summary: string) =>
  new Command(name).summary(summary).description(summary).option('--config <file>', 'of the hub', 'hub.yaml')

const sizeOf = ({ batches, streams }: ChainReport) => `${batches} batches in ${streams} streams`

const terminal: Console = {
  print: (text) => process.stdout.write(`${text}\n`),
  say: (text) => process.stderr.write(`${text}\n`),
}
