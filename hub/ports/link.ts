import type { VesselId } from '../../shared/model.ts'
import type { Bytes } from './register.ts'

export type LinkTopic = 'birth' | 'summary'

/** The MQTT edge, whatever the broker. */
export interface Link {
  start(): Promise<{ readonly host: string; readonly port: number }>
  stop(): Promise<void>
  /** QoS 0; dropped when the vessel is not connected here. */
  ack(vessel: VesselId, payload: Uint8Array): void
  /** Ends the vessel's connection, since its credential is no longer good. */
  disconnect(vessel: VesselId): void
  /** Sends a test message in by the way that vessels come; null when it was acknowledged, else why it was not. */
  test(): Promise<string | null>
}

/** What the edge asks of the hub. */
export interface LinkListener {
  /** Whether this secret is one of the vessel's; constant time for whoever watches. */
  admit(vessel: VesselId, secret: Uint8Array): Promise<boolean>
  /** The message is acknowledged (PUBACK) only when this settles; a rejection withholds it. */
  received(vessel: VesselId, topic: LinkTopic, payload: Uint8Array): Promise<void>
  /** A test message came through the broker; it is acknowledged when this settles. */
  tested(): Promise<void>
  connected(vessel: VesselId, from: string): void
  disconnected(vessel: VesselId): void
  /** Turned away at the edge; null is somebody who never showed who he is. */
  refused(vessel: VesselId | null, kind: string): void
  /** Raw bytes on the socket, TLS included. */
  traffic(vessel: VesselId, bytes: Bytes): void
}
