import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { demoFleet } from '../../deploy/demo/fleet.ts'
import { type App, createApp } from '../../hub/http/app.ts'
import type { River } from '../../hub/river.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { quietLog } from '../../shared/runtime/log.ts'
import { toSeconds } from '../../shared/time.ts'
import { fakeHost } from '../fakes/admin.ts'
import { fakeGate } from '../fakes/gate.ts'
import { fakePeople } from '../fakes/people.ts'
import { type Figure, quantile, tableOf } from './figure.ts'
import { straight } from './hub/straight.ts'

const OPEN_PAGES = 100
const HEARTBEAT_S = 300
const IDLE_MS = 10_000
/** A page that shows nothing for so long is broken, not slow. */
const PATIENCE_MS = 180_000

/** How soon news stands on pages that are open, and what they cost the hub; the readers run in the same process. */
export async function benchPages(): Promise<readonly Figure[]> {
  return [...(await ofFleet(66)), ...(await ofFleet(1_000))]
}

async function ofFleet(vessels: number): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'watchkeeper-bench-'))
  const ids = demoFleet(vessels).map(({ id }) => id)
  const begin = toSeconds(systemClock.now())
  const way = await straight(folder, ids, begin)
  const app = appOf(way.river)
  try {
    await way.round({ now: begin + HEARTBEAT_S, together: vessels, server: 'up' })
    const firstMs = await loadMs(app)
    const againMs = await loadMs(app)
    const pages = Array.from({ length: OPEN_PAGES }, (_, nth) => openPage(app, CHOICES[nth % CHOICES.length] ?? ''))
    await Promise.all(pages.map((page) => page.shows(count(vessels, 'Up'))))
    const idle = process.cpuUsage()
    await sleep(IDLE_MS)
    const { user, system } = process.cpuUsage(idle)
    await way.round({ now: begin + 2 * HEARTBEAT_S, together: vessels, server: 'down' })
    const acked = systemClock.monotonic()
    const busy = process.cpuUsage()
    const tookMs = await Promise.all(
      pages.map((page) => page.shows(count(vessels, 'Down')).then(() => systemClock.monotonic() - acked)),
    )
    const spent = process.cpuUsage(busy)
    const sorted = tookMs.toSorted((a, b) => a - b)
    const fleet = `fleet of ${vessels}`
    return [
      { what: `${fleet}: the page, drawn first / again`, value: `${firstMs.toFixed(0)} / ${againMs.toFixed(0)} ms` },
      {
        what: `${fleet}: all of it changes, on ${OPEN_PAGES} open pages of ${CHOICES.length} choices after the last acknowledgement`,
        value: `p50 ${quantile(sorted, 0.5).toFixed(0)} ms, last ${quantile(sorted, 1).toFixed(0)} ms, CPU ${cpuMs(spent)} ms`,
        target: '1000 ms',
      },
      {
        what: `${fleet}: ${OPEN_PAGES} open pages while nothing changes`,
        value: `${((cpuMs({ user, system }) / IDLE_MS) * 100).toFixed(1)} % of a core`,
        target: 'printed',
      },
    ]
  } finally {
    app.close()
    await way.close()
    rmSync(folder, { recursive: true })
  }
}

const appOf = (river: River): App =>
  createApp({
    ...river,
    gate: fakeGate('admin'),
    people: fakePeople(systemClock),
    host: fakeHost,
    clock: systemClock,
    log: quietLog,
    version: 'bench',
  })

/** All the same fleet, each board a choice of its own. */
const CHOICES = [
  '',
  ...['state=down', 'state=up', 'state=silent', 'state=below', 'by=group'].map((choice) => `?${choice}`),
]

const count = (vessels: number, state: string): string => `<strong>${vessels}</strong> ${state}`

const cpuMs = ({ user, system }: NodeJS.CpuUsage): number => Math.round((user + system) / 1000)

const ask = (app: App, path: string) =>
  app.fetch(new Request(`http://localhost${path}`, { headers: { Host: 'localhost' } }))

async function loadMs(app: App): Promise<number> {
  const begin = systemClock.monotonic()
  await (await ask(app, '/')).text()
  return systemClock.monotonic() - begin
}

/** A reader of the stream behind the fleet page. */
function openPage(app: App, choice: string) {
  let unread = ''
  let wake = (): void => {}
  void (async () => {
    const { body } = await ask(app, `/live/fleet${choice}`)
    const decoder = new TextDecoder()
    for await (const chunk of body ?? []) {
      unread += decoder.decode(chunk, { stream: true })
      wake()
    }
  })()
  return {
    /** Settles when this was sent after what was asked for before. */
    async shows(words: string): Promise<void> {
      const until = systemClock.monotonic() + PATIENCE_MS
      while (!unread.includes(words)) {
        if (systemClock.monotonic() > until) throw new Error(`no page showed ${words} in ${PATIENCE_MS} ms`)
        await new Promise<void>((resolve) => {
          wake = resolve
          systemClock.after(100, resolve)
        })
      }
      unread = ''
    },
  }
}

if (import.meta.main) for (const line of tableOf(await benchPages())) console.log(line)
