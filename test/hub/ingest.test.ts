import assert from 'node:assert/strict'
import { test } from 'node:test'
import { credentialHash } from '../../hub/core/admission/admission.ts'
import { newProfile } from '../../hub/core/admission/profile.ts'
import { type VesselEvent, vesselStream } from '../../hub/core/events.ts'
import type { Heard, Register } from '../../hub/ports/register.ts'
import type { ComponentId, VesselId } from '../../shared/model.ts'
import { iso, OPEN } from '../../shared/time.ts'
import { decodeMessage, encodeBirth, encodeSummary } from '../../shared/wire/codec.ts'
import { virtualClock } from '../fakes/clock.ts'
import { createMemoryLog } from '../fakes/memory-log.ts'
import { givenTold } from './given-told.ts'
import { AURORA } from './projections/given.ts'

const NOW = 1_795_600_000
const SESSION = 7 * 65_536

const empty: Register = {
  load: async () => ({ aliveAt: null, heard: new Map() }),
  save: async () => {},
  traffic: async () => [],
}
const about = { version: '1', instance: 1, heartbeatS: 300, revision: 0, refused: null, trouble: null }
const components = [{ id: 'server' as ComponentId, claims: [{ from: NOW - 600, to: OPEN }] }]
const birth = (session: number, seq: number) =>
  encodeBirth({ kind: 'birth', session, seq, proof: null, components, about })

test('what was stored is in the register too before it is answered: a hub that dies then knows the message again', async (t) => {
  const done: string[] = []
  const register = {
    ...empty,
    async save(_: number, heard: ReadonlyMap<string, Heard>) {
      for (const [vessel, { session, seq }] of heard) done.push(`${vessel} ${session}.${seq}`)
    },
  }
  const log = createMemoryLog()
  const link = () => ({ ack: () => void done.push('answered'), disconnect() {}, test: async () => null })
  const { river } = await givenTold(t, virtualClock(NOW * 1000), log, { register, link })
  await river.listener.received(AURORA, 'birth', birth(SESSION, 1))
  assert.deepEqual(done, [`${AURORA} ${SESSION}.1`, 'answered'])
  const timelines = [[{ at: NOW - 600, state: 1 }]]
  const told = { kind: 'full', session: SESSION, seq: 2, from: NOW - 600, until: NOW, digest: null } as const
  await river.listener.received(AURORA, 'summary', encodeSummary({ ...told, timelines, trouble: null }))
  assert.deepEqual(done.slice(2), [`${AURORA} ${SESSION}.2`, 'answered'])
})

test('a stolen credential that spoke by a session above all others: it is shown, and `rotate --now` is the cure', async (t) => {
  const stolen = { session: Number.MAX_SAFE_INTEGER, seq: 9, watermark: NOW - 300 }
  const saved = new Map<VesselId, Heard>([[AURORA, { ...stolen, lastHeard: NOW - 300, offsetS: 0 }]])
  const register = { ...empty, load: async () => ({ aliveAt: NOW, heard: saved }) }
  const by = { kind: 'command-line', name: 'ann' } as const
  const when = { at: NOW, learnedAt: NOW }
  const log = createMemoryLog()
  const append = async (...events: VesselEvent[]) => {
    const batch = { id: `${events[0]?.type}`, at: NOW, events }
    await log.append(vesselStream(AURORA), await log.head(vesselStream(AURORA)), batch, new AbortController().signal)
  }
  await append(
    { type: 'vessel-added', profile: newProfile(AURORA), by, ...when },
    { type: 'credential-added', hash: 'aa', by, ...when },
    { type: 'born', seen: stolen, components, about, changes: [], ...when },
  )
  const acks: (number | null)[] = []
  const ack = (_: VesselId, payload: Uint8Array) => {
    const decoded = decodeMessage('ack', payload)
    acks.push(decoded.ok ? decoded.message.current : Number.NaN)
  }
  const link = () => ({ ack, disconnect() {}, test: async () => null })
  const clock = virtualClock(NOW * 1000)
  const { river } = await givenTold(t, clock, log, { register, link })
  const faults = async () => (await river.views.vessel(AURORA))?.payloadFaults.map(({ kind, count }) => [kind, count])
  await river.listener.received(AURORA, 'birth', birth(SESSION, 1))
  assert.deepEqual([acks, await faults()], [[stolen.session], [['older-session', 1]]])
  await append({ type: 'credential-removed', hash: 'aa', reason: 'taken away at once', by, ...when })
  await clock.advance(1000)
  await river.listener.received(AURORA, 'birth', birth(SESSION, 2))
  assert.deepEqual(acks, [stolen.session, null])
  assert.equal((await river.views.vessel(AURORA))?.lastHeard, iso(NOW + 1))
  await river.listener.received(AURORA, 'birth', birth(2 ** 49, 1))
  assert.deepEqual([acks.length, (await faults())?.at(-1)], [2, ['impossible-session', 1]])
})

test('two agents with one journal wait at the door as long as they take turns, and are shown', async (t) => {
  const secret = Buffer.from('a secret')
  const by = { kind: 'command-line', name: 'ann' } as const
  const when = { at: NOW, learnedAt: NOW }
  const events: VesselEvent[] = [
    { type: 'vessel-added', profile: newProfile(AURORA), by, ...when },
    { type: 'credential-added', hash: credentialHash(secret), by, ...when },
  ]
  const log = createMemoryLog()
  await log.append(vesselStream(AURORA), 0, { id: 'given', at: NOW, events }, new AbortController().signal)
  const clock = virtualClock(NOW * 1000)
  const { river } = await givenTold(t, clock, log)
  const { received, admit } = river.listener
  assert.equal(await admit(AURORA, secret), true)
  for (const turn of [1, 2, 3, 4, 5]) {
    await received(AURORA, 'birth', birth(turn * SESSION, 1))
    if (turn > 2) await received(AURORA, 'birth', birth((turn - 1) * SESSION, 2))
    await clock.advance(1000)
  }
  const contested = (await river.views.vessel(AURORA))?.contested
  assert.deepEqual(contested, { namedAt: iso(NOW + 4), instances: ['00000001'] })
  let isIn = false
  const entry = admit(AURORA, secret).then((answer) => {
    isIn = answer
  })
  await clock.advance(14_000)
  assert.equal(isIn, false)
  await clock.advance(1000)
  await entry
  assert.equal(isIn, true)
})
