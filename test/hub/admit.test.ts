import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAdmit } from '../../hub/admit.ts'
import {
  type Admission,
  type AdmissionCause,
  credentialHash,
  evolveAdmission,
  NOT_ADMITTED,
  ofAdmission,
} from '../../hub/core/admission/admission.ts'
import { newProfile } from '../../hub/core/admission/profile.ts'
import { type VesselEvent, vesselStream } from '../../hub/core/events.ts'
import { createHandle } from '../../hub/handle.ts'
import type { VesselId } from '../../shared/model.ts'
import { virtualClock } from '../fakes/clock.ts'
import { createMemoryLog } from '../fakes/memory-log.ts'

const T = 1_790_000_000
const aurora = 'mv-aurora' as VesselId
const secret = Buffer.from('a secret')
const by = { kind: 'command-line', name: 'ann' } as const
const when = { at: T, learnedAt: T }
const added: VesselEvent = { type: 'vessel-added', profile: newProfile(aurora), by, ...when }
const credential: VesselEvent = { type: 'credential-added', hash: credentialHash(secret), by, ...when }
const named: VesselEvent = { type: 'identity-contested', instances: [1, 2], ...when }
const born = (instance: number): VesselEvent => ({
  type: 'born',
  ...when,
  seen: { session: 1, seq: 1, watermark: null },
  components: [],
  changes: [],
  about: { version: '1', instance, heartbeatS: 300, revision: 0, refused: null, trouble: null },
})

async function given(...events: VesselEvent[]) {
  const log = createMemoryLog()
  const clock = virtualClock(T * 1000)
  const signal = new AbortController().signal
  if (events.length > 0) await log.append(vesselStream(aurora), 0, { id: 'given', at: T, events }, signal)
  let ids = 0
  let commands = 0
  const handle = createHandle<Admission, AdmissionCause>({
    log,
    initial: () => NOT_ADMITTED,
    evolve: evolveAdmission,
    own: ofAdmission,
    nowMs: clock.now,
    newId: () => `${ids++}`,
    signal,
  })
  const admit = createAdmit({
    log,
    clock,
    turns: new Map(),
    command: async (vessel, head, decide) => {
      commands++
      handle.noticed({ stream: vesselStream(vessel), position: head })
      return (await handle.command(vesselStream(vessel), decide)).answer
    },
  })
  return { log, clock, admit, commands: () => commands }
}

test('the first use of a credential is stored before the vessel is in', async () => {
  const { admit, log } = await given(added, credential)
  assert.equal(await admit(aurora, secret), true)
  assert.deepEqual(
    log.batches().flatMap(({ events }) => events.map(({ type }) => type)),
    ['vessel-added', 'credential-added', 'credential-used'],
  )
  assert.equal(await admit(aurora, secret), true)
  assert.equal(log.batches().length, 2)
})

test('a wrong secret stays out, and leaves nothing in the log', async () => {
  const { admit, log } = await given(added, credential)
  assert.equal(await admit(aurora, Buffer.from('another')), false)
  assert.equal(await admit(aurora, Buffer.alloc(0)), false)
  assert.equal(log.batches().length, 1)
})

test('a name that does not exist is turned away without taking any place in memory', async () => {
  const { admit, commands } = await given()
  assert.equal(await admit('mv-nobody' as VesselId, secret), false)
  assert.equal(commands(), 0)
})

test('what another process has just changed counts at once', async () => {
  const { admit, log, clock } = await given(added, credential)
  assert.equal(await admit(aurora, secret), true)
  const events: VesselEvent[] = [{ type: 'vessel-retired', reason: 'sold', by, ...when }]
  const stream = vesselStream(aurora)
  const batch = { id: 'elsewhere', at: clock.now(), events }
  await log.append(stream, await log.head(stream), batch, new AbortController().signal)
  assert.equal(await admit(aurora, secret), false)
})

test('machines with one credential wait at the door', async () => {
  const { admit, clock } = await given(added, credential, born(1), born(2), born(1), born(2), named)
  let admitted: boolean | null = null
  const entry = admit(aurora, secret).then((answer) => {
    admitted = answer
  })
  await clock.advance(14_000)
  assert.equal(admitted, null)
  await clock.advance(1000)
  await entry
  assert.equal(admitted, true)
})
