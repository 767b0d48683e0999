import { Fault } from '../../../shared/fault.ts'
import type { VesselId } from '../../../shared/model.ts'
import type { Clock } from '../../../shared/runtime/clock.ts'
import type { Log } from '../../../shared/runtime/log.ts'
import { topicOf } from '../../../shared/wire/topics.ts'
import { type Attempts, afterEnding, type Ending, FRESH, redialInMs } from '../../core/redial.ts'
import type { Uplink, UplinkListener } from '../../ports.ts'
import { addressOf, type HubAddress } from './address.ts'
import { type Connection, type ConnectionOptions, openConnection } from './connection.ts'
import type { Trust } from './secure.ts'
import { createTrafficMeter, type TrafficMeter } from './traffic.ts'

export type MqttUplinkOptions = {
  readonly vessel: VesselId
  readonly credential: string
  /** Tried in turn; the one that last acknowledged first. */
  readonly urls: readonly string[]
  readonly trust: Trust
  readonly heartbeatS: number
  readonly ackTimeoutS: number
  readonly clock: Clock
  /** In [0, 1). */
  readonly random: () => number
  readonly log: Log
}

/** One dial and what came of it. */
type Line = {
  readonly connection: Connection
  secured: boolean
  open: boolean
  proven: boolean
  counted: { readonly up: number; readonly down: number }
}

/** The connection to shore over MQTT: dials, keeps the TLS ticket, redials by the rules of `redial.ts`, counts every byte. */
export function createMqttUplink(options: MqttUplinkOptions): Uplink {
  const { clock, vessel } = options
  const turns = createTurns(options)
  const meter = createTrafficMeter(clock.now)
  let ticket: Buffer | null = null
  let listener: UplinkListener | null = null
  let line: Line | null = null
  let cancelRedial = () => {}

  const dial = () => {
    const address = turns.address()
    const connection = openConnection(address, connectionOptions(options, ticket), {
      secured(resumed, clockFault) {
        dialled.secured = true
        if (!resumed) listener?.clockFault(clockFault)
      },
      ticket: (newest) => {
        ticket = newest
      },
      open() {
        dialled.open = true
        options.log.info({ hub: address.url }, 'connected to shore')
        listener?.connected()
      },
      message: (payload) => listener?.acked(payload),
      closed(end) {
        line = null
        count(meter, dialled)
        // A ticket that spoils the handshake must not do so for ever.
        if (end.reached && !dialled.secured) ticket = null
        if (listener) redialLater(dialled, endingOf(dialled, end.reached), end.reason.message)
        listener?.disconnected({ ...end.reason, hub: `${address.host}:${address.port}` })
      },
    })
    const dialled: Line = { connection, secured: !address.secure, open: false, proven: false, counted: NOTHING }
    line = dialled
  }

  const redialLater = ({ open }: Line, ending: Ending, reason: string) => {
    const { inMs, isNews } = turns.next(ending)
    cancelRedial = clock.after(inMs, dial)
    tell(options.log, open, isNews, { reason, redialInMs: Math.round(inMs) })
  }

  return {
    start(who) {
      listener = who
      dial()
    },
    redial: (reason) => line?.connection.abort(reason),
    async stop() {
      listener = null
      cancelRedial()
      await line?.connection.end()
    },
    async publish(topic, payload) {
      const used = line
      if (!used) throw new Error('not connected to shore')
      await used.connection.publish(topicOf(vessel, topic), payload)
      used.proven = true
      turns.proven()
      count(meter, used)
    },
    traffic() {
      if (line) count(meter, line)
      return meter.days()
    },
  }
}

const endingOf = ({ proven }: Line, reached: boolean): Ending =>
  proven ? 'proven' : reached ? 'unproven' : 'unreached'

/** Which hub comes next, and when. */
function createTurns(options: MqttUplinkOptions) {
  const [first, ...others] = options.urls.map(addressOf)
  if (!first) throw new Fault('invalid', 'hub.urls is empty: there is nowhere to tell')
  const addresses = [first, ...others]
  let attempts: Attempts = FRESH
  let turn = 0
  return {
    address: (): HubAddress => addresses[turn % addresses.length] ?? first,
    proven() {
      attempts = FRESH
    },
    next(ending: Ending) {
      attempts = afterEnding(attempts, ending)
      if (ending !== 'proven') turn++
      const inMs = redialInMs(attempts, ending, options, options.random())
      return { inMs, isNews: ending === 'proven' || attempts[ending] === 1 }
    },
  }
}

/** A dark link is dialled thousands of times a day: only the first is news. */
function tell(log: Log, wasOpen: boolean, isNews: boolean, details: object): void {
  if (wasOpen) log.info(details, 'connection to shore lost')
  else log[isNews ? 'info' : 'debug'](details, 'shore not reached')
}

const NOTHING = { up: 0, down: 0 }

/** To the day in which it is noticed. */
function count(meter: TrafficMeter, line: Line): void {
  const bytes = line.connection.bytes()
  meter.add(bytes.up - line.counted.up, bytes.down - line.counted.down)
  line.counted = bytes
}

/** A ping round costs as much as a heartbeat: the keepalive is never reached while heartbeats go out. */
const MAX_KEEPALIVE_S = 65_535

const connectionOptions = (options: MqttUplinkOptions, ticket: Buffer | null): ConnectionOptions => ({
  vessel: options.vessel,
  credential: options.credential,
  trust: options.trust,
  ticket,
  keepaliveS: Math.min(MAX_KEEPALIVE_S, 2 * options.heartbeatS),
  ackTimeoutMs: options.ackTimeoutS * 1000,
  clock: options.clock,
})
