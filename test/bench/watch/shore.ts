import { setImmediate as nextTurn } from 'node:timers/promises'
import { openReadStore } from '../../../hub/adapters/sqlite/read-store.ts'
import type { Policy } from '../../../hub/core/policy.ts'
import type { EventLog } from '../../../hub/ports/log.ts'
import type { Register } from '../../../hub/ports/register.ts'
import { createRiver, type River } from '../../../hub/river.ts'
import type { VesselId } from '../../../shared/model.ts'
import type { Clock } from '../../../shared/runtime/clock.ts'
import { quietLog } from '../../../shared/runtime/log.ts'
import { HOUR_S, type Seconds } from '../../../shared/time.ts'
import { createMemoryLog } from '../../fakes/memory-log.ts'
import { createMemorySnapshot } from '../../fakes/memory-snapshot.ts'
import { present } from '../../hub/projections/given.ts'
import { createShip } from '../hub/ship.ts'

/** Vessels report this seldom here, so that a year is bearable; the hub's patience is stretched accordingly. */
export const STEP_S = 12 * HOUR_S

export type Shore = {
  readonly river: River
  /**
   * Each vessel reads its database up to now and tells; its server was up or down since the last time. The answer is the hub's CPU for
   * one summary, until it is decided, appended, and in the rows of the pages: what else the machine does does not count.
   */
  beat(now: Seconds, server: 'up' | 'down', which?: readonly VesselId[]): Promise<number>
  close(): Promise<void>
}

/** The whole river of a hub over a log in memory: what is measured is deciding, not a disk. */
export async function startShore(
  ids: readonly VesselId[],
  begin: Seconds,
  clock: Clock,
  events: EventLog = createMemoryLog(),
): Promise<Shore> {
  const store = openReadStore(':memory:', 'memory')
  const answers = new Map<VesselId, Uint8Array[]>()
  const ack = (vessel: VesselId, payload: Uint8Array) => answers.set(vessel, [...(answers.get(vessel) ?? []), payload])
  let newest = 0
  const policy: Policy = { ...present(begin).policy, silentAfterS: STEP_S + HOUR_S }
  const river = createRiver({
    events,
    register: forgetful,
    store,
    snapshot: { file: createMemorySnapshot(), program: 'test' },
    link: () => ({ ack, disconnect() {}, test: async () => null }),
    clock,
    log: quietLog,
    newId: () => `${newest++}`,
    policy,
    tickets: null,
    watchdog: null,
    notifiers: [],
    random: () => 0.5,
  })
  await river.start()
  const ships = new Map(ids.map((id, nth) => [id, createShip(id, begin, nth)]))

  async function tell(id: VesselId, now: Seconds, server: 'up' | 'down'): Promise<number> {
    const ship = ships.get(id)
    let tookMs = 0
    let sent = ship?.read(now, server) ?? []
    while (sent.length > 0) {
      for (const { topic, payload } of sent) {
        const began = cpuMs()
        await river.listener.received(id, topic, payload)
        while (store.position() < (await events.head())) await nextTurn()
        tookMs += cpuMs() - began
      }
      const acks = answers.get(id) ?? []
      answers.delete(id)
      sent = ship?.answered(acks) ?? []
    }
    return tookMs
  }

  return {
    river,
    async beat(now, server, which = ids) {
      let tookMs = 0
      for (const id of which) tookMs += await tell(id, now, server)
      return tookMs / which.length
    },
    async close() {
      await river.stop()
      store.close()
    },
  }
}

/** CPU of this thread. */
export function cpuMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

const forgetful: Register = {
  load: async () => ({ aliveAt: null, heard: new Map() }),
  save: async () => {},
  traffic: async () => [],
}
