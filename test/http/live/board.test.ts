import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createBoard } from '../../../hub/http/live/board.ts'
import { createBoards } from '../../../hub/http/live/boards.ts'
import { fleetPicture, fleetReading } from '../../../hub/http/pictures.ts'
import { quietLog } from '../../../shared/runtime/log.ts'
import { WHOLE_FLEET } from '../../../web/pages/fleet/choice.ts'
import { virtualClock } from '../../fakes/clock.ts'
import { fakeViews, idOf } from '../../fakes/views.ts'

test('whatever marks readers make up, the page is made ready for them once', async () => {
  let made = 0
  const board = createBoard<string>({
    name: 'a page',
    draw: async () => ({ parts: new Map([['a', 'b']]), whole: 'b' }),
    textOf: (part) => part,
    messages: () => {
      made++
      return [{ data: 'b' }]
    },
    concerns: () => true,
    pulse: { join: () => () => {} },
    clock: virtualClock(0),
    failed: (error) => assert.fail(String(error)),
  })
  const { mark } = await board.look()
  const [life] = mark.split(/\.1$/)
  for (let reader = 0; reader < 100; reader++)
    for (const madeUp of [`${reader}`, `${life}.0.${reader}`, `${life}.${reader + 2}`, `${life}.-${reader}`])
      assert.ok(board.since(madeUp))
  assert.equal(made, 1)
  assert.equal(board.since(mark), null)
})

test('a page that is slow to draw keeps no other from being drawn', async () => {
  const views = fakeViews()
  const clock = virtualClock(0)
  const history = { tickets: () => assert.fail(), audit: () => assert.fail() }
  const boards = createBoards({ sources: { views, history, grafana: null }, edition: 'one', clock, log: quietLog })
  const fleet = boards.fleet(WHOLE_FLEET)
  const slow = boards.single('slow', () => new Promise(() => {}))
  const { mark } = await fleet.look()
  const leave = [fleet.watch(() => {}), slow.watch(() => {})]
  for (const index of [2, 3]) {
    views.fallSilent(index, 3_600)
    await clock.advance(1_000)
    assert.match(new TextDecoder().decode(fleet.since(mark)?.sent), new RegExp(`vessel-${idOf(index)}`))
  }
  for (const end of leave) end()
})

test('a vessel in another group is under another heading, so the page is sent whole; by name its tile alone is', async () => {
  const reading = await fleetReading(fakeViews(6))
  const moved = reading.fleet.vessels.map((vessel, at) => (at === 4 ? { ...vessel, group: 'West' } : vessel))
  const keys = (of: typeof reading, by: 'group' | null) => [...fleetPicture(of, { ...WHOLE_FLEET, by }).parts.keys()]
  const after = { ...reading, fleet: { ...reading.fleet, vessels: moved } }
  assert.notDeepEqual(keys(after, 'group'), keys(reading, 'group'))
  assert.deepEqual(keys(after, null), keys(reading, null))
})
