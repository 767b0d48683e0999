import { readFileSync } from 'node:fs'
import { createMqttUplink } from '../../../agent/adapters/mqtt/uplink.ts'
import { systemClock } from '../../../shared/runtime/clock.ts'
import { quietLog } from '../../../shared/runtime/log.ts'
import { DAY_S, HOUR_S, MINUTE_S, OPEN, toSeconds } from '../../../shared/time.ts'
import { encodeBirth, encodeSummary } from '../../../shared/wire/codec.ts'
import { AURORA, componentId } from './vessel.ts'

/** The agent's end of the cable: the real uplink, told by the bench what to send. */
export type Order = 'birth' | 'short' | 'short-answered' | 'catch-up' | 'redial'

const [caFile = '', host = ''] = process.argv.slice(2)
const until = toSeconds(Date.now())
const session = (57 << 16) | 4711
const digest = 0xdeadbeef
const components = ['access-point', 'dashboard', 'server'].map(componentId)
let seq = 300

const uplink = createMqttUplink({
  vessel: AURORA,
  credential: 'x'.repeat(43),
  urls: [`mqtts://${host}:8883`],
  trust: { ca: readFileSync(caFile, 'utf8'), keyExchange: 'X25519', builtAt: 0 },
  heartbeatS: 300,
  ackTimeoutS: 60,
  clock: systemClock,
  random: () => 0,
  log: quietLog,
})

let opened = () => {}
const connected = () =>
  new Promise<void>((resolve) => {
    opened = resolve
  })
const first = connected()
uplink.start({ connected: () => opened(), disconnected() {}, acked() {}, clockFault() {} })
await first
process.send?.('connected')

const birth = () =>
  encodeBirth({
    kind: 'birth',
    session,
    seq: seq++,
    proof: { until, digest },
    components: components.map((id) => ({ id, claims: [{ from: until - 30 * DAY_S, to: OPEN }] })),
    about: { version: '0.1.0', instance: 0xcafe_f00d, heartbeatS: 300, revision: 0, refused: null, trouble: null },
  })

const short = (number: number) => encodeSummary({ kind: 'short', session, seq: number, until, digest })

/** 72 hours with ten changes: five outages of a quarter of an hour, of one component. */
function catchUp(): Uint8Array {
  const from = until - 72 * HOUR_S
  const outages = Array.from({ length: 5 }, (_, i) => from + (i + 1) * 11 * HOUR_S)
  const changes = outages.flatMap((at) => [
    { at, state: 2 },
    { at: at + 15 * MINUTE_S, state: 1 },
  ])
  const up = [{ at: from, state: 1 }]
  const timelines = [[...up, ...changes], up, up]
  return encodeSummary({ kind: 'full', session, seq: seq++, from, until, digest, timelines, trouble: null })
}

async function obey(order: Order): Promise<number> {
  switch (order) {
    case 'birth':
      return publish('birth', birth())
    case 'short':
      return publish('summary', short(seq++))
    case 'short-answered':
      return publish('summary', short(60_000))
    case 'catch-up':
      return publish('summary', catchUp())
    case 'redial': {
      const again = connected()
      uplink.redial('for the bench')
      await again
      return publish('summary', short(seq++))
    }
  }
}

async function publish(topic: 'birth' | 'summary', payload: Uint8Array): Promise<number> {
  await uplink.publish(topic, payload)
  return payload.length
}

process.on('message', (order: Order) => void obey(order).then((bytes) => process.send?.(bytes)))
process.on('disconnect', () => process.exit())
