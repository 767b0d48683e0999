import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MUTANTS } from './mutants.ts'
import { hunt, misfits } from './plant.ts'

test('every planted bug has its one place in the source', () => {
  assert.deepEqual(MUTANTS.flatMap(misfits), [])
})

/** All of them take minutes: `npm run mutants`. */
const QUICK = ['a full is compared before it is applied', 'the agent sends before it has saved', 'an older life']

for (const mutant of MUTANTS.filter(({ name }) => QUICK.some((quick) => name.startsWith(quick)))) {
  test(`the simulation catches it when ${mutant.name}`, async () => {
    const { caughtBy, output } = await hunt(mutant, 10)
    assert.ok(caughtBy, output)
  })
}
