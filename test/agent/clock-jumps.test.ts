import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY_S, HOUR_S, MINUTE_S } from '../../shared/time.ts'
import { CLAIMED_FROM, givenAgent } from './given-agent.ts'

type Ship = ReturnType<typeof givenAgent>

/** The clock on board jumps; that of the hub does not. */
function jump(ship: Ship, seconds: number, off: { s: number }): void {
  off.s += seconds
  ship.clock.jump(seconds * 1000)
  ship.line.hubAhead(-off.s)
}

async function assertTrue(ship: Ship): Promise<void> {
  assert.equal(ship.firstLie(CLAIMED_FROM), null)
  assert.ok(Math.abs(ship.now() - (ship.line.shore.watermark() ?? 0)) < 600, 'the watermark goes on')
  assert.equal(ship.line.shore.trouble(), null)
  assert.deepEqual((await ship.view()).troubles, [])
}

const clockWords = async (ship: Ship) =>
  (await ship.view()).troubles.filter(({ code }) => code === 'clock').map(({ message }) => message)

for (const restarted of [false, true]) {
  const after = restarted ? ', and the agent begins anew' : ''
  const again = async (ship: Ship) => {
    if (!restarted) return
    await ship.kill()
    await ship.boot()
  }

  test(`a clock that goes back five minutes is waited for${after}`, async (t) => {
    const off = { s: 0 }
    const ship = givenAgent(t)
    await ship.boot()
    await ship.live(5 * HOUR_S)
    jump(ship, -5 * MINUTE_S, off)
    await again(ship)
    await ship.live(2 * MINUTE_S)
    // What was measured since the last save is forgotten with the process, and then there is nothing to wait for.
    const words = restarted ? /300 s behind the clock on shore/ : /went back: measuring goes on when it says 20/
    assert.match((await clockWords(ship)).join(), words)
    await ship.live(2 * HOUR_S)
    assert.equal(ship.firstLie(CLAIMED_FROM), null)
    assert.ok(ship.now() - (ship.line.shore.watermark() ?? 0) < 600, 'the watermark goes on')
    await ship.live(5 * HOUR_S)
    assert.match((await clockWords(ship)).join(), /300 s behind the clock on shore/)
    assert.equal(ship.line.shore.trouble(), 'clock')
    jump(ship, 5 * MINUTE_S, off)
    await ship.live(7 * HOUR_S)
    await assertTrue(ship)
  })

  test(`a clock that is two days behind is a fault that shore and the crew are told, until it is right again${after}`, async (t) => {
    const off = { s: 0 }
    const ship = givenAgent(t)
    await ship.boot()
    await ship.live(5 * HOUR_S)
    const watermark = ship.line.shore.watermark()
    jump(ship, -2 * DAY_S, off)
    await again(ship)
    await ship.live(2 * HOUR_S)
    assert.equal(ship.line.shore.trouble(), 'clock')
    assert.equal(ship.line.shore.watermark(), watermark, 'nothing is told of such a time')
    assert.equal(ship.line.heard.at(-1)?.kind, 'birth')
    assert.match((await clockWords(ship)).join(), /clock of this computer is wrong/)
    jump(ship, 2 * DAY_S, off)
    await ship.live(2 * HOUR_S)
    await assertTrue(ship)
  })

  test(`a clock that was three days ahead and comes back: what was written of the time to come is cut off${after}`, async (t) => {
    const off = { s: 0 }
    const ship = givenAgent(t)
    await ship.boot()
    await ship.live(5 * HOUR_S)
    jump(ship, 3 * DAY_S, off)
    await ship.live(2 * HOUR_S)
    assert.equal(ship.line.shore.trouble(), 'clock')
    assert.match((await clockWords(ship)).join(), /ahead of the clock on shore/)
    jump(ship, -3 * DAY_S, off)
    await again(ship)
    await ship.live(2 * HOUR_S)
    await assertTrue(ship)
    assert.equal([...ship.disk.files.keys()].filter((name) => name.startsWith('copy.')).length, 1)
  })

  test(`a clock that leaps by twenty years and back, with the link out, costs nothing that was not told${after}`, async (t) => {
    const off = { s: 0 }
    const ship = givenAgent(t)
    await ship.boot()
    await ship.live(5 * HOUR_S)
    ship.line.setUp(false)
    await ship.live(5 * HOUR_S)
    for (const years of [20, -20]) {
      jump(ship, years * 365 * DAY_S, off)
      await again(ship)
      await ship.live(HOUR_S)
    }
    ship.line.setUp(true)
    await ship.live(2 * HOUR_S)
    await assertTrue(ship)
    assert.ok(ship.disk.files.size < 60, `${ship.disk.files.size} files`)
  })

  test(`a computer that wakes up in 1970 says that its clock is wrong, and goes on when it is right${after}`, async (t) => {
    const off = { s: 0 }
    const ship = givenAgent(t)
    await ship.boot()
    await ship.live(5 * HOUR_S)
    await ship.kill()
    jump(ship, -ship.now() + 10, off)
    await ship.boot()
    await ship.live(HOUR_S)
    assert.equal(ship.line.shore.trouble(), 'clock')
    jump(ship, -off.s, off)
    await again(ship)
    await ship.live(2 * HOUR_S)
    await assertTrue(ship)
  })
}

test('a first start in 1970 is over when the clock is set', async (t) => {
  const off = { s: 0 }
  const ship = givenAgent(t)
  await ship.live(HOUR_S)
  jump(ship, -ship.now() + 10, off)
  await ship.boot()
  await ship.live(HOUR_S)
  assert.notEqual(ship.line.heard.length, 0)
  jump(ship, -off.s, off)
  await ship.live(2 * HOUR_S)
  await assertTrue(ship)
})

test('a clock that jumps to and fro all day crashes nothing and fills no disk', async (t) => {
  const off = { s: 0 }
  const ship = givenAgent(t)
  await ship.boot()
  await ship.live(HOUR_S)
  for (const seconds of [
    3 * DAY_S,
    -3 * DAY_S,
    -5 * MINUTE_S,
    5 * MINUTE_S,
    -DAY_S,
    9 * DAY_S,
    -8 * DAY_S,
    HOUR_S,
    -HOUR_S,
  ]) {
    jump(ship, seconds, off)
    await ship.live(20 * MINUTE_S)
  }
  for (let i = 0; i < 6; i++) {
    jump(ship, DAY_S, off)
    await ship.live(20 * MINUTE_S)
    jump(ship, -DAY_S, off)
    await ship.live(20 * MINUTE_S)
  }
  await ship.live(2 * HOUR_S)
  await assertTrue(ship)
  assert.ok(ship.disk.files.size < 30, `${ship.disk.files.size} files`)
})
