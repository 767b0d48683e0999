import { createServer, type Server } from 'node:net'
import type { Duplex } from 'node:stream'
import { createServer as createTlsServer, type TLSSocket, type TlsOptions } from 'node:tls'
import { cannotListen, isLoopback } from '../../../shared/address.ts'
import { Fault } from '../../../shared/fault.ts'
import type { Identity } from '../certificates.ts'
import type { LinkLimits } from './limits.ts'
import type { Refusals } from './refusals.ts'
import type { Visit } from './visit.ts'
import type { Visits } from './visits.ts'

/** `hybrid` protects recorded traffic from a future quantum computer, and costs some 2.4 KB for each full handshake. */
export type LinkTls = Identity & { readonly ticketKeys: Buffer; readonly keyExchange: 'x25519' | 'hybrid' }

export type ListenOptions = {
  readonly at: { readonly host: string; readonly port: number }
  /** Null is plain MQTT, which goes on loopback only. */
  readonly tls: LinkTls | null
  readonly limits: LinkLimits
  readonly visits: Visits
  readonly refusals: Refusals
  /** The visit may begin to speak MQTT. */
  readonly attach: (visit: Visit, socket: Duplex) => void
}

/** TCP, and TLS on it: the raw socket stays in sight, since only there the bytes that are paid for can be counted. */
export function createListener({ at, tls, limits, visits, refusals, attach }: ListenOptions) {
  if (tls === null && !isLoopback(at.host)) {
    throw new Fault('invalid', `plain MQTT goes on loopback only, not on ${at.host}`, { hint: 'use TLS' })
  }
  const shaking = new Map<string, Visit>()
  const arrived = (socket: TLSSocket) => shaking.get(endpoint(socket))
  const secure = tls === null ? null : createTlsServer(tlsOptions(tls, limits))
  secure?.on('secureConnection', (socket) => {
    const visit = arrived(socket)
    visit?.stranger.shaken()
    if (visit) attach(visit, socket)
    else socket.destroy()
  })
  secure?.on('tlsClientError', ({ message: what }, socket) => {
    const visit = arrived(socket)
    if (visit) refusals.count('handshake', null, { from: visit.from, what })
    socket.destroy()
    visit?.raw.destroy()
  })
  const server = createServer({ noDelay: true }, (raw) => {
    const visit = visits.arrive(raw)
    if (secure === null) return attach(visit, raw)
    const key = endpoint(raw)
    shaking.set(key, visit)
    raw.once('close', () => shaking.delete(key))
    // Whoever says nothing takes no place among the handshakes.
    raw.once('readable', () => visit.stranger.handshake(() => secure.emit('connection', raw)))
  })
  return {
    start: () => listening(server, at),
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const visit of visits.all) visit.raw.destroy()
      await closed
    },
    useTls: (fresh: LinkTls) => secure?.setSecureContext(tlsOptions(fresh, limits)),
  }
}

const endpoint = ({
  remoteAddress,
  remotePort,
}: {
  remoteAddress?: string | undefined
  remotePort?: number | undefined
}) => `${remoteAddress} ${remotePort}`

/** As long as TLS 1.3 lets a ticket live. */
const TICKET_S = 7 * 86_400

function tlsOptions({ key, cert, ticketKeys, keyExchange }: LinkTls, limits: LinkLimits): TlsOptions {
  return {
    key,
    cert,
    ticketKeys,
    sessionTimeout: TICKET_S,
    minVersion: 'TLSv1.3',
    ecdhCurve: keyExchange === 'hybrid' ? 'X25519MLKEM768:X25519' : 'X25519',
    handshakeTimeout: limits.strangerMs,
  }
}

function listening(server: Server, { host, port }: ListenOptions['at']): Promise<{ host: string; port: number }> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(cannotListen(cause, { host, port }, 'mqtt.listen in hub.yaml')))
    server.listen(port, host, () => {
      const address = server.address()
      if (typeof address === 'object' && address !== null) resolve({ host: address.address, port: address.port })
    })
  })
}
