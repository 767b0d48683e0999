import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DEFAULT_POLICY } from '../../hub/core/policy.ts'
import { DOWN, NO_SAMPLES, type StateCode, UP } from '../../shared/model.ts'
import { DEFAULT_SLA } from '../../shared/sla.ts'
import { SERVER } from '../hub/projections/given.ts'
import { given, MIN, type Story, states, T } from './given-vessel.ts'

/** What was measured, minute by minute, beside what is told of it and when: late, in pieces, behind silences. */
type Minutes = readonly StateCode[]

const LENGTH = 30 * 60
/** After all that may have happened: long enough that every incident has ended or is old enough to alarm. */
const QUIET = 90

const truth = fc.array(
  fc.record({
    state: fc.constantFrom<StateCode>(UP, UP, DOWN, NO_SAMPLES),
    minutes: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 40, max: 500 })),
  }),
  { minLength: 1, maxLength: 25 },
)

type Stretches = readonly { readonly state: StateCode; readonly minutes: number }[]

function minutesOf(stretches: Stretches): Minutes {
  const minutes = stretches.flatMap(({ state, minutes: length }) => Array<StateCode>(length).fill(state))
  const last = minutes.at(-1) ?? UP
  const body = minutes.slice(0, LENGTH)
  return [...body, ...Array<StateCode>(LENGTH + QUIET - body.length).fill(body.at(-1) ?? last)]
}

const contact = fc.array(fc.record({ minutes: fc.integer({ min: 1, max: 400 }), silent: fc.boolean() }), {
  minLength: 1,
  maxLength: 12,
})

/** The steps of the truth within `[from, to)`, as an agent tells them. */
const steps = (minutes: Minutes, from: number, to: number) =>
  minutes.slice(from, to).flatMap((state, at) => {
    const before = minutes[from + at - 1]
    return at === 0 || state !== before ? [[T + (from + at) * MIN, state] as const] : []
  })

/** The vessel's life: told every five minutes, but in its silences; then told all that it missed. */
function live(minutes: Minutes, contacts: readonly { minutes: number; silent: boolean }[]): Story {
  let story = given({ sla: DEFAULT_SLA })
  let [told, at] = [0, 0]
  const tell = (upTo: number) => {
    if (upTo === told) return
    const change = states(SERVER, ...steps(minutes, told, upTo))
    story =
      story.vessel.presence.kind === 'settling'
        ? story.settled(T + upTo * MIN, change)
        : story.told(T + upTo * MIN, change)
    told = upTo
  }
  const end = LENGTH + QUIET
  for (const { minutes: length, silent } of [...contacts, { minutes: end, silent: false }]) {
    const until = Math.min(end, at + length)
    if (silent && until - at > 20 && until < end) {
      story = story.passes(T + until * MIN)
      if (story.vessel.presence.kind === 'silent') story = story.heard(T + until * MIN)
      at = until
      continue
    }
    for (at = Math.min(at + 5, until); ; at = Math.min(at + 5, until)) {
      story = story.passes(T + at * MIN - 1)
      tell(at)
      if (at === until) break
    }
  }
  return story
}

/** A silence leaves down what was not measured in it. */
function behindSilences(minutes: Minutes, { events }: Story): Minutes {
  const spells: { from: number; to: number }[] = []
  for (const event of events) {
    if (event.type === 'silence-began') spells.push({ from: (event.at - T) / MIN, to: Infinity })
    const last = spells.at(-1)
    if (event.type === 'silence-ended' && last) last.to = (event.at - T) / MIN
  }
  const isSilent = (at: number) => spells.some(({ from, to }) => from <= at && at < to)
  return minutes.map((state, at) => (state === NO_SAMPLES && isSilent(at) ? DOWN : state))
}

/** The alerts that there must be, from the minutes alone: as measured, and as shore takes them. */
function expected(measured: Minutes, minutes: Minutes): readonly string[] {
  let began: number | null = null
  let up = 0
  for (const [at, state] of minutes.entries()) {
    if (state === DOWN) began ??= at
    up = state === UP ? up + 1 : 0
    if (up >= 30) began = null
  }
  const day = minutes.slice(-24 * 60)
  const count = (code: StateCode) => day.filter((state) => state === code).length
  const [ups, downs] = [count(UP), count(DOWN)]
  const covered = (ups + downs) * 100 >= day.length * 75
  const isMissed = covered ? ups * 100 < (ups + downs) * 95 : (day.length - downs) * 100 < day.length * 95
  const unknown = measured.length - (measured.findLastIndex((state) => state !== NO_SAMPLES) + 1)
  return [
    ...(began !== null && minutes.at(-1) !== UP ? ['down'] : []),
    ...(unknown >= 60 ? ['no-data'] : []),
    ...(isMissed ? ['sla'] : []),
  ]
}

test('when the dust has settled the open alerts are those that the truth demands, whatever came late or behind a silence', () => {
  fc.assert(
    fc.property(truth, contact, (stretches, contacts) => {
      const minutes = minutesOf(stretches)
      const story = live(minutes, contacts)
      const { vessel } = story
      const open = vessel.alerts.map(({ kind }) => kind).sort()
      // An open SLA alert closes a step above the target: between the two either is right.
      const wanted = expected(minutes, behindSilences(minutes, story))
      const missing = wanted.filter((kind) => !open.some((one) => one === kind))
      const extra = open.filter((kind) => !wanted.includes(kind) && kind !== 'sla')
      assert.deepEqual({ missing, extra }, { missing: [], extra: [] })
      assert.ok(vessel.alerts.every(({ heldBy }) => heldBy === null))
      assert.equal(new Set(open).size, open.length)
      const down = vessel.alerts.find(({ kind }) => kind === 'down')
      if (down) assert.ok(vessel.incidents.some(({ id, began }) => id === down.incident && began === down.since))
    }),
    { numRuns: 30 },
  )
})

test('what is told in one piece and what is told as it happens leave the same alerts and incidents', () => {
  fc.assert(
    fc.property(truth, (stretches) => {
      const minutes = minutesOf(stretches).map((state) => (state === NO_SAMPLES ? UP : state))
      const atOnce = live(minutes, [{ minutes: LENGTH, silent: true }])
      const bit = live(minutes, [])
      const spells = ({ vessel }: Story) =>
        vessel.incidents
          .filter(
            ({ component, ended, began, why }) =>
              component !== null &&
              why !== 'never-was' &&
              (ended ?? Infinity) - began >= DEFAULT_POLICY.alerts.downForS,
          )
          .map(({ began, ended }) => ({ began, ended }))
      assert.deepEqual(spells(atOnce), spells(bit))
    }),
    { numRuns: 25 },
  )
})
