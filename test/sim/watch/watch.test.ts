import assert from 'node:assert/strict'
import { test } from 'node:test'
import { simulate } from './world.ts'

/** `node test/sim/watch/run.ts --seed N` replays one; `--seeds COUNT` tries more. */
const FIRST = 1
const SEEDS = 8

test(`in ${SEEDS} fleets over weeks, with people, faults and kills at every step, each outage is proposed, has one issue if somebody said yes, and is told of once`, async (t) => {
  const found: string[] = []
  const sum = { kills: 0, issues: 0, clicks: 0, messages: 0, proposals: 0 }
  for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
    const { faults, kills, counts } = await simulate(seed)
    if (faults.length > 0) found.push(`seed ${seed}: ${faults[0]}; node test/sim/watch/run.ts --seed ${seed}`)
    sum.kills += [...kills.values()].reduce((a, b) => a + b, 0)
    sum.issues += counts.issues
    sum.clicks += counts.clicks
    sum.messages += counts.messages
    sum.proposals += counts.proposals
  }
  const { kills, issues, clicks, messages, proposals } = sum
  t.diagnostic(`${proposals} proposals, ${clicks} decisions, ${issues} issues, ${messages} messages, ${kills} kills`)
  assert.deepEqual(found, [])
  assert.ok(Math.min(issues, clicks, messages, proposals, kills) > SEEDS, JSON.stringify(sum))
})
