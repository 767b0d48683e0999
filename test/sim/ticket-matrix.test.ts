import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RequestFault } from '../../deploy/demo/jira/faults.ts'
import { createFakeJira } from '../../deploy/demo/jira/jira.ts'
import { createJiraTracker } from '../../hub/adapters/jira/tracker.ts'
import { virtualClock } from '../fakes/clock.ts'
import { createMemoryLog } from '../fakes/memory-log.ts'
import { mapping, SITE, T } from '../hub/jira/given-jira.ts'
import { fetchFrom } from '../lab/jira-fetch.ts'
import { chanceOf } from './chance.ts'
import { createLife, FATES, type Fate, judge, vesselNamed } from './ticket-life.ts'

const FAULTS: readonly (RequestFault | null)[] = [
  null,
  'too-many',
  'busy',
  'fails-after',
  'drops-before',
  'drops-after',
  'late',
  'silent-after',
  'cut-off',
]

/** From the approval to a linked ticket there are fewer steps than this towards the log and JIRA. */
const STEPS = 14

/** One ticket, whose first request for an issue meets `fault`, and a hub that is killed once, at the given step. */
async function once(fault: RequestFault | null, killAt: number, fate: Fate) {
  const clock = virtualClock(T * 1000)
  const jira = createFakeJira({
    site: SITE,
    clock,
    chance: chanceOf(killAt).next,
    changed: () => jira.turn({ shares: {} }),
    observe: ({ method, path }) => method === 'POST' && /issue$/.test(path) && jira.turn({ shares: {} }),
  })
  jira.turn({ lagMs: 60_000, lateMs: 60_000, latencyMs: 1000, only: /^POST \S+issue$/ })
  const site = { site: SITE, email: 'watch@example.com', token: 'secret', tokenExpires: null }
  const tracker = createJiraTracker({ ...site, timeoutMs: 20_000, mapping, clock, fetch: fetchFrom(() => jira) })
  const probing = tracker.probe()
  await clock.advance(2000)
  await probing
  if (fault !== null) jira.turn({ shares: { [fault]: 1 } })
  const log = createMemoryLog()
  const vessels = [vesselNamed('mv-aurora')]
  let step = 0
  const life = createLife({
    log,
    tracker,
    clock,
    random: chanceOf(killAt).next,
    settleS: 300,
    fate: () => (++step === killAt ? fate : null),
    vessels,
  })
  life.begin()
  for (const vessel of vessels) void life.approve(vessel)
  await clock.advance(900_000)
  jira.turn({ shares: {} })
  await clock.advance(2_700_000)
  return { ...(await judge(jira, log, vessels)), kills: life.kills() }
}

for (const fault of FAULTS) {
  test(`killed at any step while a request meets ${fault ?? 'no fault'}: one issue, and linked`, async () => {
    let kills = 0
    for (let step = 1; step <= STEPS; step++) {
      for (const fate of FATES) {
        const { doubled, lost, ...rest } = await once(fault, step, fate)
        assert.deepEqual({ doubled, lost }, { doubled: [], lost: [] }, `killed ${fate} step ${step}`)
        kills += rest.kills
      }
    }
    assert.ok(kills > STEPS, `${kills} kills`)
  })
}
