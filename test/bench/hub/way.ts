import type { Fleet } from '../../../shared/api/fleet.ts'
import type { Round, Taken } from './fleet.ts'

/** A hub that is measured, and one way for a fleet to reach it. */
export type Way = {
  round(round: Round): Promise<Taken>
  fleetCounts(): Promise<Fleet['counts']>
  close(): Promise<void>
}
