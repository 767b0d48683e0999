import { parseArgs } from 'node:util'
import { simulate } from './world.ts'

/** `node test/sim/run.ts --seed N`: replays a seed exactly and tells its trace; `--seeds COUNT` tries so many from there on. */

const { values } = parseArgs({
  options: {
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
  if (values.trace || (count === 1 && faults.length > 0)) for (const line of trace) console.log(line)
  if (faults.length === 0) continue
  failed++
  console.log(`seed ${seed} (${plan.kind}, ${plan.faults.join(' ')}):`)
  for (const fault of faults.slice(0, 5)) console.log(`  ${fault}`)
}
console.log(`${count - failed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
