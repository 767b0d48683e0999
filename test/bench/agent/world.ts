import { webcrypto } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInflux } from '../../../deploy/demo/influx.ts'
import { COMPONENTS, type Condition } from '../../../deploy/demo/story.ts'
import { INTERVAL_S, seriesOf, TARGETS } from '../../../deploy/demo/telegraf.ts'
import { createAedesLink } from '../../../hub/adapters/aedes/link.ts'
import { keepCertificates, keepTicketKeys } from '../../../hub/adapters/certificates.ts'
import { type Clock, systemClock } from '../../../shared/runtime/clock.ts'
import { quietLog } from '../../../shared/runtime/log.ts'
import { HOUR_S, MINUTE_S, type Seconds, type Span, toSeconds } from '../../../shared/time.ts'
import type { Timeline } from '../../../shared/timeline.ts'
import { decodeMessage } from '../../../shared/wire/codec.ts'
import { usualAnswer } from '../link/usual-answer.ts'

/** What is around one agent: a simulated database with a past, and a shore to which all is well. */
export type World = {
  /** What agent.yaml says. */
  readonly settings: unknown
  setNowMs(nowMs: number): void
  /** How often the agent was answered, and whether it is connected. */
  answers(): number
  connected(): boolean
  stop(): Promise<void>
}

const VESSEL = 'mv-aurora'

export async function createWorld(folder: string, begin: Seconds, history: Seconds): Promise<World> {
  let nowMs = begin * 1000
  let answers = 0
  let connected = false
  const clock: Clock = { ...systemClock, now: () => nowMs }
  const counting: Clock = {
    ...clock,
    // Asked once for each answer.
    now() {
      answers++
      return nowMs
    },
  }
  const series = seriesOf(VESSEL, (component, window) => conditions(COMPONENTS.indexOf(component), window))
  const influx = createInflux({ name: 'telegraf', since: begin - history, series }, counting)
  const certificates = await keepCertificates({ folder, names: ['127.0.0.1'], nowMs, crypto: webcrypto })
  const { keys: ticketKeys } = keepTicketKeys({ folder, nowMs, crypto: webcrypto })
  const link = createAedesLink({
    listen: { host: '127.0.0.1', port: 0 },
    tls: { ...certificates, ticketKeys, keyExchange: 'x25519' },
    clock: systemClock,
    log: quietLog,
    listener: {
      admit: async () => true,
      connected() {
        connected = true
      },
      disconnected() {
        connected = false
      },
      refused() {},
      tested: async () => {},
      traffic() {},
      async received(vessel, topic, payload) {
        answers++
        const decoded = decodeMessage(topic, payload)
        if (!decoded.ok) throw new Error(decoded.why)
        if (decoded.message.kind !== 'short') link.ack(vessel, usualAnswer(decoded.message, toSeconds(nowMs)))
      },
    },
  })
  const [{ url }, { port }] = await Promise.all([influx.start(), link.start()])
  const credentialFile = join(folder, 'credential')
  writeFileSync(credentialFile, 'x'.repeat(43), { mode: 0o600 })
  return {
    settings: settingsOf({ url, port, credentialFile, caFile: join(folder, 'ca.pem'), dataDir: join(folder, 'data') }),
    setNowMs(ms) {
      nowMs = ms
    },
    answers: () => answers,
    connected: () => connected,
    async stop() {
      await Promise.all([influx.stop(), link.stop()])
    },
  }
}

type Place = { url: string; port: number; credentialFile: string; caFile: string; dataDir: string }

const settingsOf = ({ url, port, credentialFile, caFile, dataDir }: Place) => ({
  vessel: VESSEL,
  hub: { urls: [`mqtts://127.0.0.1:${port}`], credentialFile, caFile },
  influx: { url, database: 'telegraf' },
  components: COMPONENTS.map((id) => {
    const { measurement, tag, target } = TARGETS[id]
    const preset = measurement === 'ping' ? 'telegraf-ping' : measurement
    return { id, checks: [{ preset, tags: { [tag]: target }, interval: `${INTERVAL_S}s` }] }
  }),
  status: { listen: '127.0.0.1:0' },
  dataDir,
})

const OUTAGE_EVERY_S = 8 * HOUR_S
const OUTAGE_S = 5 * MINUTE_S

/** Three outages a day, of each component at another time. */
function conditions(nth: number, { from, to }: Span): Timeline<Condition> {
  const pieces: { from: Seconds; to: Seconds; state: Condition }[] = []
  const begins = (day: Seconds) => Math.floor(day / OUTAGE_EVERY_S) * OUTAGE_EVERY_S + nth * HOUR_S
  for (let at = begins(from) - OUTAGE_EVERY_S; at < to; at += OUTAGE_EVERY_S) {
    const ended = at + OUTAGE_S
    pieces.push({ from: at, to: ended, state: 'down' }, { from: ended, to: at + OUTAGE_EVERY_S, state: 'up' })
  }
  return pieces.flatMap((piece) => {
    const inside = { ...piece, from: Math.max(from, piece.from), to: Math.min(to, piece.to) }
    return inside.from < inside.to ? [inside] : []
  })
}
