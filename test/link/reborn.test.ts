import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AgentInput, step } from '../../shared/link/agent.ts'
import { UP } from '../../shared/model.ts'
import { OPEN } from '../../shared/time.ts'
import { component, pairOf, T0 } from './pair.ts'

test('a session that begins while the birth before it is on its way is born at once', () => {
  const server = component('server')
  const up = [{ from: T0 - 86_400, to: OPEN, state: UP }]
  let { agent } = pairOf(new Map([[server, up]]))
  const give = (input: AgentInput, afterS: number) => {
    const { state, effects } = step(agent, input, { now: T0 + afterS, runningS: afterS })
    agent = state
    return effects.flatMap((effect) => (effect.kind === 'send' ? [effect.message] : []))
  }
  const [first] = give({ kind: 'connected' }, 0)
  assert.equal(first?.kind === 'birth' && first.proof, null)
  const window = { from: T0 - 3600, to: T0 + 1 }
  const reading = {
    window,
    timelines: new Map([[server, [{ ...window, state: UP }]]]),
    speaksFrom: new Map([[server, window.from]]),
  }
  const [second] = give({ kind: 'read', reading }, 1)
  assert.ok(second?.kind === 'birth' && second.proof !== null && second.session > (first?.session ?? OPEN))
  assert.deepEqual(give({ kind: 'published', session: first?.session ?? 0, seq: 1 }, 2), [])
})
