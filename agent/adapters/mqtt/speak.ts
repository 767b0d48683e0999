import type { Socket } from 'node:net'
import { MqttClient } from 'mqtt'
import type { VesselId } from '../../../shared/model.ts'
import type { Clock } from '../../../shared/runtime/clock.ts'
import { TOPICS, topicOf } from '../../../shared/wire/topics.ts'

export type Speaker = {
  readonly vessel: VesselId
  readonly credential: string
  readonly keepaliveS: number
  readonly clock: Clock
}

export type MqttEvents = {
  open(): void
  message(payload: Uint8Array): void
  failed(error: Error): void
  abort(why: string): void
}

/** MQTT 3.1.1 on a stream that stands: once, in a clean session. mqtt.js neither queues nor retries, nor has a time of its own. */
export function speakMqtt(stream: Socket, options: Speaker, events: MqttEvents): MqttClient {
  const acks = topicOf(options.vessel, 'ack')
  const client = new MqttClient(() => stream, {
    protocolVersion: 4,
    clientId: options.vessel,
    username: options.vessel,
    password: options.credential,
    clean: true,
    keepalive: options.keepaliveS,
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    connectTimeout: 2 ** 31 - 1,
    timerVariant: timersOf(options.clock),
  })
  client.on('error', events.failed)
  client.on('message', (topic, payload) => {
    if (topic === acks) events.message(payload)
  })
  client.on('connect', () => {
    client.subscribe(acks, { qos: TOPICS.ack.qos }, (error) => {
      if (error) events.abort(`the hub refuses its answers: ${error.message}`)
    })
    events.open()
  })
  return client
}

/** mqtt.js's own timers, for a ping that never comes while the heartbeat is shorter than the keepalive. */
function timersOf(clock: Clock) {
  const cancels = new Map<number, () => void>()
  let last = 0
  return {
    set(then: () => void, ms: number): number {
      const id = ++last
      const wait = () => {
        cancels.set(
          id,
          clock.after(ms, () => {
            wait()
            then()
          }),
        )
      }
      wait()
      return id
    },
    clear(id: number) {
      cancels.get(id)?.()
      cancels.delete(id)
    },
  }
}
