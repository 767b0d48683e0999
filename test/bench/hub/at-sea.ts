import { readFileSync } from 'node:fs'
import { createMqttUplink } from '../../../agent/adapters/mqtt/uplink.ts'
import type { Uplink } from '../../../agent/ports.ts'
import { isVesselId, type VesselId } from '../../../shared/model.ts'
import { systemClock } from '../../../shared/runtime/clock.ts'
import { quietLog } from '../../../shared/runtime/log.ts'
import type { Seconds } from '../../../shared/time.ts'
import { createFleet, type Round, type Taken } from './fleet.ts'

/** The fleet's process: first every vessel connects, then it does one round after the other as it is told. */
export type AtSea = Connect | Round

type Connect = {
  readonly url: string
  readonly caFile: string
  readonly credentials: Readonly<Record<string, string>>
  readonly begin: Seconds
}

const DIAL_TOGETHER = 32
/** On loopback an answer that is not there after this is none. */
const QUIET_MS = 250

let round: (round: Round) => Promise<Taken> = () => Promise.reject(new Error('nobody is connected yet'))

async function connectAll({ url, caFile, credentials, begin }: Connect): Promise<Taken> {
  const ca = readFileSync(caFile, 'utf8')
  const uplinks = new Map<VesselId, Uplink>()
  const answers = new Map<VesselId, Uint8Array[]>()
  let lastAnswerMs = 0

  const connect = (vessel: VesselId, credential: string) =>
    new Promise<void>((resolve) => {
      const uplink = createMqttUplink({
        vessel,
        credential,
        urls: [url],
        trust: { ca, keyExchange: 'X25519', builtAt: 0 },
        heartbeatS: 300,
        ackTimeoutS: 60,
        clock: systemClock,
        random: Math.random,
        log: quietLog,
      })
      uplinks.set(vessel, uplink)
      uplink.start({
        connected: resolve,
        disconnected() {},
        acked(payload) {
          answers.set(vessel, [...(answers.get(vessel) ?? []), payload])
          lastAnswerMs = systemClock.monotonic()
        },
        clockFault() {},
      })
    })

  const waiting = Object.entries(credentials).values()
  const connectNext = async () => {
    for (const [vessel, credential] of waiting) if (isVesselId(vessel)) await connect(vessel, credential)
  }
  const beginMs = systemClock.monotonic()
  await Promise.all(Array.from({ length: DIAL_TOGETHER }, connectNext))
  round = createFleet(Object.keys(credentials), begin, {
    send: async (vessel, { topic, payload }) => uplinks.get(vessel)?.publish(topic, payload),
    takeAnswers(vessel) {
      const taken = answers.get(vessel) ?? []
      answers.delete(vessel)
      return taken
    },
    async quiet() {
      lastAnswerMs = systemClock.monotonic()
      while (systemClock.monotonic() - lastAnswerMs < QUIET_MS)
        await new Promise((resolve) => setTimeout(resolve, QUIET_MS / 5))
    },
  })
  return { ms: systemClock.monotonic() - beginMs, latenciesMs: [] }
}

process.on('message', (order: AtSea) => {
  const done = 'url' in order ? connectAll(order) : round(order)
  void done.then((taken) => process.send?.(taken))
})
process.on('disconnect', () => process.exit())
