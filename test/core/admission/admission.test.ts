import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type AdmissionCause,
  type AdmissionCommand,
  admit,
  credentialHash,
  decideAdmission,
  evolveAdmission,
  NOT_ADMITTED,
  whenBorn,
} from '../../../hub/core/admission/admission.ts'
import type { Profile } from '../../../hub/core/admission/profile.ts'
import type { By } from '../../../hub/core/by.ts'

const T = 1_790_000_000
const by: By = { kind: 'command-line', name: 'ann' }
const profile: Profile = {
  name: 'MV Aurora',
  imo: '9074729',
  group: null,
  link: null,
  zone: 'UTC',
  contact: null,
  inService: [],
}
const first = credentialHash(Buffer.from('first'))
const second = credentialHash(Buffer.from('second'))
const third = credentialHash(Buffer.from('third'))
const when = { at: T, learnedAt: T }

const added: AdmissionCause = { type: 'vessel-added', profile, by, ...when }
const credential = (hash: string): AdmissionCause => ({ type: 'credential-added', hash, by, ...when })
const used = (hash: string): AdmissionCause => ({ type: 'credential-used', hash, ...when })
const born = (instance: number, at: number): AdmissionCause => ({
  type: 'born',
  at,
  learnedAt: at,
  seen: { session: 1, seq: 1, watermark: null },
  components: [],
  changes: [],
  about: { version: '1', instance, heartbeatS: 300, revision: 0, refused: null, trouble: null },
})

const given = (...events: AdmissionCause[]) => events.reduce(evolveAdmission, NOT_ADMITTED)
const types = (events: readonly AdmissionCause[]) =>
  events.map((event) => ('hash' in event ? `${event.type} ${event.hash.slice(0, 4)}` : event.type))
const decide = (events: AdmissionCause[], command: AdmissionCommand) => {
  const decided = decideAdmission(given(...events), command, T)
  return decided.kind === 'decided' ? types(decided.events) : decided.reason
}
const enter = (events: AdmissionCause[], hash: string) => {
  const entry = admit(given(...events), hash, T)
  return entry.kind === 'admitted' ? types(entry.events) : 'refused'
}
const short = (hash: string) => hash.slice(0, 4)

test('a vessel that was added comes in with its credential, and the first time is recorded', () => {
  assert.deepEqual(decide([], { type: 'add', profile, hash: first, by }), [
    'vessel-added',
    `credential-added ${short(first)}`,
  ])
  assert.deepEqual(enter([added, credential(first)], first), [`credential-used ${short(first)}`])
  assert.deepEqual(enter([added, credential(first), used(first)], first), [])
})

test('a vessel that nobody added, a wrong credential and a retired vessel stay out', () => {
  assert.equal(enter([], first), 'refused')
  assert.equal(enter([added, credential(first)], second), 'refused')
  const retired: AdmissionCause = { type: 'vessel-retired', reason: 'sold', by, ...when }
  assert.equal(enter([added, credential(first), used(first), retired], first), 'refused')
  assert.equal(enter([added, credential(first)], ''), 'refused')
})

test('the old credential stays valid until the new one has been used, which takes the old one away', () => {
  const before = [added, credential(first), used(first)]
  assert.deepEqual(decide(before, { type: 'rotate', hash: second, now: false, by }), [
    `credential-added ${short(second)}`,
  ])
  const rotated = [...before, credential(second)]
  assert.deepEqual(enter(rotated, first), [])
  assert.deepEqual(enter(rotated, second), [`credential-used ${short(second)}`, `credential-removed ${short(first)}`])
})

test('of several credentials on their way, using one takes away the older ones and keeps the newer', () => {
  const events = [added, credential(first), used(first), credential(second), credential(third)]
  assert.deepEqual(enter(events, second), [`credential-used ${short(second)}`, `credential-removed ${short(first)}`])
})

test('rotating at once takes away all that is valid before it adds the new one', () => {
  const before = [added, credential(first), used(first), credential(second)]
  assert.deepEqual(decide(before, { type: 'rotate', hash: third, now: true, by }), [
    `credential-removed ${short(first)}`,
    `credential-removed ${short(second)}`,
    `credential-added ${short(third)}`,
  ])
})

test('credentials that nobody installs do not pile up', () => {
  const hashes = [1, 2, 3, 4].map((n) => credentialHash(Buffer.of(n)))
  assert.match(
    String(decide([added, ...hashes.map(credential)], { type: 'rotate', hash: third, now: false, by })),
    /4 credentials are waiting already/,
  )
})

test('setting says only what differs, and nothing when nothing does', () => {
  const decided = decideAdmission(
    given(added, credential(first)),
    { type: 'set', profile: { name: 'MV Aurora', zone: 'Asia/Tokyo', inService: [] }, by },
    T,
  )
  assert.deepEqual(decided, {
    kind: 'decided',
    events: [{ type: 'vessel-changed', profile: { zone: 'Asia/Tokyo' }, by, ...when }],
  })
  assert.deepEqual(decide([added], { type: 'set', profile: { zone: 'UTC' }, by }), [])
})

test('a retired vessel can be taken in again, with a new credential alone', () => {
  const retired: AdmissionCause = { type: 'vessel-retired', reason: 'laid up', by, ...when }
  const again = [added, credential(first), retired, added, credential(second)]
  assert.equal(enter(again, first), 'refused')
  assert.deepEqual(enter(again, second), [`credential-used ${short(second)}`])
  assert.match(String(decide([added, retired], { type: 'set', profile: {}, by })), /retired/)
})

test('two installations that take three turns in ten minutes are named, and slowed down while they do', () => {
  const turns = [born(7, T), born(9, T + 60), born(7, T + 120)]
  const quiet = given(added, credential(first), ...turns)
  assert.deepEqual(whenBorn(quiet, 7, T + 180), [])
  assert.deepEqual(whenBorn(quiet, 9, T + 180), [
    { type: 'identity-contested', instances: [7, 9], at: T + 180, learnedAt: T + 180 },
  ])
  assert.deepEqual(whenBorn(quiet, 9, T + 660), [], 'the first turn is too long ago')

  const named: AdmissionCause = { type: 'identity-contested', instances: [7, 9], at: T + 180, learnedAt: T + 180 }
  const contested = given(added, credential(first), ...turns, born(9, T + 180), named)
  assert.deepEqual(whenBorn(contested, 7, T + 240), [], 'it has been said')
  const delay = (now: number) => {
    const entry = admit(contested, first, now)
    return entry.kind === 'admitted' ? entry.delayS : null
  }
  assert.equal(delay(T + 200), 15)
  assert.equal(delay(T + 1000), 0)
})

test('new installations that follow each other and never come back are no contest', () => {
  const state = given(added, born(1, T), born(2, T + 1), born(3, T + 2))
  assert.deepEqual(whenBorn(state, 4, T + 3), [])
})
