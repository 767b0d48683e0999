import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groupCommit } from '../../../hub/adapters/sqlite/group-commit.ts'
import { virtualClock } from '../../fakes/clock.ts'

const never = new AbortController().signal

function given(
  mostWeight: number,
  commit = (items: readonly number[]): readonly number[] => items.map((item) => item * 10),
) {
  const groups: (readonly number[])[] = []
  const group = groupCommit<number, number>({
    clock: virtualClock(0),
    commit: (items) => {
      groups.push(items)
      return commit(items)
    },
    weigh: (item) => item,
    mostWeight,
    isBusy: () => false,
  })
  return { group, groups }
}

test('what is asked for in one turn is committed together, and each gets its own answer', async () => {
  const { group, groups } = given(100)
  assert.deepEqual(await Promise.all([1, 2, 3].map((item) => group.add(item, never))), [10, 20, 30])
  assert.deepEqual(groups, [[1, 2, 3]])
})

test('a group stays below its weight; an item that is heavier goes alone', async () => {
  const { group, groups } = given(10)
  await Promise.all([4, 5, 6, 50, 1].map((item) => group.add(item, never)))
  assert.deepEqual(groups, [[4, 5], [6], [50], [1]])
})

test('a group that fails refuses its own items alone', async () => {
  const { group } = given(10, (items) => {
    if (items.includes(6)) throw new Error('full')
    return items
  })
  const answers = await Promise.allSettled([4, 5, 6, 7].map((item) => group.add(item, never)))
  assert.deepEqual(
    answers.map(({ status }) => status),
    ['fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
  )
})

test('an item whose signal aborts in time is not committed', async () => {
  const { group, groups } = given(10)
  const stop = new AbortController()
  const kept = group.add(1, never)
  const dropped = group.add(2, stop.signal)
  stop.abort(new Error('no longer'))
  await assert.rejects(dropped, /no longer/)
  await kept
  assert.deepEqual(groups, [[1]])
})
