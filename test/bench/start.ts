import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createSnapshotFile } from '../../hub/adapters/snapshot-file.ts'
import { openReadStore } from '../../hub/adapters/sqlite/read-store.ts'
import { openSqliteRegister } from '../../hub/adapters/sqlite/register.ts'
import { ofVessel, vesselStream } from '../../hub/core/events.ts'
import { decodeDeciding, encodeDeciding } from '../../hub/core/stored/stored-state.ts'
import { evolveVessel, NEW_VESSEL, type Vessel } from '../../hub/core/vessel.ts'
import { dataFolder } from '../../hub/data-folder.ts'
import type { Batch } from '../../hub/ports/log.ts'
import { createRiver } from '../../hub/river.ts'
import { isVesselId, type VesselId } from '../../shared/model.ts'
import { type Clock, systemClock } from '../../shared/runtime/clock.ts'
import { quietLog } from '../../shared/runtime/log.ts'
import { DAY_S, HOUR_S } from '../../shared/time.ts'
import { present } from '../hub/projections/given.ts'
import { type Figure, tableOf } from './figure.ts'
import { inFolder } from './in-folder.ts'
import { openLog, pastOf, writePast } from './start/past.ts'
import { cpuMs, STEP_S } from './watch/shore.ts'

const BEGIN = 20_000 * DAY_S
const DAYS = 365
const VESSELS = 66
const END_MS = (BEGIN + DAYS * DAY_S) * 1000

/** How long a hub takes to start after a year, with and without what it has kept, and what keeping it costs. */
export async function benchStart(): Promise<readonly Figure[]> {
  const [first] = idsOf(1)
  if (first === undefined) return []
  const past = await pastOf(first, BEGIN, DAYS)
  const state = past
    .flatMap(({ events }) => events.flatMap((one) => ofVessel(one) ?? []))
    .reduce(evolveVessel, NEW_VESSEL)
  return inFolder(async (dir) => [
    ...(await starts(dir, past)),
    ...(await savingOf(join(dir, 'bench'), state, 66)),
    ...(await savingOf(join(dir, 'bench'), state, 1_000)),
  ])
}

async function starts(dir: string, past: readonly Batch[]): Promise<readonly Figure[]> {
  const folder = dataFolder(dir)
  await writePast(folder.events, past, idsOf(VESSELS))
  const after = `start after a year of ${VESSELS} vessels, ${past.length * VESSELS} batches`
  const anew = await startMs(dir)
  rmSync(folder.snapshot)
  const folded = await startMs(dir)
  const resumed = await startMs(dir)
  return [
    { what: `${after}, CPU, rows made anew, log folded`, value: `${anew.toFixed(0)} ms` },
    { what: '  with its rows, log folded', value: `${folded.toFixed(0)} ms` },
    {
      what: '  with its rows and its snapshot',
      value: `${resumed.toFixed(0)} ms`,
      target: 'does not grow with the log',
    },
  ]
}

/** CPU until every vessel can be decided on. */
async function startMs(dir: string): Promise<number> {
  const folder = dataFolder(dir)
  const clock: Clock = { ...systemClock, now: () => END_MS + Math.floor(systemClock.monotonic()) }
  const began = cpuMs()
  const events = openLog(folder.events, clock)
  const register = openSqliteRegister({ file: folder.register, log: quietLog })
  const store = openReadStore(folder.projections, events.id)
  const river = createRiver({
    events,
    register,
    store,
    snapshot: { file: createSnapshotFile(folder.snapshot), program: 'bench' },
    link: () => ({ ack() {}, disconnect() {}, test: async () => null }),
    clock,
    log: quietLog,
    newId: () => crypto.randomUUID(),
    policy: { ...present(BEGIN).policy, silentAfterS: STEP_S + HOUR_S },
    tickets: null,
    watchdog: null,
    notifiers: [],
    random: Math.random,
  })
  await river.start()
  await river.views.waiting()
  const tookMs = cpuMs() - began
  await river.stop()
  for (const part of [store, register, events]) part.close()
  return tookMs
}

/** The same state for each of so many vessels: what it costs to keep it, and to have it back. */
async function savingOf(path: string, state: Vessel, vessels: number): Promise<readonly Figure[]> {
  const file = createSnapshotFile(path)
  const deciding = {
    vessels: new Map(idsOf(vessels).map((id) => [vesselStream(id), { state, version: 1 }])),
    fleet: new Map(),
  }
  const pauses = monitorEventLoopDelay({ resolution: 1 })
  pauses.enable()
  const began = cpuMs()
  await file.save(encodeDeciding(deciding, { program: 'bench', log: 'log', position: 1, batch: 'b-1' }))
  const savedMs = cpuMs() - began
  pauses.disable()
  const reading = cpuMs()
  decodeDeciding((await file.load()) ?? [], 'bench')
  const readMs = cpuMs() - reading
  return [
    {
      what: `snapshot of ${vessels} vessels: saved, CPU of the loop`,
      value: `${savedMs.toFixed(0)} ms, longest pause ${(pauses.max / 1e6).toFixed(0)} ms`,
      target: 'printed',
    },
    { what: '  its size', value: `${(statSync(path).size / 1e6).toFixed(1)} MB` },
    { what: '  read back', value: `${readMs.toFixed(0)} ms` },
  ]
}

const idsOf = (count: number): readonly VesselId[] =>
  Array.from({ length: count }, (_, nth) => `mv-${nth}`).filter(isVesselId)

if (import.meta.main) for (const line of tableOf(await benchStart())) console.log(line)
