import { parentPort, workerData } from 'node:worker_threads'
import * as v from 'valibot'
import { simulate } from './world.ts'

/** Simulates its share of the seeds, and says which of them failed and why. */

const { first, seeds } = v.parse(v.object({ first: v.number(), seeds: v.number() }), workerData)
const found: string[] = []
for (let seed = first; seed < first + seeds; seed++) {
  const { plan, faults } = simulate(seed)
  if (faults.length > 0) found.push(`seed ${seed} (${plan.kind}): ${faults[0]}; node test/sim/run.ts --seed ${seed}`)
}
parentPort?.postMessage(found)
