import { MUTANTS } from './mutants.ts'
import { hunt } from './plant.ts'
import { WATCH_MUTANTS } from './watch/mutants.ts'

/** `npm run mutants [word ...]`: plants each bug and says which seed of the simulation catches it. */

const words = process.argv.slice(2)
const wanted = [...MUTANTS, ...WATCH_MUTANTS].filter(
  ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
)
let survived = 0
for (const mutant of wanted) {
  const { caughtBy, output } = await hunt(mutant, mutant.by === 'test/sim/run.ts' ? 120 : 30)
  if (caughtBy === null) survived++
  console.log(`${caughtBy === null ? 'SURVIVED' : 'caught'}: ${mutant.name}`)
  console.log(`    ${(caughtBy ?? output.slice(-300)).replaceAll('\n', '\n    ')}`)
}
process.exitCode = survived > 0 ? 1 : 0
