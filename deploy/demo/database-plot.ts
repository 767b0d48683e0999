import type { Clock } from '../../shared/runtime/clock.ts'
import { MINUTE_S } from '../../shared/time.ts'
import type { Aboard } from './aboard.ts'

export const STOPS_AFTER_S = 2 * MINUTE_S
export const AWAY_S = 15 * MINUTE_S
const BACK_S = 45 * MINUTE_S

/** The vessels whose database stops a while after the start, comes back with all that was measured meanwhile, and stops again. */
export function playDatabases(aboard: readonly Aboard[], clock: Clock): () => void {
  const ends = aboard
    .filter(({ vessel }) => vessel.plot === 'database-stops')
    .map(({ influx }) => {
      let cancel = () => {}
      const stop = () => {
        void influx.stop()
        cancel = clock.after(AWAY_S * 1000, back)
      }
      const back = () => {
        void influx.start()
        cancel = clock.after(BACK_S * 1000, stop)
      }
      cancel = clock.after(STOPS_AFTER_S * 1000, stop)
      return () => cancel()
    })
  return () => {
    for (const end of ends) end()
  }
}
