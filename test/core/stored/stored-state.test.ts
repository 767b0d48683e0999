import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { serialize } from 'node:v8'
import fc from 'fast-check'
import { ofFleet, ofVessel, type WatchEvent } from '../../../hub/core/events.ts'
import { evolveFleet, NEW_FLEET } from '../../../hub/core/fleet.ts'
import { decodeEvents } from '../../../hub/core/stored/stored-event.ts'
import {
  type Deciding,
  decodeDeciding,
  encodeDeciding,
  type Origin,
  STATE_SHAPE,
} from '../../../hub/core/stored/stored-state.ts'
import { evolveVessel, NEW_VESSEL } from '../../../hub/core/vessel.ts'
import { DAY_S } from '../../../shared/time.ts'

/** What the known log folds into, by the shape of the states: a line is added, and none is ever changed. */
const FOLDED: readonly { readonly shape: number; readonly digest: string }[] = [
  { shape: 1, digest: 'b364ab01815c94d09caf0ce29131db415f994a085126e794b80b98f7faaa7d04' },
  { shape: 2, digest: '8e3a82edac81b8043414875e6887ed58adf6ac197cadbbbd9c275270299d106a' },
  { shape: 3, digest: '4c222d69a8186be416651601509e28ff4bb930d3d115425eefae13e24a3039af' },
  { shape: 4, digest: '657c273ff6d4832952aac41008773b9061bcdd0965bfc3061dd0177d1b143453' },
  { shape: 5, digest: '1a2dbde8ce9184b07f126925896d271f6de86deb8bd6350f4c36947c77063a9f' },
  { shape: 6, digest: '47d161d54c0deaf6dc5941362cdca13f5339750789892e0999fdea3de43d029a' },
  { shape: 7, digest: 'f82465df0814f33ad4129ed42c706911f133ffa7b96cabe5457271c5d473d9af' },
  { shape: 8, digest: '2d689c00e0c4beefdfbb87795d13e61c6179d7ec41232115c93d40cd622b1a62' },
  { shape: 9, digest: '7214294282ef4ba4a4098096f4a2ee204e9774f713bd041561b5e44051d09e2d' },
]

const origin: Origin = { program: '1.0.0', log: 'log', position: 12, batch: 'b-12' }
const folder = join(import.meta.dirname, '../golden-events')
const golden: readonly WatchEvent[] = globSync('**/*.json', { cwd: folder })
  .sort()
  .flatMap((file) => decodeEvents(readFileSync(join(folder, file), 'utf8'), file))

/** As if the log of one vessel and of the fleet held these events. */
const fold = (events: readonly WatchEvent[], from?: Deciding): Deciding => {
  const version = events.length
  const vessel = from?.vessels.get('vessel.a')?.state ?? NEW_VESSEL
  const fleet = from?.fleet.get('fleet')?.state ?? NEW_FLEET
  return {
    vessels: new Map([
      ['vessel.a', { state: events.flatMap((one) => ofVessel(one) ?? []).reduce(evolveVessel, vessel), version }],
    ]),
    fleet: new Map([
      ['fleet', { state: events.flatMap((one) => ofFleet(one) ?? []).reduce(evolveFleet, fleet), version }],
    ]),
  }
}

function kept(deciding: Deciding): Deciding {
  const read = decodeDeciding([...encodeDeciding(deciding, origin)], origin.program)
  if (typeof read === 'string') assert.fail(read)
  assert.deepEqual(read.origin, origin)
  return read.deciding
}

test('the known log folds into what it did: else the shape of the states is another one', () => {
  const digest = createHash('sha256')
  let state = fold([])
  for (const event of [0, 30, 60].flatMap((days) => golden.map((one) => later(one, days * DAY_S)))) {
    state = fold([event], state)
    digest.update(inspect(state, { depth: Infinity, maxArrayLength: null, maxStringLength: null, sorted: true }))
  }
  const found = { shape: STATE_SHAPE, digest: digest.digest('hex') }
  assert.deepEqual(
    found,
    FOLDED.at(-1),
    'the log folds otherwise than before: raise STATE_SHAPE in hub/core/stored/stored-state.ts and add a line to FOLDED',
  )
  assert.deepEqual(
    FOLDED.map(({ shape }) => shape),
    FOLDED.map((_, nth) => nth + 1),
  )
})

const later = (event: WatchEvent, byS: number): WatchEvent => ({
  ...event,
  at: event.at + byS,
  learnedAt: event.learnedAt + byS,
})

test('whatever happened, a state that was saved at any time and resumed from is that of the whole log', () => {
  const anyEvent = fc
    .tuple(fc.constantFrom(...golden), fc.integer({ min: 0, max: 80 * DAY_S }))
    .map(([event, byS]) => later(event, byS))
  const history = fc.array(anyEvent, { maxLength: 60, size: 'max' })
  fc.assert(
    fc.property(history, fc.nat(60), (events, at) => {
      const resumed = fold(events.slice(at), kept(fold(events.slice(0, at))))
      assert.deepEqual(states(resumed), states(fold(events)))
    }),
  )
})

const states = ({ vessels, fleet }: Deciding) => [...vessels.values(), ...fleet.values()].map(({ state }) => state)

test('a snapshot that this program did not make, or not like this, says why it is left out', () => {
  const parts = [...encodeDeciding(fold(golden), origin)]
  const withOrigin = (made: unknown) => [Buffer.from(JSON.stringify(made)), ...parts.slice(1)]
  const says = (given: readonly Uint8Array[], words: RegExp, program = '1.0.0') => {
    const read = decodeDeciding(given, program)
    assert.match(typeof read === 'string' ? read : 'it was read', words)
  }
  says([], /no snapshot of watchkeeper/)
  says([serialize('something')], /no snapshot of watchkeeper/)
  says(withOrigin({ ...origin, shape: 'round' }), /no snapshot of watchkeeper/)
  says(
    withOrigin({ ...origin, shape: STATE_SHAPE + 1 }),
    new RegExp(`shape ${STATE_SHAPE + 1}, those of this watchkeeper ${STATE_SHAPE}`),
  )
  says(withOrigin({ ...origin, shape: 0 }), new RegExp(`shape 0, those of this watchkeeper ${STATE_SHAPE}`))
  says(parts, /watchkeeper 1\.0\.0 made it, and this is 1\.0\.1/, '1.0.1')
  says(parts, /it was read/)
})
