import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NO_TURNS } from '../../hub/core/admission/contest.ts'
import { decideMessage, decideTime } from '../../hub/core/decide.ts'
import type { VesselEvent } from '../../hub/core/events.ts'
import { DEFAULT_POLICY } from '../../hub/core/policy.ts'
import { evolveVessel, NEW_VESSEL, type Vessel } from '../../hub/core/vessel.ts'
import type { Hearing } from '../../shared/link/hub.ts'
import { OPEN } from '../../shared/time.ts'
import type { AgentMessage, Birth, Full } from '../../shared/wire/messages.ts'
import { AURORA } from '../hub/projections/given.ts'

const T = 1_795_500_000
const around = {
  id: AURORA,
  policy: DEFAULT_POLICY,
  massSilences: [],
  groupExcuses: [],
  listening: { since: 0, spells: [{ from: 0, to: OPEN, state: true as const }] },
}
const SESSION = 0x1_0001

const birth: Birth = {
  kind: 'birth',
  session: SESSION,
  seq: 1,
  proof: null,
  components: [],
  about: { version: '0.1.0', instance: 7, heartbeatS: 300, revision: 0, refused: null, trouble: null },
}

/** All that there is, told up to `until`; nothing is claimed, so its digest is that of nothing. */
const full = (seq: number, until: number): Full => ({
  kind: 'full',
  session: SESSION,
  seq,
  from: until - 300,
  until,
  digest: null,
  timelines: [],
  trouble: null,
})

type Story = { vessel: Vessel; hearing: Hearing | null; types: VesselEvent['type'][] }

function hear({ vessel, hearing, types }: Story, message: AgentMessage, now: number): Story {
  const decision = decideMessage(vessel, { message, hearing, turns: NO_TURNS, now, revision: 0, around })
  return {
    vessel: decision.events.reduce(evolveVessel, vessel),
    hearing: decision.hearing,
    types: [...types, ...decision.events.map(({ type }) => type)],
  }
}

function wait({ vessel, hearing, types }: Story, lastHeard: number, now: number): Story {
  const events = decideTime(vessel, { ...around, lastHeard, watermark: lastHeard, now })
  return { vessel: events.reduce(evolveVessel, vessel), hearing, types: [...types, ...events.map(({ type }) => type)] }
}

const begun: Story = { vessel: NEW_VESSEL, hearing: null, types: [] }

test('the first birth is the first contact', () => {
  const { vessel, types } = hear(begun, birth, T)
  assert.deepEqual(types, ['born'])
  assert.equal(vessel.presence.kind, 'heard')
})

test('the same message twice is recorded once', () => {
  const { types } = hear(hear(begun, birth, T), birth, T + 5)
  assert.deepEqual(types, ['born'])
})

test('silence begins when it was last heard, ends when it is heard, and settles when its truth has come', () => {
  let story = wait(hear(begun, birth, T), T, T + 900)
  assert.deepEqual(story.vessel.presence, { kind: 'silent', since: T, unsettledSince: T })
  story = hear(story, full(2, T + 600), T + 5_000)
  assert.deepEqual(story.vessel.presence, { kind: 'settling', since: T, heardAt: T + 5_000 })
  story = hear(story, { ...full(3, T + 5_001), from: T + 600 }, T + 5_030)
  assert.equal(story.vessel.presence.kind, 'heard')
  assert.deepEqual(
    story.types.filter((type) => type !== 'told' && !type.startsWith('incident')),
    ['born', 'silence-began', 'silence-ended', 'settled'],
  )
})

test('a clock that is ahead is raised once, and righted', () => {
  const ahead: Birth = { ...birth, proof: { until: T + 600, digest: 0 } }
  let story = hear(begun, ahead, T)
  story = hear(story, { ...ahead, seq: 2, proof: { until: T + 605, digest: 0 } }, T + 10)
  assert.equal(story.vessel.clockOffsetS, 600)
  story = hear(story, { ...ahead, seq: 3, proof: { until: T + 20, digest: 0 } }, T + 25)
  assert.equal(story.vessel.clockOffsetS, null)
  assert.deepEqual(
    story.types.filter((type) => type.startsWith('clock')),
    ['clock-skewed', 'clock-righted'],
  )
})

test('what has been measured some minutes ago, and a part of the past, are no clock that is behind', () => {
  const slow: Birth = { ...birth, proof: { until: T - 400, digest: 0 } }
  const story = hear(hear(begun, slow, T), full(2, T - 50_000), T + 5)
  assert.equal(story.vessel.clockOffsetS, null)
})
