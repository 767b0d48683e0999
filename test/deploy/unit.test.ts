import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { agentSettings } from '../../deploy/cli/vessel-kit.ts'
import { isVesselId } from '../../shared/model.ts'
import { givenFolder } from '../given-folder.ts'

const root = join(import.meta.dirname, '../..')
const unit = readFileSync(join(root, 'deploy/systemd/watchkeeper-agent.service'), 'utf8')

test('what the unit of the agent starts is there in a checkout, and reads the settings that it is given', async (t) => {
  const [program = '', ...words] = (/^ExecStart=(.*)$/m.exec(unit)?.[1] ?? '')
    .replaceAll('/opt/watchkeeper', root)
    .split(' ')
  const absent = join(await givenFolder(t), 'agent.yaml')
  const given = words.map((word) => (word === '/etc/watchkeeper/agent.yaml' ? absent : word))
  assert.ok(given.includes(absent))
  const { status, stderr } = spawnSync(program, given, { encoding: 'utf8' })
  assert.equal(status, 2, stderr)
  assert.ok(stderr.includes(absent), stderr)
})

test('its folders are those of the kit of a vessel', () => {
  const vessel = 'mv-aurora'
  assert.ok(isVesselId(vessel))
  const kit = agentSettings({ vessel, name: 'MV Aurora', url: 'mqtts://hub', ca: null })
  assert.match(kit, /dataDir: \/var\/lib\/watchkeeper$/m)
  assert.match(unit, /^StateDirectory=watchkeeper$/m)
  assert.match(unit, /--config \/etc\/watchkeeper\/agent\.yaml$/m)
})

test('what stays is started by hand as by the unit: npm in between would leave it behind when it is killed', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  const started = [...readme.matchAll(/^ {4}(.*) (?:hub|agent) --config/gm)].map(([, by]) => by)
  assert.deepEqual(started, Array(2).fill('node_modules/.bin/node deploy/watchkeeper.js'))
  assert.ok(unit.includes('node_modules/.bin/node /opt/watchkeeper/deploy/watchkeeper.js agent --config'))
})
