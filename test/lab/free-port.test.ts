import assert from 'node:assert/strict'
import { test } from 'node:test'
import { atEnd } from '../at-end.ts'
import { freePort, holdSlot } from './free-port.ts'

test('two files that wish for the same ports at the same time have ports of their own', async (t) => {
  const [one, other] = await Promise.all([holdSlot(7), holdSlot(7)])
  atEnd(t, () => [one, other].map(({ door }) => door.close()))
  assert.ok(one.end <= other.next || other.end <= one.next, `${one.next} and ${other.next}`)
})

test('no port is given twice, though nobody listens on it yet', async () => {
  assert.notEqual(await freePort(), await freePort())
})
