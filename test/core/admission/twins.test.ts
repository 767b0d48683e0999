import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AdmissionCause, type AdmissionEvent, admit } from '../../../hub/core/admission/admission.ts'
import { NO_TURNS } from '../../../hub/core/admission/contest.ts'
import { newProfile } from '../../../hub/core/admission/profile.ts'
import { decideMessage } from '../../../hub/core/decide.ts'
import { DEFAULT_POLICY } from '../../../hub/core/policy.ts'
import { evolveVessel, NEW_VESSEL } from '../../../hub/core/vessel.ts'
import { type AgentInput, nextWake, start, step } from '../../../shared/link/agent.ts'
import type { AgentState } from '../../../shared/link/agent-state.ts'
import type { Hearing } from '../../../shared/link/hub.ts'
import type { Journal } from '../../../shared/link/journal.ts'
import { UP } from '../../../shared/model.ts'
import { OPEN, type Seconds } from '../../../shared/time.ts'
import type { Ack, AgentMessage } from '../../../shared/wire/messages.ts'
import { AURORA } from '../../hub/projections/given.ts'
import { component, T0 } from '../../link/pair.ts'

/** The machines of both ends on connections as the hub has them: the newest of a vessel wins, and ends the one before. */

const server = component('server')
const options = { heartbeatS: 300, minIntervalS: 30, ackTimeoutS: 60 }
const around = {
  id: AURORA,
  policy: DEFAULT_POLICY,
  massSilences: [],
  groupExcuses: [],
  listening: { since: 0, spells: [{ from: 0, to: OPEN, state: true as const }] },
}
const HASH = 'aa'
const when = { at: T0, learnedAt: T0 }
const by = { kind: 'command-line', name: 'ann' } as const
const entered: readonly AdmissionCause[] = [
  { type: 'vessel-added', profile: newProfile(AURORA), by, ...when },
  { type: 'credential-added', hash: HASH, by, ...when },
]

type Ship = { name: string; state: AgentState; bornAt: Seconds; dialsAt: Seconds; disk: Journal | null }

function givenShore() {
  let vessel = entered.reduce(evolveVessel, NEW_VESSEL)
  let hearing: Hearing | null = null
  let turns = NO_TURNS
  const named: (readonly number[])[] = []
  return {
    named,
    delayS(now: Seconds) {
      const entry = admit(vessel.admission, HASH, now, turns)
      return entry.kind === 'admitted' ? entry.delayS : assert.fail()
    },
    receive(message: AgentMessage, now: Seconds): Ack | null {
      const decision = decideMessage(vessel, { message, hearing, turns, now, revision: 0, around })
      vessel = decision.events.reduce(evolveVessel, vessel)
      hearing = decision.hearing
      turns = decision.turns
      const isNamed = (event: { type: string }): event is Extract<AdmissionEvent, { type: 'identity-contested' }> =>
        event.type === 'identity-contested'
      named.push(...decision.events.filter(isNamed).map(({ instances }) => instances))
      return decision.ack
    },
  }
}

type Shore = ReturnType<typeof givenShore>

const boot = (name: string, random: number, journal: Journal | null, now: Seconds, bornAt = now): Ship => ({
  name,
  bornAt,
  dialsAt: now,
  disk: journal,
  state: start(
    {
      journal,
      configured: [{ id: server, holdForS: 30 }],
      about: { version: '1', revision: 0, refused: null },
      options,
      random,
    },
    { now, runningS: now - bornAt },
  ),
})

/** `line`: whether what is sent reaches the hub, and whether anything comes back. */
function give(ship: Ship, shore: Shore, input: AgentInput, now: Seconds, line = { up: true, down: true }): void {
  const { state, effects } = step(ship.state, input, { now, runningS: now - ship.bornAt })
  ship.state = state
  for (const effect of effects) {
    if (effect.kind === 'save') ship.disk = effect.journal
    if (effect.kind === 'redial') ship.dialsAt = now + 1
    if (effect.kind !== 'send' || !line.up) continue
    const ack = shore.receive(effect.message, now)
    if (!line.down) continue
    give(ship, shore, { kind: 'published', session: effect.message.session, seq: effect.message.seq }, now)
    if (ack !== null) give(ship, shore, { kind: 'acked', ack }, now)
  }
}

function read(ship: Ship, shore: Shore, now: Seconds, line?: { up: boolean; down: boolean }): void {
  const window = { from: ship.state.journal.to ?? now - 600, to: now }
  const timelines = new Map([[server, [{ ...window, state: UP }]]])
  const reading = { window, timelines, speaksFrom: new Map([[server, T0 - 86_400]]) }
  give(ship, shore, { kind: 'read', reading }, now, line)
}

/** A vessel that has been told of for a while. */
function settled(shore: Shore): Ship {
  const ship = boot('ship', 0x1234, null, T0)
  give(ship, shore, { kind: 'connected' }, T0)
  for (let now = T0 + 10; now <= T0 + 600; now += 10) {
    read(ship, shore, now)
    if (nextWake(ship.state) <= now - T0) give(ship, shore, { kind: 'woken' }, now)
  }
  return ship
}

const BEGUN = T0 + 700
const twins: [what: string, ships: (ship: Ship) => readonly Ship[]][] = [
  [
    'from copies of one journal',
    ({ disk }) => [boot('ship', 0xaaaa_1111, disk, BEGUN), boot('copy', 0x5555_2222, disk, BEGUN + 5)],
  ],
  [
    'of a machine that was copied while it ran',
    (ship) => ['ship', 'copy'].map((name, i) => ({ ...ship, name, dialsAt: BEGUN + 5 * i })),
  ],
]

for (const [what, copies] of twins)
  test(`two agents ${what} are named within minutes, once, and slowed down while they push each other out`, () => {
    const shore = givenShore()
    const settledShip = settled(shore)
    give(settledShip, shore, { kind: 'disconnected' }, BEGUN - 1)
    const ships = copies(settledShip)
    const begun = BEGUN
    const connections: string[] = []
    let connected: Ship | null = null
    for (let now = begun; now < begun + 600; now++) {
      for (const ship of ships) {
        if (ship.state.pace.connected || now < ship.dialsAt) continue
        if (connected) {
          give(connected, shore, { kind: 'disconnected' }, now)
          connected.dialsAt = now + 1 + shore.delayS(now)
        }
        connected = ship
        connections.push(ship.name)
        give(ship, shore, { kind: 'connected' }, now)
      }
      for (const ship of ships) {
        if (now % 10 === 0 && now > ship.bornAt) read(ship, shore, now)
        if (nextWake(ship.state) <= now - ship.bornAt) give(ship, shore, { kind: 'woken' }, now)
      }
    }
    assert.deepEqual(shore.named, [[settledShip.state.journal.instance]])
    assert.equal(shore.delayS(begun + 600), 15)
    assert.ok(connections.length < 60, `${connections.length} connections in ten minutes`)
    assert.equal(shore.delayS(begun + 1300), 0, 'no longer than they do')
  })

test('a ship on a link that breaks every half minute, behind its own half-open sockets, is neither named nor kept waiting', () => {
  for (const line of [
    { up: true, down: false },
    { up: false, down: false },
  ]) {
    const shore = givenShore()
    const ship = settled(shore)
    for (let now = T0 + 601; now < T0 + 2400; now++) {
      const isWell = now % 30 < 20
      if (now % 30 === 25) give(ship, shore, { kind: 'disconnected' }, now)
      if (now % 30 === 0) give(ship, shore, { kind: 'connected' }, now)
      if (now % 3 === 0) read(ship, shore, now, isWell ? undefined : line)
      if (now % 400 === 0) {
        const id = component(`more-${now}`)
        give(ship, shore, { kind: 'configured', components: [{ id, holdForS: 30 }] }, now)
      }
      if (nextWake(ship.state) <= now - T0) give(ship, shore, { kind: 'woken' }, now, isWell ? undefined : line)
      assert.equal(shore.delayS(now), 0)
    }
    assert.deepEqual(shore.named, [])
  }
})

test('an agent that starts again and again from an old journal, since its disk takes no new one, is not named either', () => {
  const shore = givenShore()
  const { disk } = settled(shore)
  for (let life = 0; life < 20; life++) {
    const now = T0 + 700 + 20 * life
    const ship = boot('ship', 0x9e37_79b1 * (life + 1), disk, now)
    give(ship, shore, { kind: 'connected' }, now)
    for (const afterS of [3, 6, 9]) read(ship, shore, now + afterS)
    assert.equal(shore.delayS(now + 9), 0)
  }
  assert.deepEqual(shore.named, [])
})
