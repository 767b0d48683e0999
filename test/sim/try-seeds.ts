import { parseArgs } from 'node:util'

export type How = { readonly quiet: boolean; readonly trace: boolean; readonly alone: boolean }

/** `of`: what kind of world it was. */
export type Tried = { readonly of: string; readonly faults: readonly string[] }

/**
 * The command line of a simulation. `--seed N` tries that one, `--seeds COUNT` so many from there on, `--first` stops at the
 * first that fails; `--trace` tells what happened, `--quiet` only what failed.
 */
export async function trySeeds(tryOne: (seed: number, how: How) => Tried | Promise<Tried>): Promise<void> {
  const { values } = parseArgs({
    options: {
      first: { type: 'boolean', default: false },
      quiet: { type: 'boolean', default: false },
      seed: { type: 'string', default: '0' },
      seeds: { type: 'string', default: '1' },
      trace: { type: 'boolean', default: false },
    },
  })
  const first = Number(values.seed)
  const count = Number(values.seeds)
  let failed = 0
  for (let seed = first; seed < first + count; seed++) {
    const { of, faults } = await tryOne(seed, { ...values, alone: count === 1 })
    if (faults.length === 0) continue
    failed++
    console.log(`seed ${seed} (${of}):`)
    for (const fault of faults.slice(0, 5)) console.log(`  ${fault}`)
    if (values.first) break
  }
  console.log(`${count - failed} passed, ${failed} failed`)
  process.exitCode = failed > 0 ? 1 : 0
}
