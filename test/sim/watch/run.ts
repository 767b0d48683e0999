import { trySeeds } from '../try-seeds.ts'
import type { World } from './evidence.ts'
import { simulate } from './world.ts'

/** `node test/sim/watch/run.ts --seed N` replays a world of what follows from the line; `--trace` tells what its log says. */

await trySeeds(async (seed, { trace, quiet }) => {
  const { faults, kills, counts } = await simulate(seed, trace ? tell : undefined)
  if (!quiet) console.log(seed, JSON.stringify(counts), JSON.stringify([...kills]))
  return { of: 'the watch', faults }
})

function tell({ life, batches }: World): void {
  for (const vessel of life.vessels) console.log(JSON.stringify(vessel))
  for (const { stream, at, events } of batches)
    for (const event of events)
      if (event.type !== 'told') console.log(at / 1000, stream, JSON.stringify(event).slice(0, 300))
}
