import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { createJournalStore } from '../../../agent/adapters/lowdb/journal-store.ts'
import { createAgent } from '../../../agent/agent.ts'
import type { Check } from '../../../agent/core/check.ts'
import { SourceFault } from '../../../agent/core/source-fault.ts'
import type { SampleSource } from '../../../agent/ports.ts'
import { agentExample, agentSettings } from '../../../agent/settings.ts'
import { quietLog } from '../../../shared/runtime/log.ts'
import { parseSettings } from '../../../shared/runtime/settings.ts'
import type { Sample } from '../../../shared/sampling.ts'
import { DAY_S, HOUR_S, type Seconds, type Span, toSeconds } from '../../../shared/time.ts'
import { atEnd } from '../../at-end.ts'
import { virtualClock } from '../../fakes/clock.ts'
import { createTestDisk } from '../../fakes/disk.ts'
import { fakeLine } from '../../fakes/line.ts'
import type { Person } from './story.ts'

/** A ship at sea: the real agent with its page, on a clock that the story moves, over a database and a line to shore in memory. */

/** 2026-11-23 17:14:30 UTC, a Monday. */
const NOW = Date.UTC(2026, 10, 23, 17, 14, 30) / 1000
const STEP_S = 60
const NAMES = { 'access-point': 'Access point', dashboard: 'Dashboard', server: 'Server' } as const
export type Component = keyof typeof NAMES

const SETTINGS = `
vessel: mv-aurora
hub: { urls: [mqtts://hub.example.com:8883], credentialFile: /nowhere }
influx: { url: http://127.0.0.1:8086, database: telegraf }
components:
${Object.entries(NAMES)
  .map(
    ([id, name]) =>
      `  - { id: ${id}, name: ${name}, checks: [{ preset: telegraf-ping, tags: { url: ${id} }, interval: ${STEP_S}s }] }`,
  )
  .join('\n')}
status: { listen: 127.0.0.1:0 }
dataDir: /nowhere
`

export async function givenShip(t: TestContext, { line: isUp }: { readonly line: boolean }) {
  const clock = virtualClock(NOW * 1000)
  const ship = { down: new Map<Component, Seconds>(), fault: null as SourceFault | null }
  const line = fakeLine(clock)
  line.setUp(isUp)
  const parsed = parseSettings('agent.yaml', SETTINGS, agentSettings, agentExample)
  let drawn = 0
  const agent = await createAgent({
    settings: parsed.ok ? parsed.settings : assert.fail(),
    clock,
    random: () => ++drawn / 2 ** 16,
    log: quietLog,
    version: '1.0.0',
    builtAt: 0,
    edges: { store: createJournalStore(createTestDisk()), source: databaseOf(ship), uplink: line.uplink(() => false) },
  })
  await agent.start()
  atEnd(t, () => agent.stop())
  await clock.advance(2 * STEP_S * 1000)
  return {
    url: `http://127.0.0.1:${agent.address()?.port ?? assert.fail('the crew page does not listen')}/`,
    /** Down since now. */
    breaks: (component: Component) => void ship.down.set(component, toSeconds(clock.now())),
    works: (component: Component) => void ship.down.delete(component),
    databaseStops() {
      ship.fault = new SourceFault('refused', 'wait', 'Nothing answers at http://127.0.0.1:8086.')
    },
    link: (up: boolean) => line.setUp(up),
    stop: () => agent.stop(),
    /** So much time passes on board, and the open page asks again. */
    async passes(seconds: Seconds, { page }: Person): Promise<void> {
      await clock.advance(seconds * 1000)
      await page.clock.runFor(5_000)
    },
  }
}

export type Ship = Awaited<ReturnType<typeof givenShip>>

/** Holds of each component, once a minute and for a day, that it is up; and that it is down from when it broke. */
function databaseOf(ship: {
  readonly down: ReadonlyMap<Component, Seconds>
  readonly fault: SourceFault | null
}): SampleSource {
  const begin = NOW - DAY_S - HOUR_S
  const within = (check: Check, { from, to }: Span): readonly Sample[] => {
    const since = [...ship.down].find(([component]) => component === check.tags.url)?.[1] ?? Number.POSITIVE_INFINITY
    const first = Math.ceil((Math.max(from, begin) - begin) / STEP_S)
    const last = Math.ceil((to - begin) / STEP_S)
    return Array.from({ length: Math.max(0, last - first) }, (_, nth) => {
      const at = begin + (first + nth) * STEP_S
      return { at, up: at < since }
    })
  }
  async function each<T>(checks: readonly Check[], one: (check: Check) => T): Promise<readonly T[]> {
    if (ship.fault !== null) throw ship.fault
    return checks.map(one)
  }
  return {
    read: (checks, window) => each(checks, (check) => within(check, window)),
    fingerprints: (checks, { from, to }) =>
      each(checks, (check) =>
        Array.from({ length: Math.max(0, Math.floor(to / HOUR_S) - Math.ceil(from / HOUR_S)) }, (_, nth) => {
          const hour = (Math.ceil(from / HOUR_S) + nth) * HOUR_S
          return { hour, print: JSON.stringify(within(check, { from: hour, to: hour + HOUR_S })) }
        }),
      ),
    oldest: (checks) => each(checks, () => begin),
    examine: (checks) => each(checks, () => null),
    ping: async () => void (await each([], () => null)),
  }
}
