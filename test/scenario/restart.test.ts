import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import * as v from 'valibot'
import { dataFolder } from '../../hub/data-folder.ts'
import { createHub } from '../../hub/hub.ts'
import { hubSettings } from '../../hub/settings/settings.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { type Log, quietLog } from '../../shared/runtime/log.ts'
import { atEnd } from '../at-end.ts'
import { givenFolder } from '../given-folder.ts'
import { letIn } from '../lab/let-in.ts'

/** A whole hub on this folder, what it says of its snapshot, and what its admins are told of it. */
async function givenHub(t: TestContext, dataDir: string, version = '1.0.0') {
  const said: string[] = []
  const hear = (details: object, words?: string) => {
    if (words?.includes('snapshot')) said.push(`${words}: ${Object.values(details).join()}`)
  }
  const log: Log = { ...quietLog, info: hear, warn: hear }
  const listen = '127.0.0.1:0'
  const settings = v.parse(hubSettings, { dataDir, http: { listen }, mqtt: { listen } })
  const hub = await createHub({ settings, clock: systemClock, log, version })
  atEnd(t, () => hub.stop())
  return { start: hub.start, stop: hub.stop, said }
}

test('a hub starts from what it saved at stop, and from its log when that is damaged or of another version', async (t) => {
  const dataDir = await givenFolder(t)
  const { snapshot } = dataFolder(dataDir)
  const first = await givenHub(t, dataDir)
  await first.start()
  await first.stop()
  assert.equal(statSync(snapshot).mode & 0o777, 0o600)

  const second = await givenHub(t, dataDir)
  await second.start()
  await second.stop()
  assert.deepEqual([first.said, second.said], [[], []])

  const node = `Node ${process.version}`
  const updated = await givenHub(t, dataDir, '1.0.1')
  await updated.start()
  await updated.stop()
  assert.deepEqual(updated.said, [
    `the snapshot is left out: the whole log is folded: watchkeeper 1.0.0 on ${node} made it, and this is 1.0.1 on ${node}`,
  ])

  writeFileSync(snapshot, readFileSync(snapshot).subarray(7))
  const third = await givenHub(t, dataDir, '1.0.1')
  await third.start()
  await third.stop()
  assert.deepEqual(third.said, [`the snapshot is left out: the whole log is folded: ${snapshot} is damaged`])
})

test('a second hub on the folder is refused before it touches the snapshot', async (t) => {
  const dataDir = await givenFolder(t)
  const { snapshot } = dataFolder(dataDir)
  const first = await givenHub(t, dataDir)
  await first.start()
  await first.stop()
  await (await givenHub(t, dataDir)).start()
  const before = readFileSync(snapshot)
  const second = await givenHub(t, dataDir)
  await assert.rejects(second.start(), /another hub is running/)
  assert.deepEqual(readFileSync(snapshot), before)
})

test('a hub that may not write its snapshot does everything else, says it once, and stops in order', async (t) => {
  const dataDir = await givenFolder(t)
  const { snapshot } = dataFolder(dataDir)
  mkdirSync(`${snapshot}.unfinished`)
  const { headers } = await letIn(dataDir)
  const hub = await givenHub(t, dataDir)
  const { http } = await hub.start()
  const ready = await fetch(`http://${http.host}:${http.port}/readyz`)
  assert.equal(ready.status, 200)
  const admin = await fetch(`http://${http.host}:${http.port}/api/v1/admin`, { headers })
  assert.match(await admin.text(), /"snapshot":\{"savedAt":null,"trouble":null\}/)
  await hub.stop()
  assert.equal(hub.said.length, 1)
  assert.match(hub.said[0] ?? '', /the snapshot cannot be saved: the next start folds more of the log/)
})
