import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { rebuildCommand } from '../../deploy/cli/rebuild.ts'
import { lockHub } from '../../hub/adapters/sqlite/lock.ts'
import { openReadStore } from '../../hub/adapters/sqlite/read-store.ts'
import { vesselStream } from '../../hub/core/events.ts'
import { dataFolder } from '../../hub/data-folder.ts'
import { rebuild } from '../../hub/rebuild.ts'
import { DOWN, UP } from '../../shared/model.ts'
import { OPEN } from '../../shared/time.ts'
import { givenFolder } from '../given-folder.ts'
import { AURORA, added, born, history, SERVER, told } from '../hub/projections/given.ts'
import { givenLog } from '../hub/sqlite/given-log.ts'

const TIMELINE = [
  { from: 100, to: 200, state: UP },
  { from: 200, to: 300, state: DOWN },
  { from: 300, to: OPEN, state: UP },
]

/** A hub's folder with a log of three batches, and projections that somebody has spoiled without damaging the file. */
async function given(t: TestContext) {
  const dir = await givenFolder(t)
  const folder = dataFolder(dir)
  const config = join(dir, 'hub.yaml')
  writeFileSync(config, `dataDir: ${dir}\n`)
  const log = givenLog(t, folder.events)
  let version = 0
  for (const event of [
    added(100),
    born(100, { server: 100 }, 100),
    told(300, 300, history(SERVER, [100, UP], [200, DOWN], [300, UP])),
  ]) {
    const batch = { id: event.type, at: 0, events: [event] }
    const appended = await log.append(vesselStream(AURORA), version, batch, new AbortController().signal)
    version = appended.kind === 'stored' ? appended.position : version
  }
  const store = openReadStore(folder.projections, log.id)
  await rebuild(log, store, () => {})
  store.close()
  const db = new DatabaseSync(folder.projections)
  db.exec('DELETE FROM piece')
  db.close()

  const timeline = () => {
    const rows = openReadStore(folder.projections, log.id)
    const found = rows.timelines(AURORA, { from: 0, to: OPEN }).get(SERVER)
    rows.close()
    return found
  }
  const run = async () => {
    const said: string[] = []
    let exitCode = 0
    const command = rebuildCommand((text) => said.push(text))
      .exitOverride()
      .configureOutput({ writeErr: (text) => said.push(text) })
    await command.parseAsync(['--config', config], { from: 'user' }).catch((error: { exitCode: number }) => {
      exitCode = error.exitCode
    })
    return { said: said.join('\n'), exitCode }
  }
  return { folder, timeline, run }
}

test('rebuild makes the projections anew from the log, saying how far it is', async (t) => {
  const { timeline, run } = await given(t)
  assert.deepEqual(timeline(), [])
  const { said, exitCode } = await run()
  assert.equal(exitCode, 0)
  assert.match(said, /100 %\n.*made anew from 3 batches/)
  assert.deepEqual(timeline(), TIMELINE)
})

test('beside a running hub it refuses, touches nothing and says what to do', async (t) => {
  const { folder, timeline, run } = await given(t)
  const lock = lockHub(folder.lock)
  const { said, exitCode } = await run()
  assert.equal(exitCode, 1)
  assert.match(said, /a hub is running on .*\n.*stop it, rebuild, and start it again/)
  assert.deepEqual(timeline(), [])
  lock.release()
  assert.equal((await run()).exitCode, 0)
  assert.deepEqual(timeline(), TIMELINE)
})
