import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import type { Disk } from '../../agent/adapters/lowdb/disk.ts'
import { createJournalStore } from '../../agent/adapters/lowdb/journal-store.ts'
import { type Agent, createAgent } from '../../agent/agent.ts'
import { agentExample, agentSettings } from '../../agent/settings.ts'
import { DOWN, NO_SAMPLES, type StateCode, UP } from '../../shared/model.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { quietLog } from '../../shared/runtime/log.ts'
import { parseSettings } from '../../shared/runtime/settings.ts'
import { DAY_S, OPEN, type Seconds } from '../../shared/time.ts'
import type { CrewView } from '../../web/crew/view.ts'
import { atEnd } from '../at-end.ts'
import { virtualClock } from '../fakes/clock.ts'
import { createTestDisk } from '../fakes/disk.ts'
import { fakeLine } from '../fakes/line.ts'
import { fakeSource } from '../fakes/sample-source.ts'

/** The whole agent as it is composed, on a virtual clock, a test disk, a database in memory and a line to a real hub machine. */

export const BEGIN: Seconds = 20_415 * DAY_S + 3600
const INTERVAL_S = 60
const HOLD_S = 180
/** Before, nothing is claimed. */
export const CLAIMED_FROM: Seconds = BEGIN + HOLD_S

const settingsText = (components: readonly string[]) => `
vessel: mv-aurora
hub: { urls: [mqtts://hub.example.com:8883], credentialFile: /nowhere }
influx: { url: http://127.0.0.1:8086, database: telegraf }
components:
${components.map((id) => `  - { id: ${id}, checks: [{ preset: telegraf-ping, tags: { url: a }, interval: ${INTERVAL_S}s, holdFor: ${HOLD_S}s }] }`).join('\n')}
status: { listen: 127.0.0.1:0 }
dataDir: /nowhere
`

export function givenAgent(t: TestContext) {
  const clock = virtualClock(BEGIN * 1000)
  const now = () => Math.floor(clock.now() / 1000)
  const disk = createTestDisk()
  const source = fakeSource()
  const line = fakeLine(clock)
  let life: { agent: Agent; end(): void } | null = null
  let pinged = 0

  /** What is up at that time; both a long outage and short ones. */
  const isUp = (at: Seconds) => Math.floor(at / 7200) % 3 !== 1 && at % 1800 >= INTERVAL_S

  async function boot(components: readonly string[] = ['server']): Promise<void> {
    const parsed = parseSettings('agent.yaml', settingsText(components), agentSettings, agentExample)
    const mortal = mortalClock(clock)
    const edge = { store: createJournalStore(mortalDisk(disk, mortal.dead)), source, uplink: line.uplink(mortal.dead) }
    const agent = await createAgent({
      settings: parsed.ok ? parsed.settings : assert.fail(),
      clock: mortal,
      random: () => ++pinged / 2 ** 16,
      log: quietLog,
      version: 'test',
      builtAt: 0,
      edges: edge,
    })
    life = { agent, end: mortal.end }
    await agent.start()
    await clock.advance(0)
  }

  /** At once, without a word to anybody. */
  async function kill(): Promise<void> {
    life?.end()
    line.drop()
    await life?.agent.stop()
    life = null
  }

  atEnd(t, kill)
  return {
    clock,
    now,
    disk,
    source,
    line,
    boot,
    kill,
    /** Time passes, and Telegraf writes by the clock on board. */
    async live(seconds: number): Promise<void> {
      for (let passed = 0; passed < seconds; passed += INTERVAL_S) {
        source.samples.push({ at: now(), up: isUp(now()) })
        await clock.advance(INTERVAL_S * 1000)
      }
    },
    async view(): Promise<CrewView> {
      const address = life?.agent.address() ?? assert.fail('the crew page does not listen')
      const answer = await fetch(`http://127.0.0.1:${address.port}/status.json`)
      return (await answer.json()) as CrewView
    },
    /** The first second in which shore does not say what the database holds; null when it does, up to its watermark. */
    firstLie(from: Seconds, until: Seconds = OPEN): { at: Seconds; said: StateCode | null; holds: StateCode } | null {
      const samples = source.samples.toSorted((a, b) => a.at - b.at)
      const to = Math.min(until, line.shore.watermark() ?? assert.fail('shore has heard nothing'))
      const said = line.shore.told()
      for (let at = from, next = 0; at < to; at++) {
        while ((samples[next]?.at ?? to) <= at) next++
        const last = samples[next - 1]
        const holds = last === undefined || at >= last.at + HOLD_S ? NO_SAMPLES : last.up ? UP : DOWN
        const piece = said.find((one) => one.from <= at && at < one.to)
        if (piece?.state !== holds) return { at, said: piece?.state ?? null, holds }
      }
      return null
    },
  }
}

type Mortal = Clock & { end(): void; readonly dead: () => boolean }

/** Nothing happens any more when the process is gone. */
function mortalClock(clock: Clock): Mortal {
  let over = false
  return {
    now: clock.now,
    monotonic: clock.monotonic,
    after: (ms, then) =>
      clock.after(ms, () => {
        if (!over) then()
      }),
    end: () => {
      over = true
    },
    dead: () => over,
  }
}

function mortalDisk(disk: Disk, dead: () => boolean): Disk {
  const alive = <T>(work: () => Promise<T>): Promise<T> =>
    dead() ? Promise.reject(Object.assign(new Error('EIO: the process is gone'), { code: 'EIO' })) : work()
  return {
    folder: disk.folder,
    list: () => alive(() => disk.list()),
    read: (name) => alive(() => disk.read(name)),
    create: (name) =>
      alive(async () => {
        const file = await disk.create(name)
        return {
          write: (text) => alive(() => file.write(text)),
          sync: () => alive(() => file.sync()),
          close: () => alive(() => file.close()),
        }
      }),
    rename: (from, to) => alive(() => disk.rename(from, to)),
    remove: (name) => alive(() => disk.remove(name)),
    syncFolder: () => alive(() => disk.syncFolder()),
  }
}
