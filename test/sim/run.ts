import { parseArgs } from 'node:util'
import { simulate } from './world.ts'

/**
 * `node test/sim/run.ts --seed N`: replays a seed exactly and tells its trace; `--seeds COUNT` tries so many from there on,
 * `--first` stops at the first one that fails.
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
  const { plan, trace, faults } = simulate(seed)
  if (values.trace || (count === 1 && faults.length > 0 && !values.quiet)) for (const line of trace) console.log(line)
  if (faults.length === 0) continue
  failed++
  console.log(`seed ${seed} (${plan.kind}, ${plan.faults.join(' ')}):`)
  for (const fault of faults.slice(0, 5)) console.log(`  ${fault}`)
  if (values.first) break
}
console.log(`${count - failed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
