import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MUTANTS } from './mutants.ts'
import { hunt, misfits } from './plant.ts'
import { WATCH_MUTANTS } from './watch/mutants.ts'

const ALL = [...MUTANTS, ...WATCH_MUTANTS]

test('every planted bug has its one place in the source', () => {
  assert.deepEqual(ALL.flatMap(misfits), [])
})

/** All of them take minutes: `npm run mutants`. */
const QUICK = [
  'a full is compared before it is applied',
  'the agent sends before it has saved',
  'an older life',
  'who decides second',
  'a message whose end is not known',
]

for (const mutant of ALL.filter(({ name }) => QUICK.some((quick) => name.startsWith(quick)))) {
  test(`the simulation catches it when ${mutant.name}`, async () => {
    const { caughtBy, output } = await hunt(mutant, 10)
    assert.ok(caughtBy, output)
  })
}
