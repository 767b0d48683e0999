import { createJournalStore } from '../../agent/adapters/lowdb/journal-store.ts'
import type { Journal } from '../../shared/link/journal.ts'
import { DOWN, UP } from '../../shared/model.ts'
import { DAY_S, OPEN } from '../../shared/time.ts'
import { componentId, START } from '../agent/journals.ts'
import { createTestDisk } from '../fakes/disk.ts'
import { type Figure, tableOf } from './figure.ts'

const DAYS = 35
const HEARTBEAT_S = 300

/** What the agent's journal costs its disk: 35 days of three components in hand, one day lived through on top of them. */
export async function benchJournal(): Promise<readonly Figure[]> {
  const disk = createTestDisk()
  const store = createJournalStore(disk)
  await store.load()
  await store.save(journalAt(DAYS * DAY_S))
  const inHand = [...disk.files.values()].reduce((sum, text) => sum + text.length, 0)
  const before = { bytes: disk.writtenBytes, operations: disk.operations }
  let saves = 0
  for (let s = HEARTBEAT_S; s <= DAY_S; s += HEARTBEAT_S, saves++) await store.save(journalAt(DAYS * DAY_S + s))
  const bytes = disk.writtenBytes - before.bytes
  return [
    { what: `on disk, ${DAYS} days of 3 components with 10 outages a day each`, value: `${inHand} B` },
    {
      what: 'one save, on average',
      value: `${Math.round(bytes / saves)} B in ${Math.round((disk.operations - before.operations) / saves)} operations`,
    },
    { what: `one day of ${saves} saves`, value: `${Math.round(bytes / 1000)} KB` },
  ]
}

/** Ten outages of a minute a day, each component a little later than the one before. */
function journalAt(s: number): Journal {
  const to = START + s
  const components = ['access-point', 'dashboard', 'server'].map((id, nth) => {
    const outages = Math.floor((s - nth * 60) / (DAY_S / 10))
    const edges = Array.from({ length: outages }, (_, i) => START + nth * 60 + (i + 1) * (DAY_S / 10) - 120)
    const timeline = edges.flatMap((at, i) => [
      { from: i === 0 ? START : (edges[i - 1] ?? 0) + 60, to: at, state: UP },
      { from: at, to: at + 60, state: DOWN },
    ])
    return {
      id: componentId(id),
      removed: false,
      timeline: [...timeline, { from: (edges.at(-1) ?? START - 60) + 60, to: OPEN, state: UP }],
    }
  })
  const ring = Array.from({ length: 25 }, (_, i) => ({ runningS: s - (24 - i) * 3600, to: to - (24 - i) * 3600 }))
  return { instance: 1, boots: 1, components, to, ring }
}

if (import.meta.main) for (const line of tableOf(await benchJournal())) console.log(line)
