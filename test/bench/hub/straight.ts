import { randomUUID } from 'node:crypto'
import { openSqliteLog } from '../../../hub/adapters/sqlite/log.ts'
import { openReadStore } from '../../../hub/adapters/sqlite/read-store.ts'
import { openSqliteRegister } from '../../../hub/adapters/sqlite/register.ts'
import { decodeEvents, encodeEvents } from '../../../hub/core/stored/stored-event.ts'
import { dataFolder } from '../../../hub/data-folder.ts'
import { createRiver, type River } from '../../../hub/river.ts'
import type { VesselId } from '../../../shared/model.ts'
import { type Clock, systemClock } from '../../../shared/runtime/clock.ts'
import { quietLog } from '../../../shared/runtime/log.ts'
import type { Seconds } from '../../../shared/time.ts'
import { createMemorySnapshot } from '../../fakes/memory-snapshot.ts'
import { present } from '../../hub/projections/given.ts'
import { createFleet } from './fleet.ts'
import type { Way } from './way.ts'

/** Straight into the river of a hub, with its codec, log, register and read store, but without sockets. */
export async function straight(
  dir: string,
  ids: readonly string[],
  begin: Seconds,
): Promise<Way & { readonly river: River }> {
  const folder = dataFolder(dir)
  let wall = begin
  const clock: Clock = { ...systemClock, now: () => wall * 1000 }
  const codec = { encode: encodeEvents, decode: decodeEvents }
  const events = openSqliteLog({ file: folder.events, clock, codec, newId: randomUUID })
  const register = openSqliteRegister({ file: folder.register, log: quietLog })
  const store = openReadStore(folder.projections, events.id)
  const answers = new Map<VesselId, Uint8Array[]>()
  const ack = (vessel: VesselId, payload: Uint8Array) => answers.set(vessel, [...(answers.get(vessel) ?? []), payload])
  const link = () => ({ ack, disconnect() {}, test: async () => null })
  const { policy } = present(begin)
  const river = createRiver({
    events,
    register,
    store,
    snapshot: { file: createMemorySnapshot(), program: 'test' },
    link,
    clock,
    log: quietLog,
    newId: randomUUID,
    policy,
    tickets: null,
    watchdog: null,
    notifiers: [],
    random: Math.random,
  })
  await river.start()
  const round = createFleet(ids, begin, {
    send: (vessel, { topic, payload }) => river.listener.received(vessel, topic, payload),
    takeAnswers(vessel) {
      const taken = answers.get(vessel) ?? []
      answers.delete(vessel)
      return taken
    },
    quiet: async () => {},
  })
  return {
    river,
    round(asked) {
      wall = asked.now
      return round(asked)
    },
    fleetCounts: async () => (await river.views.fleet()).counts,
    async close() {
      await river.stop()
      for (const part of [store, register, events]) part.close()
    },
  }
}
