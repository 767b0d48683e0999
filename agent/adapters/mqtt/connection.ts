import { connect, type Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { MqttClient } from 'mqtt'
import type { Clock } from '../../../shared/runtime/clock.ts'
import { toSeconds } from '../../../shared/time.ts'
import type { HubAddress } from './address.ts'
import { judge, secure, type Trust } from './secure.ts'
import { type Speaker, speakMqtt } from './speak.ts'
import { type End, inWords } from './words.ts'

export type ConnectionOptions = Speaker & {
  readonly trust: Trust
  /** The newest TLS ticket of any hub, to resume with. */
  readonly ticket: Buffer | null
  readonly ackTimeoutMs: number
}

export type ConnectionEvents = {
  /** The hub is who it should be; `clockFault` when that could only be seen past a wrong clock. */
  secured(resumed: boolean, clockFault: boolean): void
  ticket(ticket: Buffer): void
  open(): void
  message(payload: Uint8Array): void
  /** Once, after which nothing follows. */
  closed(end: { readonly reached: boolean; readonly reason: End }): void
}

export type Connection = {
  /** Settles with the PUBACK; rejects when the connection goes first, or when it is overdue, which closes it. */
  publish(topic: string, payload: Uint8Array): Promise<void>
  /** Without a word to the other side, which may not be there. */
  abort(reason: string): void
  /** With a word to the hub, that this is meant. */
  end(): Promise<void>
  /** What went over the raw socket so far. */
  bytes(): { readonly up: number; readonly down: number }
}

/** A dead link must not hold up the next dial, a slow one must get through: SYNs at 0, 1, 3 and 7 seconds. */
const REACH_MS = 8_000
/** Node's own 250 ms would give up on the first address of every name behind a satellite. */
const ADDRESS_MS = 4_000
const FAREWELL_MS = 2_000
const STOPPED: End = { kind: 'other', message: 'stopped' }
const noAnswer = (message: string): End => ({ kind: 'no-answer', message })

/** One TCP connection from dial to close: what it was given and was not acknowledged goes down with it. */
export function openConnection(address: HubAddress, options: ConnectionOptions, events: ConnectionEvents): Connection {
  const { clock } = options
  const raw = connect({ host: address.host, port: address.port, autoSelectFamilyAttemptTimeout: ADDRESS_MS })
  const awaited = createAwaited(clock, options.ackTimeoutMs, () => abort(noAnswer('an acknowledgement is overdue')))
  let reached = false
  let reason: End | null = null
  let client: MqttClient | null = null
  let cancelTimer = clock.after(REACH_MS, () => abort(noAnswer(`${address.host} does not answer`)))

  const failed = (error: Error) => {
    reason ??= inWords(error, address)
  }
  const abort = (why: End) => {
    reason ??= why
    if (reached) raw.resetAndDestroy()
    else raw.destroy()
  }
  const speak = (stream: Socket) => {
    client = speakMqtt(stream, options, {
      ...events,
      open() {
        cancelTimer()
        events.open()
      },
      failed,
      abort: (message) => abort({ kind: 'refused', message }),
    })
  }
  raw.on('error', failed)
  raw.on('connect', () => {
    reached = true
    cancelTimer()
    cancelTimer = clock.after(options.ackTimeoutMs, () => abort(noAnswer('the hub does not answer')))
    if (!address.secure) speak(raw)
  })
  raw.on('close', () => {
    cancelTimer()
    const why: End = reason ?? { kind: 'cut', message: 'closed by the hub' }
    awaited.drop(why.message)
    events.closed({ reached, reason: why })
  })
  if (address.secure) {
    const socket = secure(raw, address, options.trust, options.ticket)
    socket.on('error', failed)
    socket.on('close', () => raw.destroy())
    socket.on('secureConnect', () => admit(socket, address, options, events, { speak, abort }))
  }

  return {
    publish: (topic, payload) => {
      const speaker = client
      if (!speaker?.connected) return Promise.reject(new Error('not connected to shore'))
      return awaited.wait((settle) => speaker.publish(topic, Buffer.from(payload), { qos: 1 }, settle))
    },
    abort: (message) => abort({ kind: 'cut', message }),
    end: () =>
      new Promise((resolve) => {
        if (raw.destroyed) return resolve()
        raw.once('close', () => resolve())
        if (!client?.connected || awaited.count() > 0) return abort(STOPPED)
        cancelTimer = clock.after(FAREWELL_MS, () => abort(STOPPED))
        client.end()
      }),
    bytes: () => ({ up: raw.bytesWritten, down: raw.bytesRead }),
  }
}

/** Acknowledgements that are to come: each in time, or not at all. */
function createAwaited(clock: Clock, timeoutMs: number, overdue: () => void) {
  const waiting = new Set<(error: Error) => void>()
  return {
    count: () => waiting.size,
    wait: (send: (settle: (error?: Error | null) => void) => void) =>
      new Promise<void>((resolve, reject) => {
        const cancel = clock.after(timeoutMs, overdue)
        const settle = (error?: Error | null) => {
          cancel()
          if (!waiting.delete(settle)) return
          if (error) reject(error)
          else resolve()
        }
        waiting.add(settle)
        send(settle)
      }),
    drop(reason: string) {
      for (const settle of waiting) settle(new Error(`${reason} before it was acknowledged`))
    },
  }
}

type Hands = { readonly speak: (stream: Socket) => void; readonly abort: (why: End) => void }

/** The credential is not sent before the hub is known to be the hub. */
function admit(
  socket: TLSSocket,
  address: HubAddress,
  options: ConnectionOptions,
  events: ConnectionEvents,
  hands: Hands,
) {
  const judgement = judge(socket, address.host, options.trust, toSeconds(options.clock.now()))
  if (!judgement.trusted) return hands.abort({ kind: 'certificate', message: judgement.why })
  events.secured(socket.isSessionReused(), judgement.clockFault)
  socket.on('session', events.ticket)
  hands.speak(socket)
}
