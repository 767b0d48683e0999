import type { Seen } from '../../shared/link/copy.ts'
import type { VesselId } from '../../shared/model.ts'
import type { Seconds } from '../../shared/time.ts'

/** When each vessel was last heard and how far; losing the last seconds of it only delays silence. */
export type Heard = Seen & { readonly lastHeard: Seconds; readonly offsetS: number | null }

export type Bytes = { readonly up: number; readonly down: number }

/** Raw bytes on the sockets of one vessel, TLS included, on one UTC day. */
export type DayBytes = Bytes & { readonly vessel: VesselId; readonly day: number }

/** What is too frequent for the log: written every few seconds, with each append of a vessel's message, and at stop. */
export interface Register {
  /** `aliveAt` is when the hub last saved: after a crash its listening ended then. */
  load(): Promise<{ readonly aliveAt: Seconds | null; readonly heard: ReadonlyMap<VesselId, Heard> }>
  /** All of it or nothing: replaces the given vessels, the others stay; adds the bytes to those of their days. */
  save(aliveAt: Seconds, heard: ReadonlyMap<VesselId, Heard>, traffic: readonly DayBytes[]): Promise<void>
  /** The vessel's days from this one on, oldest first, without those that had none; kept for 400 days. */
  traffic(vessel: VesselId, since: number): Promise<readonly DayBytes[]>
}
