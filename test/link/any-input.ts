import fc from 'fast-check'
import type { ComponentId, StateCode } from '../../shared/model.ts'
import { DAY_S, MINUTE_S } from '../../shared/time.ts'
import type { Ack } from '../../shared/wire/messages.ts'
import { component } from './pair.ts'

/** What can happen to an agent from outside, its clock, database, disk and shore at their worst. */
export type Happening =
  | { readonly kind: 'passes'; readonly seconds: number }
  | { readonly kind: 'jumps'; readonly seconds: number }
  | { readonly kind: 'read'; readonly reading: AnyReading }
  /** Its window is as wide as it says, wherever the journal stands. */
  | { readonly kind: 'backfilled'; readonly reading: AnyReading }
  | { readonly kind: 'read-failed' }
  | { readonly kind: 'found'; readonly finding: string | null }
  | { readonly kind: 'configured'; readonly ids: readonly ComponentId[] }
  | { readonly kind: 'about'; readonly revision: number }
  | { readonly kind: 'connected' }
  | { readonly kind: 'disconnected' }
  | { readonly kind: 'published'; readonly late: boolean }
  | { readonly kind: 'acked'; readonly ack: AnyAck }
  /** The process dies and begins again from a journal that was saved so many saves ago; null: from none. */
  | { readonly kind: 'restarts'; readonly savesAgo: number | null }

export type AnyReading = {
  /** How long before its end the window begins; null: where the journal ends. */
  readonly lengthS: number | null
  /** How long before now it ends. */
  readonly lagS: number
  readonly turns: readonly { readonly afterS: number; readonly state: StateCode }[]
  /** How long before the end of the window the oldest point is; null: there is none. */
  readonly speaksForS: number | null
}

export type AnyAck = {
  /** Of the message that it answers: the last one, or numbers from elsewhere. */
  readonly answers: { readonly session: number; readonly seq: number } | 'last'
  readonly need: Ack['need'] | 'own-days'
  /** Before now. */
  readonly watermarkAgoS: number | null
  readonly clockOffS: number
  /** Above the agent's own session; null: none. */
  readonly current: { readonly above: number } | { readonly is: number } | null
}

export const IDS = ['access-point', 'dashboard', 'server'].map(component)

const span = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 10 * MINUTE_S }) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 3 * DAY_S }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 500 * DAY_S }) },
)
const leap = fc
  .tuple(
    fc.constantFrom(-1, 1),
    fc.oneof(
      span,
      fc.integer({ min: 1, max: 20 }).map((years) => years * 365 * DAY_S),
    ),
  )
  .map(([sign, seconds]) => sign * seconds)
const uint32 = fc.oneof(fc.nat({ max: 0x3_0000 }), fc.integer({ min: 0, max: 0xffff_ffff }))
const state = fc.integer({ min: 0, max: 7 })

const reading: fc.Arbitrary<AnyReading> = fc.record({
  lengthS: fc.option(fc.oneof(span, fc.constant(5 * MINUTE_S)), { freq: 2 }),
  lagS: fc.oneof(fc.nat({ max: 60 }), span),
  turns: fc.array(fc.record({ afterS: fc.oneof(fc.nat({ max: 600 }), span), state }), { maxLength: 4 }),
  speaksForS: fc.option(fc.oneof(fc.constant(40 * DAY_S), span), { freq: 4 }),
})

const days = fc.array(uint32, { minLength: 35, maxLength: 35 }).map((each) => ({ kind: 'days' as const, days: each }))

export const anyAck: fc.Arbitrary<AnyAck> = fc.record({
  answers: fc.oneof(
    { weight: 5, arbitrary: fc.constant('last' as const) },
    { weight: 1, arbitrary: fc.record({ session: uint32, seq: uint32 }) },
  ),
  need: fc.oneof(
    fc.constant({ kind: 'none' as const }),
    fc.constant({ kind: 'birth' as const }),
    fc.constant('own-days' as const),
    days,
  ),
  watermarkAgoS: fc.option(leap),
  clockOffS: fc.oneof(fc.integer({ min: -60, max: 60 }), leap),
  current: fc.option(
    fc.oneof(
      fc.integer({ min: -5, max: 0x2_0000 }).map((above) => ({ above })),
      fc.oneof(uint32, fc.maxSafeNat()).map((is) => ({ is })),
    ),
    { freq: 6 },
  ),
})

/** What happens most of the time: something new is read, shore has it. */
const usualReading = fc.record({
  lengthS: fc.constant(null),
  lagS: fc.constant(0),
  turns: fc.array(fc.record({ afterS: fc.nat({ max: 100 }), state }), { maxLength: 2 }),
  speaksForS: fc.constant(40 * DAY_S),
})
const usualAck = fc.record({
  answers: fc.constant('last' as const),
  need: fc.oneof(fc.constant({ kind: 'none' as const }), fc.constant('own-days' as const)),
  watermarkAgoS: fc.constant(60),
  clockOffS: fc.constant(0),
  current: fc.constant(null),
})

const restarts = fc.option(fc.nat({ max: 3 }), { freq: 4 }).map((savesAgo) => ({ kind: 'restarts' as const, savesAgo }))

export const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('passes' as const), seconds: span }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('jumps' as const), seconds: leap }) },
  { weight: 12, arbitrary: fc.constant({ kind: 'passes' as const, seconds: 30 }) },
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('read' as const), reading: usualReading }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('read' as const), reading }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('backfilled' as const), reading }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'read-failed' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('found' as const), finding: fc.constantFrom('no-ping', null) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('configured' as const), ids: fc.shuffledSubarray(IDS) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('about' as const), revision: fc.nat({ max: 9 }) }) },
  { weight: 6, arbitrary: fc.constant({ kind: 'connected' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'disconnected' as const }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('published' as const), late: fc.boolean() }) },
  { weight: 16, arbitrary: fc.record({ kind: fc.constant('acked' as const), ack: usualAck }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('acked' as const), ack: anyAck }) },
  { weight: 1, arbitrary: restarts },
)
