import { webcrypto } from 'node:crypto'
import type { TestContext } from 'node:test'
import type { LinkLimits } from '../../hub/adapters/aedes/limits.ts'
import { createAedesLink } from '../../hub/adapters/aedes/link.ts'
import type { LinkTls } from '../../hub/adapters/aedes/listen.ts'
import { keepCertificates, keepTicketKeys } from '../../hub/adapters/certificates.ts'
import type { LinkListener, LinkTopic } from '../../hub/ports/link.ts'
import type { VesselId } from '../../shared/model.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import type { Log } from '../../shared/runtime/log.ts'
import { atEnd } from '../at-end.ts'
import { givenFolder } from '../given-folder.ts'

export type Received = { readonly vessel: VesselId; readonly topic: LinkTopic; readonly payload: Buffer }

type EdgeOptions = {
  readonly hub?: Partial<LinkListener>
  readonly limits?: Partial<LinkLimits>
  readonly tls?: LinkTls | null
  readonly keyExchange?: LinkTls['keyExchange']
  /** Of an edge that was there before: its certificates and ticket keys. */
  readonly folder?: string
}

/** A real edge on loopback with a listener that writes down what it hears; every vessel's credential is `<id>-secret`. */
export async function startEdge(t: TestContext, options: EdgeOptions = {}) {
  const folder = options.folder ?? (await givenFolder(t))
  const received: Received[] = []
  const connected: string[] = []
  const disconnected: string[] = []
  const refused: string[] = []
  const traffic = new Map<string, { up: number; down: number }>()
  const logged: { details: object; message: string }[] = []
  const log: Log = {
    debug() {},
    info() {},
    warn: (details, message) => logged.push({ details, message }),
    error: (details, message) => logged.push({ details, message }),
    child: () => log,
  }
  const listener: LinkListener = {
    admit: async (vessel, secret) => Buffer.from(secret).toString() === `${vessel}-secret`,
    received: async (vessel, topic, payload) => {
      received.push({ vessel, topic, payload: Buffer.from(payload) })
    },
    tested: async () => {},
    connected: (vessel) => connected.push(vessel),
    disconnected: (vessel) => disconnected.push(vessel),
    refused: (vessel, kind) => refused.push(`${vessel ?? 'somebody'}: ${kind}`),
    traffic: (vessel, { up, down }) => {
      const before = traffic.get(vessel) ?? { up: 0, down: 0 }
      traffic.set(vessel, { up: before.up + up, down: before.down + down })
    },
    ...options.hub,
  }
  const names = ['localhost', '127.0.0.1']
  const certificates = await keepCertificates({ folder, names, nowMs: Date.now(), crypto: webcrypto })
  const ticketKeys = keepTicketKeys({ folder, nowMs: Date.now(), crypto: webcrypto }).keys
  const own = { ...certificates, ticketKeys, keyExchange: options.keyExchange ?? 'x25519' }
  const link = createAedesLink({
    listen: { host: '127.0.0.1', port: 0 },
    tls: options.tls === undefined ? own : options.tls,
    clock: systemClock,
    log,
    listener,
    limits: options.limits ?? {},
  })
  const { port } = await link.start()
  atEnd(t, () => link.stop())
  const { ca } = certificates
  return { link, port, ca, ticketKeys, listener, received, connected, disconnected, refused, traffic, logged }
}

/** Waits for a condition, and says which one did not come true. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  limitMs = 10_000,
): Promise<void> {
  const end = performance.now() + limitMs
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`did not come true: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
