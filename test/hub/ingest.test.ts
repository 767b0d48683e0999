import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Heard } from '../../hub/ports/register.ts'
import type { ComponentId } from '../../shared/model.ts'
import { OPEN } from '../../shared/time.ts'
import { encodeBirth, encodeSummary } from '../../shared/wire/codec.ts'
import { virtualClock } from '../fakes/clock.ts'
import { createMemoryLog } from '../fakes/memory-log.ts'
import { givenTold } from './given-told.ts'
import { AURORA } from './projections/given.ts'

const NOW = 1_795_600_000
const SESSION = 7 * 65_536

test('what was stored is in the register too before it is answered: a hub that dies then knows the message again', async (t) => {
  const done: string[] = []
  const register = {
    load: async () => ({ aliveAt: null, heard: new Map() }),
    async save(_: number, heard: ReadonlyMap<string, Heard>) {
      for (const [vessel, { session, seq }] of heard) done.push(`${vessel} ${session}.${seq}`)
    },
    traffic: async () => [],
  }
  const log = createMemoryLog()
  const link = () => ({ ack: () => void done.push('answered'), disconnect() {}, test: async () => null })
  const { river } = await givenTold(t, virtualClock(NOW * 1000), log, { register, link })
  const components = [{ id: 'server' as ComponentId, claims: [{ from: NOW - 600, to: OPEN }] }]
  const about = { version: '1', instance: 1, heartbeatS: 300, revision: 0, refused: null, trouble: null }
  await river.listener.received(
    AURORA,
    'birth',
    encodeBirth({ kind: 'birth', session: SESSION, seq: 1, proof: null, components, about }),
  )
  assert.deepEqual(done, [`${AURORA} ${SESSION}.1`, 'answered'])
  const timelines = [[{ at: NOW - 600, state: 1 }]]
  const told = { kind: 'full', session: SESSION, seq: 2, from: NOW - 600, until: NOW, digest: null } as const
  await river.listener.received(AURORA, 'summary', encodeSummary({ ...told, timelines, trouble: null }))
  assert.deepEqual(done.slice(2), [`${AURORA} ${SESSION}.2`, 'answered'])
})
