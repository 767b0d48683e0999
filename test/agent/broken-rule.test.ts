import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createJournalStore } from '../../agent/adapters/lowdb/journal-store.ts'
import { createTell } from '../../agent/tell.ts'
import type { Reading } from '../../shared/link/reading.ts'
import { UP } from '../../shared/model.ts'
import { quietLog } from '../../shared/runtime/log.ts'
import { OPEN } from '../../shared/time.ts'
import { virtualClock } from '../fakes/clock.ts'
import { createTestDisk } from '../fakes/disk.ts'
import { fakeLine } from '../fakes/line.ts'
import { BEGIN } from './given-agent.ts'
import { componentId } from './journals.ts'

const server = componentId('server')

function readingOf(from: number, to: number): Reading {
  return {
    window: { from, to },
    timelines: new Map([[server, [{ from, to, state: UP }]]]),
    speaksFrom: new Map([[server, from]]),
  }
}

test('a rule that this program breaks itself mutes no vessel: the journal is put aside, and a new one is told', async () => {
  const clock = virtualClock(BEGIN * 1000)
  const disk = createTestDisk()
  const store = createJournalStore(disk)
  await store.load()
  const line = fakeLine(clock)
  const errors: string[] = []
  const tell = createTell({
    begin: {
      journal: null,
      configured: [{ id: server, holdForS: 30 }],
      about: { version: '1', revision: 0, refused: null },
      options: { heartbeatS: 300, minIntervalS: 30, ackTimeoutS: 60 },
      random: 1,
    },
    store,
    uplink: line.uplink(() => false),
    clock,
    log: { ...quietLog, error: (_, message) => void errors.push(message) },
  })
  line
    .uplink(() => false)
    .start({
      connected: () => tell.input({ kind: 'connected' }),
      disconnected: () => tell.input({ kind: 'disconnected' }),
      acked: tell.acked,
      clockFault() {},
    })
  tell.input({ kind: 'read', reading: readingOf(BEGIN - 3600, BEGIN) })
  await clock.advance(1000)
  assert.equal(line.shore.watermark(), BEGIN)

  tell.input({ kind: 'read', reading: readingOf(BEGIN + 1, BEGIN + 1) })
  assert.equal(errors.length, 1)
  assert.equal(tell.state().journal.to, null)
  await clock.advance(60_000)
  tell.input({ kind: 'read', reading: readingOf(BEGIN - 600, BEGIN + 60) })
  await clock.advance(60_000)
  assert.equal(line.shore.watermark(), BEGIN + 60)
  assert.deepEqual(line.shore.told(), [{ from: BEGIN - 3600, to: OPEN, state: UP }], 'what shore had stays')
  assert.equal([...disk.files.keys()].filter((name) => name.startsWith('copy.')).length, 1)
  await tell.stop()
})
