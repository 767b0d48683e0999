import type { VesselId } from '../shared/model.ts'
import { dayOf, iso, type Seconds } from '../shared/time.ts'
import type { Bytes, DayBytes, Register } from './ports/register.ts'

/** Raw bytes on the sockets, per vessel and UTC day: since the last save here, before that in the register. */
export interface Traffic {
  count(vessel: VesselId, bytes: Bytes, at: Seconds): void
  /** Since the start. */
  total(): ReadonlyMap<VesselId, Bytes>
  /** The vessel's days of the last thirteen months up to that of `now`, oldest first, without those that had none. */
  days(vessel: VesselId, now: Seconds): Promise<readonly DayBytes[]>
  /** What is not saved yet leaves here, to be saved; when that fails it is counted again. */
  take(): readonly DayBytes[]
  giveBack(days: readonly DayBytes[]): void
}

/** The first of a month, a year before that of `now`. */
function firstShown(now: Seconds): number {
  const month = iso(now).slice(0, 7)
  return dayOf(Date.parse(`${Number(month.slice(0, 4)) - 1}${month.slice(4)}-01T00:00:00Z`) / 1000)
}

export function createTraffic(register: Pick<Register, 'traffic'>): Traffic {
  const total = new Map<VesselId, Bytes>()
  let unsaved = new Map<string, DayBytes>()

  function add(more: DayBytes): void {
    const key = `${more.vessel} ${more.day}`
    unsaved.set(key, { ...more, ...sum(unsaved.get(key), more) })
  }

  return {
    count(vessel, bytes, at) {
      total.set(vessel, sum(total.get(vessel), bytes))
      add({ vessel, day: dayOf(at), ...bytes })
    },
    total: () => total,
    async days(vessel, now) {
      const since = firstShown(now)
      const recent = [...unsaved.values()].filter((one) => one.vessel === vessel && one.day >= since)
      const days = new Map((await register.traffic(vessel, since)).map((one) => [one.day, one]))
      for (const one of recent) days.set(one.day, { ...one, ...sum(days.get(one.day), one) })
      return [...days.values()].sort((a, b) => a.day - b.day)
    },
    take() {
      const taken = [...unsaved.values()]
      unsaved = new Map()
      return taken
    },
    giveBack: (days) => days.forEach(add),
  }
}

const sum = (a: Bytes | undefined, b: Bytes): Bytes => ({ up: (a?.up ?? 0) + b.up, down: (a?.down ?? 0) + b.down })
