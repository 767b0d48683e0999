import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import * as v from 'valibot'
import { enrol } from '../../../deploy/demo/enrol.ts'
import type { DemoVessel } from '../../../deploy/demo/fleet.ts'
import { dataFolder } from '../../../hub/data-folder.ts'
import { createHub } from '../../../hub/hub.ts'
import { hubSettings } from '../../../hub/settings/settings.ts'
import { fleet as fleetSchema } from '../../../shared/api/fleet.ts'
import { type Clock, systemClock } from '../../../shared/runtime/clock.ts'
import { quietLog } from '../../../shared/runtime/log.ts'
import type { Seconds } from '../../../shared/time.ts'
import { letIn } from '../../lab/let-in.ts'
import type { AtSea } from './at-sea.ts'
import type { Taken } from './fleet.ts'
import type { Way } from './way.ts'

/** A whole hub, and in a process of its own the fleet, each vessel with its connection: MQTT over TLS on loopback. */
export async function overTls(dir: string, vessels: readonly DemoVessel[], begin: Seconds) {
  let wall = begin
  const clock: Clock = { ...systemClock, now: () => wall * 1000 }
  const data = dataFolder(dir)
  const newCredential = () => randomBytes(32).toString('base64url')
  const credentials = await enrol(vessels, { data, begin, known: {}, clock, newCredential })
  const settings = v.parse(hubSettings, {
    dataDir: dir,
    http: { listen: '127.0.0.1:0' },
    mqtt: { listen: '127.0.0.1:0', names: ['127.0.0.1'] },
  })
  const { headers } = await letIn(dir)
  const hub = await createHub({ settings, clock, log: quietLog, version: 'bench' })
  const { http, mqtt } = await hub.start()
  const atSea = fork(join(import.meta.dirname, 'at-sea.ts'))
  const connecting = systemClock.monotonic()
  await asked(atSea, { url: `mqtts://127.0.0.1:${mqtt.port}`, caFile: join(data.tls, 'ca.pem'), credentials, begin })
  const connectedMs = systemClock.monotonic() - connecting

  const way: Way = {
    async round(round) {
      wall = round.now
      return asked(atSea, round)
    },
    async fleetCounts() {
      const answer = await fetch(`http://${http.host}:${http.port}/api/v1/fleet?size=${vessels.length}`, { headers })
      return v.parse(v.object({ counts: fleetSchema.entries.counts }), await answer.json()).counts
    },
    async close() {
      atSea.disconnect()
      if (atSea.exitCode === null) await once(atSea, 'exit')
      await hub.stop()
    },
  }
  return { way, connectedMs }
}

/** The fleet's answer to an order. */
async function asked(atSea: ChildProcess, order: AtSea): Promise<Taken> {
  atSea.send(order)
  const [answer] = await once(atSea, 'message')
  return answer
}
