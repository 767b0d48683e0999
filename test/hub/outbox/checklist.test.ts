import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createChecklist } from '../../../hub/outbox/checklist.ts'
import type { Check } from '../../../hub/ports/tracker.ts'
import { type Log, quietLog } from '../../../shared/runtime/log.ts'
import { virtualClock } from '../../fakes/clock.ts'

const DAY_MS = 86_400_000

function given(...answers: readonly Check[][]) {
  const clock = virtualClock(0)
  const said: string[] = []
  const note = (level: string) => (details: object) => said.push(`${level} ${JSON.stringify(details)}`)
  const log: Log = { ...quietLog, info: note('info'), warn: note('warn'), error: note('error') }
  let asked = 0
  const preflight = async () => answers[Math.min(asked++, answers.length - 1)] ?? []
  const troubles: string[] = []
  const checklist = createChecklist({
    tracker: { name: 'JIRA', preflight },
    clock,
    log,
    inTurn: (task) => task(),
    asked: (checks) => troubles.push(checks.map(({ standing }) => standing).join()),
  })
  checklist.start()
  return { clock, said, troubles, checklist, asked: () => asked }
}

const good: Check = { what: 'token expiry', standing: 'good', words: 'in 90 days' }
const soon: Check = { ...good, standing: 'soon', words: 'in 29 days' }
const wrong: Check = { ...good, standing: 'wrong', words: 'in 6 days' }

test('a token that ends soon is a warning, one that ends within days an error; each is said once', async () => {
  const { clock, said, troubles } = given([good], [soon], [soon], [wrong])
  await clock.advance(3 * DAY_MS + 1000)
  assert.deepEqual(
    said.filter((line) => !line.startsWith('info')),
    ['warn {"lines":["token expiry: in 29 days"]}', 'error {"lines":["token expiry: in 6 days"]}'],
  )
  assert.deepEqual(troubles.slice(0, 4), ['good', 'soon', 'soon', 'wrong'])
})

test('while something is wrong it is asked again soon, and said when it is mended', async () => {
  const { clock, said, checklist } = given([wrong], [good])
  await clock.advance(1000)
  assert.deepEqual(checklist.last().checks, [wrong])
  await clock.advance(900_000)
  assert.deepEqual(checklist.last().checks, [good])
  assert.match(said.at(-1) ?? '', /^info/)
})

test('a tracker that does not answer is asked again soon, and nothing is said against the configuration', async () => {
  const { clock, said, checklist } = given([{ ...good, standing: 'unasked', words: 'no answer' }], [good])
  await clock.advance(1000)
  assert.deepEqual(said, [])
  await clock.advance(900_000)
  assert.deepEqual(checklist.last().checks, [good])
})

test('what is good is asked once a day', async () => {
  const { clock, asked } = given([good])
  await clock.advance(3 * DAY_MS + 1000)
  assert.equal(asked(), 4)
})
