import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import * as v from 'valibot'
import { createAgent } from '../../agent/agent.ts'
import { agentSettings } from '../../agent/settings.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { quietLog } from '../../shared/runtime/log.ts'
import { atEnd } from '../at-end.ts'
import { givenFolder } from '../given-folder.ts'

test('a second agent on the data folder of a running one is refused, and begins when that has stopped', async (t) => {
  const folder = await givenFolder(t)
  const credentialFile = join(folder, 'credential')
  writeFileSync(credentialFile, 'a secret', { mode: 0o600 })
  const settings = v.parse(agentSettings, {
    vessel: 'mv-aurora',
    hub: { urls: ['mqtt://127.0.0.1:1'], credentialFile },
    influx: { url: 'http://127.0.0.1:1', database: 'telegraf' },
    components: [{ id: 'server', checks: [{ preset: 'telegraf-ping', tags: { url: 'a' } }] }],
    status: { listen: '127.0.0.1:0' },
    dataDir: join(folder, 'data'),
  })
  const create = () =>
    createAgent({ settings, clock: systemClock, random: Math.random, log: quietLog, version: 'test', builtAt: 0 })
  const first = await create()
  await assert.rejects(create(), { code: 'conflict' })
  await first.start()
  await first.stop()
  const second = await create()
  atEnd(t, () => second.stop())
})
