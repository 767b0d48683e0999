import { parseArgs } from 'node:util'
import type { World } from './evidence.ts'
import { simulate } from './world.ts'

/**
 * `node test/sim/watch/run.ts --seed N`: replays a seed, with `--trace` it tells what the log says;
 * `--seeds COUNT` tries so many from there on, `--first` stops at the first that fails.
 */

const { values } = parseArgs({
  options: {
    first: { type: 'boolean' },
    quiet: { type: 'boolean' },
    seed: { type: 'string', default: '0' },
    seeds: { type: 'string', default: '1' },
    trace: { type: 'boolean' },
  },
})
const first = Number(values.seed)
const count = Number(values.seeds)
let failed = 0
for (let seed = first; seed < first + count; seed++) {
  const { faults, kills, counts } = await simulate(seed, values.trace ? tell : undefined)
  if (!values.quiet) console.log(seed, JSON.stringify(counts), JSON.stringify([...kills]))
  if (faults.length === 0) continue
  failed++
  console.log(`seed ${seed} (the watch):`)
  for (const fault of faults.slice(0, 5)) console.log(`  ${fault}`)
  if (values.first) break
}
console.log(`${count - failed} passed, ${failed} failed`)

function tell({ life, batches }: World): void {
  for (const vessel of life.vessels) console.log(JSON.stringify(vessel))
  for (const { stream, at, events } of batches)
    for (const event of events)
      if (event.type !== 'told') console.log(at / 1000, stream, JSON.stringify(event).slice(0, 300))
}

process.exitCode = failed > 0 ? 1 : 0
