import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FLEET_STREAM } from '../../hub/core/events.ts'
import type { Batch, Position } from '../../hub/ports/log.ts'
import { createProject, inGroups } from '../../hub/project.ts'
import { Fault } from '../../shared/fault.ts'
import { virtualClock } from '../fakes/clock.ts'
import { createMemoryLog } from '../fakes/memory-log.ts'

function given(apply: (batch: Batch) => void) {
  const log = createMemoryLog()
  const clock = virtualClock(0)
  const ending = new AbortController()
  const failures: string[] = []
  const applied: Position[] = []
  let position = 0
  const project = createProject({
    log,
    clock,
    signal: ending.signal,
    projection: {
      position: () => position,
      apply(batches) {
        for (const batch of batches) apply(batch)
        position = batches.at(-1)?.position ?? position
      },
    },
    applied: (batch) => applied.push(batch.position),
    failed: ({ message }) => failures.push(message),
  })
  const append = async (at: number) => {
    const events = [{ type: 'listening-began', at, learnedAt: at }] as const
    const answer = await log.append(FLEET_STREAM, await log.head(), { id: `${at}`, at, events }, ending.signal)
    return answer.kind === 'stored' ? answer.position : assert.fail()
  }
  return { project, append, clock, failures, applied, end: () => ending.abort() }
}

test('a page that waits for a position gets its rows', async () => {
  const { project, append, applied, end } = given(() => {})
  const position = await append(1)
  await project.passed(position)
  assert.deepEqual(applied, [position])
  end()
  await project.done
})

test('what is there already is taken together, in order, and as soon as no more is there', async () => {
  const log = createMemoryLog()
  const never = new AbortController().signal
  for (let at = 1; at <= 450; at++) {
    const events = [{ type: 'listening-began', at, learnedAt: at }] as const
    await log.append(FLEET_STREAM, await log.head(), { id: `${at}`, at, events }, never)
  }
  const sizes: number[] = []
  const ids: string[] = []
  for await (const { batches, reached, caughtUp } of inGroups(log.follow(0, never))) {
    sizes.push(batches.length)
    ids.push(...batches.map(({ id }) => id))
    assert.equal(reached, batches.at(-1)?.position)
    if (caughtUp) break
  }
  assert.deepEqual(sizes, [200, 200, 50])
  assert.deepEqual(
    ids,
    log.batches().map(({ id }) => id),
  )
})

test('without room it keeps nobody waiting, says so, and goes on where it was when there is room again', async () => {
  let full = true
  const { project, append, clock, failures, applied, end } = given(() => {
    if (full) throw new Fault('unavailable', 'no room for rows')
  })
  const position = await append(1)
  await project.passed(position)
  assert.deepEqual([applied, failures], [[], ['no room for rows']])
  full = false
  const second = await append(2)
  await clock.advance(5_000)
  await project.passed(second)
  assert.deepEqual(applied, [position, second])
  end()
  await project.done
})

test('what no waiting can mend ends it loudly', async () => {
  const { project, append } = given(() => {
    throw new TypeError('a defect')
  })
  await append(1)
  await assert.rejects(project.done, /a defect/)
})
