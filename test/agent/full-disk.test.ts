import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY_S, HOUR_S } from '../../shared/time.ts'
import { CLAIMED_FROM, givenAgent } from './given-agent.ts'

test('a disk that is full for days makes no vessel mute: shore is told all the time, and why nothing is kept', async (t) => {
  const ship = givenAgent(t)
  await ship.boot()
  await ship.live(HOUR_S)
  ship.disk.refuse('ENOSPC')
  await ship.live(2 * DAY_S)
  assert.equal(ship.firstLie(CLAIMED_FROM), null)
  assert.ok(ship.now() - (ship.line.shore.watermark() ?? 0) < 600, 'the watermark goes on')
  assert.equal(ship.line.shore.trouble(), 'disk')
  const [trouble] = (await ship.view()).troubles
  assert.equal(trouble?.code, 'disk')
  assert.match(trouble.hint ?? '', /The disk is full: free some space.*Shore is told all the same/)
  ship.disk.refuse(null)
  await ship.live(HOUR_S)
  assert.equal(ship.line.shore.trouble(), null)
  assert.deepEqual((await ship.view()).troubles, [])
})

for (const { code, what } of [
  { code: 'ENOSPC', what: 'full' },
  { code: 'EROFS', what: 'read-only' },
]) {
  test(`killed again and again while the disk is ${what}, each time from an older journal: shore has the truth, then and after`, async (t) => {
    const ship = givenAgent(t)
    await ship.boot()
    await ship.live(3 * HOUR_S)
    ship.disk.refuse(code)
    for (let life = 0; life < 12; life++) {
      await ship.live((1 + life) * HOUR_S)
      assert.equal(ship.firstLie(CLAIMED_FROM), null)
      assert.ok(ship.now() - (ship.line.shore.watermark() ?? 0) < 600, `shore is told in life ${life}`)
      await ship.kill()
      if (life % 3 === 0) await ship.live(HOUR_S)
      await ship.boot()
    }
    ship.disk.refuse(null)
    await ship.live(HOUR_S)
    await ship.kill()
    await ship.boot()
    await ship.live(HOUR_S)
    assert.equal(ship.firstLie(CLAIMED_FROM), null)
    assert.equal(ship.line.shore.trouble(), null)
  })
}

test('what was measured while the disk was full and the database has dropped since stays as shore was told it', async (t) => {
  const ship = givenAgent(t)
  await ship.boot()
  await ship.live(3 * HOUR_S)
  ship.disk.refuse('ENOSPC')
  await ship.live(12 * HOUR_S)
  const told = ship.line.shore.told()
  const until = ship.line.shore.watermark() ?? 0
  await ship.kill()
  ship.source.samples.splice(0)
  ship.disk.refuse(null)
  await ship.boot()
  await ship.live(4 * HOUR_S)
  const before = (at: number) => ship.line.shore.told().find(({ from, to }) => from <= at && at < to)?.state
  for (let at = CLAIMED_FROM; at < until - 600; at += 60) {
    assert.equal(before(at), told.find(({ from, to }) => from <= at && at < to)?.state, `at ${at}`)
  }
  assert.ok(ship.now() - (ship.line.shore.watermark() ?? 0) < 600)
})

test('a folder that cannot be read is left as it is: the agent watches without it, says so, and has it again at the next start', async (t) => {
  const ship = givenAgent(t)
  await ship.boot()
  await ship.live(3 * HOUR_S)
  await ship.kill()
  const kept = ship.disk.files
  ship.disk.refuseReading('EACCES')
  await ship.boot()
  await ship.live(3 * HOUR_S)
  assert.equal(ship.firstLie(CLAIMED_FROM), null)
  assert.equal(ship.line.shore.trouble(), 'disk')
  const { troubles, losses } = await ship.view()
  assert.match(troubles[0]?.message ?? '', /The journal in \/journal cannot be read/)
  assert.match(troubles[0]?.hint ?? '', /Make \/journal a folder that belongs to the user that runs the agent/)
  assert.match(losses[0]?.message ?? '', /goes on without it/)
  assert.deepEqual(ship.disk.files, kept)
  await ship.kill()
  ship.disk.refuseReading(null)
  await ship.boot()
  await ship.live(HOUR_S)
  assert.equal(ship.firstLie(CLAIMED_FROM), null)
  assert.equal(ship.line.shore.trouble(), null)
})

test('a disk that does not even refuse makes no vessel mute', async (t) => {
  const ship = givenAgent(t)
  await ship.boot()
  await ship.live(HOUR_S)
  const answers = ship.disk.hang()
  await ship.live(6 * HOUR_S)
  assert.equal(ship.firstLie(CLAIMED_FROM), null)
  assert.ok(ship.now() - (ship.line.shore.watermark() ?? 0) < 600, 'the watermark goes on')
  assert.match((await ship.view()).troubles[0]?.message ?? '', /the disk does not answer/)
  answers()
  await ship.live(HOUR_S)
  assert.equal(ship.line.shore.trouble(), null)
})
