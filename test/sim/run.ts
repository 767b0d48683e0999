import { trySeeds } from './try-seeds.ts'
import { simulate } from './world.ts'

/** `node test/sim/run.ts --seed N` replays a world of the line exactly; what one that fails alone did is told without `--trace` too. */

await trySeeds((seed, { trace: isWanted, quiet, alone }) => {
  const { plan, trace, faults } = simulate(seed)
  if (isWanted || (alone && faults.length > 0 && !quiet)) for (const line of trace) console.log(line)
  return { of: `${plan.kind}, ${plan.faults.join(' ')}`, faults }
})
