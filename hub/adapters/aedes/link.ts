import type { Duplex } from 'node:stream'
import type { Client } from 'aedes'
import type { Clock } from '../../../shared/runtime/clock.ts'
import type { Log } from '../../../shared/runtime/log.ts'
import { topicOf } from '../../../shared/wire/topics.ts'
import type { Link, LinkListener } from '../../ports/link.ts'
import { createBroker } from './broker.ts'
import { createFloodBound } from './flood.ts'
import { guarded } from './guard.ts'
import { LINK_LIMITS, type LinkLimits } from './limits.ts'
import { createListener, type LinkTls, type ListenOptions } from './listen.ts'
import { createRefusals } from './refusals.ts'
import { createSelfTest } from './self-test.ts'
import { closeVisit, type Visit } from './visit.ts'
import { createVisits } from './visits.ts'

export type AedesLinkOptions = {
  readonly listen: ListenOptions['at']
  /** Null is plain MQTT, which goes on loopback only. */
  readonly tls: LinkTls | null
  readonly clock: Clock
  readonly log: Log
  readonly listener: LinkListener
  readonly limits?: Partial<LinkLimits>
}

export type AedesLink = Link & {
  /** For connections from now on: a renewed certificate, rotated ticket keys. */
  useTls(tls: LinkTls): void
}

/** The embedded MQTT edge: TCP, TLS, the bounds, and aedes behind them. */
export function createAedesLink({ listen, tls, clock, log, listener, ...options }: AedesLinkOptions): AedesLink {
  const limits = { ...LINK_LIMITS, ...options.limits }
  const refusals = createRefusals(log, clock, (vessel, kind) => listener.refused(vessel, kind))
  const visits = createVisits({ limits, clock, refusals, listener })
  const waitMs = createFloodBound(limits, clock)
  const byStream = new WeakMap<object, Visit>()
  const visitOf = (client: Client): Visit => {
    const visit = byStream.get(client.conn)
    if (visit === undefined) throw new Error('a client of the broker without a connection')
    return visit
  }
  let shown = tls
  let at: { readonly host: string; readonly port: number } | null = null
  const selfTest = createSelfTest({ clock, at: () => at, tls: () => shown })
  const broker = createBroker({ limits, log, refusals, visits, visitOf, listener, selfTest })

  function attach(visit: Visit, socket: Duplex): void {
    visit.stream = guarded(socket, {
      clock,
      maxBytes: () => (visit.vessel === null ? limits.strangerPacketBytes : limits.packetBytes),
      waitMs: (packets) => (visit.vessel === null ? 0 : waitMs(visit.vessel, packets)),
      refuse: (kind) => refusals.count(kind, visit.vessel, { from: visit.from, what: REFUSED[kind] }),
    })
    byStream.set(visit.stream, visit)
    visit.client = broker.handle(visit.stream)
  }

  const front = createListener({ at: listen, tls, limits, visits, refusals, attach })
  const closeBroker = () => new Promise<void>((resolve) => broker.close(resolve))
  return {
    async start() {
      await broker.listen()
      try {
        at = await front.start()
      } catch (cause) {
        await closeBroker()
        throw cause
      }
      return at
    },
    async stop() {
      at = null
      await front.stop()
      await closeBroker()
    },
    ack(vessel, payload) {
      const visit = visits.of(vessel)
      if (!visit?.client || !visit.stream || !visit.announced) return
      if (visit.stream.writableLength > limits.unsentBytes) {
        refusals.count('unread', vessel, { from: visit.from, what: 'answers that are not read' })
        visit.raw.destroy()
        return
      }
      const message = { cmd: 'publish', topic: topicOf(vessel, 'ack'), payload: Buffer.from(payload) } as const
      visit.client.publish({ ...message, qos: 0, retain: false, dup: false }, () => {})
    },
    disconnect(vessel) {
      const visit = visits.of(vessel)
      if (visit) closeVisit(visit)
    },
    test: selfTest.run,
    useTls(fresh) {
      shown = fresh
      front.useTls(fresh)
    },
  }
}

const REFUSED = {
  oversize: 'a packet that is too large',
  malformed: 'bytes that are not MQTT',
  flood: 'more packets than can be taken',
}
