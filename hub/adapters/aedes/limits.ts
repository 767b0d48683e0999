/** What one connection, one vessel and everybody together may ask of the edge. */
export type LinkLimits = {
  /** Of one MQTT packet: twice the largest part that an agent sends. */
  readonly packetBytes: number
  /** The same before a vessel has shown its credential: room for CONNECT. */
  readonly strangerPacketBytes: number
  /** From the first byte of TCP to an accepted credential. A slow satellite link needs several round trips. */
  readonly strangerMs: number
  readonly strangers: number
  /** Whole fleets come from the one address of their provider's gateway. */
  readonly strangersPerAddress: number
  /** TLS handshakes at the same time; the others wait their turn. */
  readonly handshakes: number
  /** Packets of a vessel: so many at once, then so many a second. What is above waits, the hub reads no further. */
  readonly burst: number
  readonly perSecond: number
  /** A vessel that would have to wait longer is cut off. */
  readonly patienceMs: number
  /** How long, and with how much unsent, a vessel may leave its answers unread. */
  readonly drainMs: number
  readonly unsentBytes: number
  /** Of MQTT the most, since agents keep above their heartbeat. Only none at all is refused. */
  readonly keepaliveS: number
}

export const LINK_LIMITS: LinkLimits = {
  packetBytes: 16_384,
  strangerPacketBytes: 1024,
  strangerMs: 30_000,
  strangers: 512,
  strangersPerAddress: 128,
  handshakes: 32,
  burst: 200,
  perSecond: 20,
  patienceMs: 20_000,
  drainMs: 60_000,
  unsentBytes: 65_536,
  keepaliveS: 65_535,
}
