import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HOUR_S, iso, MINUTE_S } from '../../shared/time.ts'
import { tilesOf } from '../../web/pages/fleet/tile.ts'
import { fakeViews, idOf, NOW } from '../fakes/views.ts'

test('a tile says what is wrong and for how long, one age for one fact', async () => {
  const fleet = await fakeViews().fleet()
  const tileOf = tilesOf(fleet, new Map([[idOf(14), iso(NOW - 4 * HOUR_S)]]))
  const footOf = (index: number) => {
    const tile = String(tileOf(fleet.vessels[index] ?? assert.fail()))
    return /class="foot">(.*?)<\/p>/
      .exec(tile)?.[1]
      ?.replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim()
  }
  assert.equal(footOf(0), 'heard &lt;5m ago')
  assert.equal(footOf(4), 'down 4d heard &lt;5m ago')
  assert.equal(footOf(9), 'silent 3d', 'it was last heard when the silence began')
  assert.equal(footOf(14), 'below 4h heard &lt;5m ago')
  assert.equal(footOf(27), 'no data 5h heard &lt;5m ago')
  assert.equal(footOf(33), 'telling heard &lt;5m ago')
  assert.equal(footOf(45), 'never heard')
})

test("says of a component the age that is not its vessel's, and its figure whole all the same", async () => {
  const fleet = await fakeViews().fleet()
  const vessels = fleet.vessels.map((vessel) =>
    vessel.id !== idOf(4)
      ? vessel
      : {
          ...vessel,
          components: vessel.components.map((one) =>
            one.id === 'server' ? { ...one, state: 'down' as const, downtimeS: 50 * MINUTE_S, uptime24h: 99.96 } : one,
          ),
        },
  )
  const tile = String(tilesOf(fleet, new Map())(vessels[4] ?? assert.fail()))
  const [, dashboard, server] = tile.split('<li class="row"').slice(1)
  assert.match(server ?? '', /class="own-age">50m<.*>99\.9</)
  assert.doesNotMatch(dashboard ?? '', /own-age/)
  assert.match(tile, /down 4d/)
})
