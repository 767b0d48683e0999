import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import * as v from 'valibot'
import { vesselCommand } from '../../deploy/cli/vessel.ts'
import { createHub } from '../../hub/hub.ts'
import { hubSettings } from '../../hub/settings/settings.ts'
import { vessel as vesselSchema } from '../../shared/api/vessel.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { quietLog } from '../../shared/runtime/log.ts'
import { atEnd } from '../at-end.ts'
import { givenFolder } from '../given-folder.ts'
import { CONNACK, connectPacket, dial } from '../lab/attacker.ts'
import { letIn } from '../lab/let-in.ts'

/** A hub's folder in which one vessel has been added. */
async function givenData(t: TestContext) {
  const folder = await givenFolder(t)
  const config = join(folder, 'hub.yaml')
  const dataDir = join(folder, 'data')
  writeFileSync(config, JSON.stringify({ dataDir }))
  let credential = ''
  const print = (text: string) => {
    credential += text
  }
  await vesselCommand({ print, say() {}, ask: async () => 'yes' }).parseAsync(
    ['add', 'mv-aurora', '--config', config],
    { from: 'user' },
  )
  return { dataDir, credential: credential.trim() }
}

async function startHub(t: TestContext, dataDir: string) {
  const listen = '127.0.0.1:0'
  const settings = v.parse(hubSettings, { dataDir, http: { listen }, mqtt: { listen } })
  const { headers } = await letIn(dataDir)
  const hub = await createHub({ settings, clock: systemClock, log: quietLog, version: '1.0.0' })
  atEnd(t, () => hub.stop())
  const { mqtt, http } = await hub.start()
  const link = async () => {
    const answer = await fetch(`http://${http.host}:${http.port}/api/v1/vessels/mv-aurora`, { headers })
    return v.parse(vesselSchema, await answer.json()).link
  }
  return { stop: hub.stop, port: mqtt.port, link }
}

test('what a link carried up to the moment in which the hub stops is shown by the next one', async (t) => {
  const { dataDir, credential } = await givenData(t)
  const first = await startHub(t, dataDir)
  const wire = await dial(t, { port: first.port, ca: readFileSync(join(dataDir, 'tls', 'ca.pem'), 'utf8') })
  wire.send(connectPacket({ id: 'mv-aurora', user: 'mv-aurora', password: credential }))
  assert.notEqual(await wire.answer(CONNACK), 'closed')
  await first.stop()

  const { bytesToday, bytesByDay } = await (await startHub(t, dataDir)).link()
  assert.ok(bytesToday.up > 300 && bytesToday.down > 1000, `a handshake has more than ${JSON.stringify(bytesToday)}`)
  assert.deepEqual(
    bytesByDay.map(({ up, down }) => ({ up, down })),
    [bytesToday],
  )
})
