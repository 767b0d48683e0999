import assert from 'node:assert/strict'
import { availableParallelism } from 'node:os'
import { type TestContext, test } from 'node:test'
import { Worker } from 'node:worker_threads'
import { atEnd } from '../at-end.ts'

/** Seeds of a known begin, so that a failure is the same for everybody: `node test/sim/run.ts --seed N` replays it. */
const FIRST = 1
const SEEDS = 300

test(`in ${SEEDS} worlds of bad weather shore ends with what was measured on board, to the second`, async (t) => {
  const workers = Math.min(2, availableParallelism())
  const share = SEEDS / workers
  const found = await Promise.all(Array.from({ length: workers }, (_, i) => simulated(t, FIRST + i * share, share)))
  assert.deepEqual(found.flat(), [])
})

function simulated(t: TestContext, first: number, seeds: number): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: { first, seeds } })
    atEnd(t, () => worker.terminate())
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}
