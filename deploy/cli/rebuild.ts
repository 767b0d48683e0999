import { rmSync } from 'node:fs'
import { Command } from 'commander'
import { lockHub } from '../../hub/adapters/sqlite/lock.ts'
import { openReadStore, removeReadStore } from '../../hub/adapters/sqlite/read-store.ts'
import { rebuild } from '../../hub/rebuild.ts'
import { Fault } from '../../shared/fault.ts'
import { type HubPlace, placeOf, withHubData } from './hub-data.ts'
import { withOutcome } from './outcome.ts'

type Say = (text: string) => void

/** `watchkeeper rebuild`: only while no hub runs. */
export const rebuildCommand = (say: Say = (text) => process.stderr.write(`${text}\n`)): Command =>
  new Command('rebuild')
    .summary('make the projections anew from the event log; refuses while a hub runs')
    .description(
      'Make the projections, from which pages and API are drawn, anew from the event log; the snapshot that the hub starts\n' +
        'from goes, and is made anew as well. Nothing is lost by it.\n' +
        'A hub does this by itself when it starts with projections that are missing, damaged or of another version.',
    )
    .option('--config <file>', 'of the hub', 'hub.yaml')
    .action(({ config }: { config: string }, command: Command) =>
      withOutcome(command, async () => {
        const lock = lockAlone(placeOf(config))
        try {
          await remake(config, say)
        } finally {
          lock.release()
        }
      }),
    )

function lockAlone({ folder }: HubPlace): { release(): void } {
  try {
    return lockHub(folder.lock)
  } catch (cause) {
    if (!(cause instanceof Fault && cause.code === 'conflict')) throw cause
    throw new Fault('conflict', `a hub is running on ${folder.dir}, and its pages are drawn from these projections`, {
      hint: 'stop it, rebuild, and start it again: the vessels keep what they measure meanwhile',
      cause,
    })
  }
}

const remake = (config: string, say: Say) =>
  withHubData(config, async ({ folder, log }) => {
    removeReadStore(folder.projections)
    rmSync(folder.snapshot, { force: true })
    const store = openReadStore(folder.projections, log.id)
    try {
      let saidTenths = 0
      const batches = await rebuild(log, store, (share) => {
        const tenths = Math.floor(share * 10)
        if (tenths > saidTenths) say(`${tenths * 10} %`)
        saidTenths = tenths
      })
      say(`${folder.projections} is made anew from ${batches} batches`)
    } finally {
      store.close()
    }
  })
