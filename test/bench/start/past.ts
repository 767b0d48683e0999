import { randomUUID } from 'node:crypto'
import { openSqliteLog } from '../../../hub/adapters/sqlite/log.ts'
import { vesselStream } from '../../../hub/core/events.ts'
import { decodeEvents, encodeEvents } from '../../../hub/core/stored/stored-event.ts'
import type { Batch } from '../../../hub/ports/log.ts'
import type { VesselId } from '../../../shared/model.ts'
import { type Clock, systemClock } from '../../../shared/runtime/clock.ts'
import { MINUTE_S, type Seconds } from '../../../shared/time.ts'
import { virtualClock } from '../../fakes/clock.ts'
import { createMemoryLog } from '../../fakes/memory-log.ts'
import { STEP_S, startShore } from '../watch/shore.ts'

/** What the log holds of one vessel that is down for half of each day, with the alerts and incidents of it. */
export async function pastOf(vessel: VesselId, begin: Seconds, days: number): Promise<readonly Batch[]> {
  const clock = patient(begin)
  const log = createMemoryLog()
  const shore = await startShore([vessel], begin, clock, log)
  for (let step = 1; step <= 2 * days; step++) {
    await clock.advance(STEP_S * 1000)
    await shore.beat(begin + step * STEP_S, step % 2 === 1 ? 'down' : 'up')
  }
  await shore.close()
  return log.batches().filter(({ stream }) => stream === vesselStream(vessel))
}

/** What is done every few seconds is done every ten minutes: it would cost most of the time. */
function patient(begin: Seconds) {
  const clock = virtualClock(begin * 1000)
  return { ...clock, after: (ms: number, then: () => void) => clock.after(Math.max(ms, 10 * MINUTE_S * 1000), then) }
}

/** A log in a file in which the same has happened to each of these vessels. */
export async function writePast(file: string, past: readonly Batch[], vessels: readonly VesselId[]): Promise<void> {
  const log = openLog(file, systemClock)
  const { signal } = new AbortController()
  const versions = new Map<VesselId, number>()
  const add = async (vessel: VesselId, { at, events }: Batch): Promise<void> => {
    const batch = { id: randomUUID(), at, events }
    const appended = await log.append(vesselStream(vessel), versions.get(vessel) ?? 0, batch, signal)
    if (appended.kind === 'stored') versions.set(vessel, appended.position)
  }
  for (const batch of past) await Promise.all(vessels.map((vessel) => add(vessel, batch)))
  log.close()
}

export const openLog = (file: string, clock: Clock) =>
  openSqliteLog({ file, clock, codec: { encode: encodeEvents, decode: decodeEvents }, newId: randomUUID })
