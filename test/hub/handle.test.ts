import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FleetEvent, WatchEvent } from '../../hub/core/events.ts'
import { createHandle, type Handle } from '../../hub/handle.ts'
import type { EventLog } from '../../hub/ports/log.ts'
import { Fault } from '../../shared/fault.ts'
import { createMemoryLog } from '../fakes/memory-log.ts'

/** A stream that counts its events is all that the handling of commands needs to know. */
const began = (at: number): FleetEvent => ({ type: 'listening-began', at, learnedAt: at })

function counting(log: EventLog): Handle<number, FleetEvent> {
  let ids = 0
  return createHandle<number, FleetEvent>({
    log,
    initial: () => 0,
    evolve: (count) => count + 1,
    own: (event: WatchEvent) => (event.type === 'listening-began' ? event : null),
    nowMs: () => 0,
    newId: () => `id-${ids++}`,
    signal: new AbortController().signal,
  })
}

test('a command is answered with what was true when its events were stored', async () => {
  const handle = counting(createMemoryLog())
  const first = await handle.command('fleet', (count) => ({ events: [began(1)], answer: `was ${count}` }))
  assert.equal(first.answer, 'was 0')
  assert.equal(first.state, 1)
  const second = await handle.command('fleet', (count) => ({ events: [], answer: `is ${count}` }))
  assert.equal(second.answer, 'is 1')
  assert.equal(second.position, first.position)
})

test('what is to be done in turn is done before the next is decided, and knows whether anything was stored', async () => {
  const handle = counting(createMemoryLog())
  const order: unknown[] = []
  const command = (events: readonly FleetEvent[]) =>
    handle.command(
      'fleet',
      (count) => {
        order.push(count)
        return { events, answer: null }
      },
      ({ changed, state }) => order.push([changed, state]),
    )
  await Promise.all([command([]), command([began(1)]), command([])])
  assert.deepEqual(order, [0, [false, 0], 0, [true, 1], 1, [false, 1]])
})

test('commands of one stream run one at a time', async () => {
  const handle = counting(createMemoryLog())
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => handle.command('fleet', (count) => ({ events: [began(count)], answer: count }))),
  )
  assert.deepEqual(
    answers.map(({ answer }) => answer),
    Array.from({ length: 50 }, (_, i) => i),
  )
})

test('the loser of a race decides again on what is true now', async () => {
  const log = createMemoryLog()
  const [one, other] = [counting(log), counting(log)]
  await one.command('fleet', () => ({ events: [began(1)], answer: null }))
  const both = await Promise.all(
    [one, other, one, other].map((handle) =>
      handle.command('fleet', (count) => ({ events: [began(count)], answer: count })),
    ),
  )
  assert.deepEqual(both.map(({ answer }) => answer).sort(), [1, 2, 3, 4])
})

test('what another process appended is read before the next decision', async () => {
  const log = createMemoryLog()
  const [mine, theirs] = [counting(log), counting(log)]
  await mine.command('fleet', () => ({ events: [began(1)], answer: null }))
  await theirs.command('fleet', () => ({ events: [began(2)], answer: null }))
  for await (const batch of log.read('fleet', 0, new AbortController().signal)) mine.noticed(batch)
  const { answer } = await mine.command('fleet', (count) => ({ events: [], answer: count }))
  assert.equal(answer, 2)
})

test('a log that cannot write fails the command and leaves the state as it was', async () => {
  const log = createMemoryLog()
  let full = false
  const handle = counting({
    ...log,
    append: (...args) => (full ? Promise.reject(new Fault('unavailable', 'no room')) : log.append(...args)),
  })
  await handle.command('fleet', () => ({ events: [began(1)], answer: null }))
  full = true
  await assert.rejects(
    handle.command('fleet', () => ({ events: [began(2)], answer: null })),
    /no room/,
  )
  full = false
  const { state } = await handle.command('fleet', () => ({ events: [began(3)], answer: null }))
  assert.equal(state, 2)
})
