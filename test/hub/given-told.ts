import type { TestContext } from 'node:test'
import { createDryRun } from '../../hub/adapters/jira/dry-run.ts'
import { openReadStore } from '../../hub/adapters/sqlite/read-store.ts'
import type { Message } from '../../hub/core/notices/notice.ts'
import { DEFAULT_POLICY } from '../../hub/core/policy.ts'
import type { Delivery } from '../../hub/ports/notifier.ts'
import type { Register } from '../../hub/ports/register.ts'
import type { Check } from '../../hub/ports/tracker.ts'
import { createRiver, type RiverParts } from '../../hub/river.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { quietLog } from '../../shared/runtime/log.ts'
import { HOUR_S } from '../../shared/time.ts'
import { atEnd } from '../at-end.ts'
import { createMemoryLog } from '../fakes/memory-log.ts'
import { createMemorySnapshot } from '../fakes/memory-snapshot.ts'
import { mapping } from './jira/given-jira.ts'

export const expiry: Check = { what: 'token expiry', standing: 'good', words: 'in 31 days' }

/** The whole river of a hub with one way to tell people, and a tracker that says of itself what the test wants. */
export async function givenTold(t: TestContext, clock: Clock, log = createMemoryLog(), more: Partial<RiverParts> = {}) {
  const store = openReadStore(':memory:', 'memory')
  const sent: (Message & { readonly key: string })[] = []
  const can: { deliver: Delivery; check: Check } = { deliver: { kind: 'sent' }, check: expiry }
  let ids = 0
  const river = createRiver({
    events: log,
    register: forgetful,
    store,
    snapshot: { file: createMemorySnapshot(), program: 'test' },
    link: () => ({ ack() {}, disconnect() {}, test: async () => null }),
    clock,
    log: quietLog,
    newId: () => `${ids++}`,
    policy: {
      ...DEFAULT_POLICY,
      notices: {
        channels: ['email'],
        groupForS: 60,
        everyS: 900,
        digest: { wallS: 7 * HOUR_S, zone: 'Europe/Oslo' },
        publicUrl: 'https://watch.example.com',
      },
    },
    tickets: {
      tracker: { ...createDryRun(mapping, quietLog), name: 'JIRA', preflight: async () => [can.check] },
      random: () => 0.5,
      pages: null,
      closeDoubles: false,
      settleS: 600,
      timeoutS: 5,
    },
    notifiers: [
      {
        name: 'email',
        async send(message, key) {
          if (can.deliver.kind === 'sent') sent.push({ ...message, key })
          return can.deliver
        },
      },
    ],
    random: () => 0.5,
    watchdog: null,
    ...more,
  })
  await river.start()
  let running = true
  const stop = async () => {
    if (running) await river.stop()
    running = false
    store.close()
  }
  atEnd(t, () => (running ? stop() : undefined))
  return { river, sent, can, log, stop }
}

const forgetful: Register = {
  load: async () => ({ aliveAt: null, heard: new Map() }),
  save: async () => {},
  traffic: async () => [],
}
