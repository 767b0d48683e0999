import { createAgent } from '../../agent/agent.ts'
import { agentExample, agentSettings } from '../../agent/settings.ts'
import { createHub } from '../../hub/hub.ts'
import { hubExample, hubSettings } from '../../hub/settings/settings.ts'
import { createLog } from '../../shared/runtime/log.ts'
import { readSettings } from '../../shared/runtime/settings.ts'
import { type Pace, quickClock } from './quick-clock.ts'

/** `node part.ts hub|agent <settings file> <speed> <virtualMs> <realMs>`: the real thing in a process of its own that can be killed. */
const [kind, file = '', ...pace] = process.argv.slice(2)
const [speed = 1, virtualMs = 0, realMs = 0] = pace.map(Number)
const common = {
  clock: quickClock({ speed, virtualMs, realMs } satisfies Pace),
  log: createLog(String(kind), 'warn'),
  version: 'lab',
}

if (kind === 'hub') {
  const read = readSettings(file, hubSettings, hubExample)
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  const hub = await createHub({ ...common, settings: read.settings })
  console.log(JSON.stringify(await hub.start()))
} else {
  const read = readSettings(file, agentSettings, agentExample)
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  const agent = await createAgent({ ...common, settings: read.settings, random: Math.random, builtAt: 0 })
  await agent.start()
  console.log(JSON.stringify(agent.address()))
}
