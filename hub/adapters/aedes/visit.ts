import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Client } from 'aedes'
import type { VesselId } from '../../../shared/model.ts'
import type { Stranger } from './gate.ts'

/** One connection, from its first packet of TCP to its end. */
export type Visit = {
  readonly from: string
  /** A greater one came later. */
  readonly order: number
  readonly raw: Socket
  readonly stranger: Stranger
  /** Null until it has shown the vessel's credential. */
  vessel: VesselId | null
  /** It is the hub's own test. */
  isTest: boolean
  stream: Duplex | null
  client: Client | null
  /** CONNACK has gone out, and the hub knows. */
  announced: boolean
  reported: Bytes
}

export type Bytes = { readonly up: number; readonly down: number }

export const newVisit = (raw: Socket, from: string, stranger: Stranger, order: number): Visit => ({
  from,
  order,
  raw,
  stranger,
  vessel: null,
  isTest: false,
  stream: null,
  client: null,
  announced: false,
  reported: { up: 0, down: 0 },
})

export function closeVisit({ stream, raw }: Visit): void {
  if (stream) stream.destroy()
  else raw.destroy()
}

/** What went over the raw socket since it was asked last. */
export function takeTraffic(visit: Visit): Bytes {
  const { raw, reported } = visit
  visit.reported = { up: raw.bytesRead, down: raw.bytesWritten }
  return { up: raw.bytesRead - reported.up, down: raw.bytesWritten - reported.down }
}
