import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { openSqliteRegister } from '../../hub/adapters/sqlite/register.ts'
import { createHeardBoard } from '../../hub/heard.ts'
import type { Register } from '../../hub/ports/register.ts'
import { createTraffic } from '../../hub/traffic.ts'
import { Fault } from '../../shared/fault.ts'
import { quietLog } from '../../shared/runtime/log.ts'
import { DAY_S, HOUR_S, isoDay } from '../../shared/time.ts'
import { atEnd } from '../at-end.ts'
import { virtualClock } from '../fakes/clock.ts'
import { givenFolder } from '../given-folder.ts'
import { AURORA, vesselId } from './projections/given.ts'

const DAY = 20_000
const NOW = DAY * DAY_S + HOUR_S

/** Bytes are counted and saved as the hub does it. */
function given(register: Register) {
  const traffic = createTraffic(register)
  const listen = { failed() {}, trouble: () => null }
  const board = createHeardBoard({ register, traffic, clock: virtualClock(NOW * 1000), listen })
  return { ...traffic, save: board.flush }
}

test('bytes stand under the UTC day on which they went, saved or not, and a restart forgets none', async (t) => {
  const file = join(await givenFolder(t), 'register.sqlite')
  const today = { vessel: AURORA, day: DAY, up: 35, down: 3 }
  const yesterday = { vessel: AURORA, day: DAY - 1, up: 7, down: 9 }
  {
    const register = openSqliteRegister({ file, log: quietLog })
    const traffic = given(register)
    traffic.count(AURORA, { up: 7, down: 9 }, NOW - 2 * HOUR_S)
    traffic.count(AURORA, { up: 5, down: 0 }, NOW)
    traffic.count(vesselId('mv-borealis'), { up: 1000, down: 1000 }, NOW)
    await traffic.save()
    traffic.count(AURORA, { up: 30, down: 3 }, NOW)
    assert.deepEqual(await traffic.days(AURORA, NOW), [yesterday, today])
    await traffic.save()
    await traffic.save()
    register.close()
  }
  const register = openSqliteRegister({ file, log: quietLog })
  atEnd(t, () => register.close())
  const again = given(register)
  assert.deepEqual(await again.days(AURORA, NOW), [yesterday, today])
  again.count(AURORA, { up: 1, down: 1 }, NOW)
  assert.deepEqual(await again.days(AURORA, NOW), [yesterday, { ...today, up: 36, down: 4 }])
  assert.deepEqual([...again.total()], [[AURORA, { up: 1, down: 1 }]], 'since the start')
})

test('what could not be saved is still counted, once', async (t) => {
  const sqlite = openSqliteRegister({ file: join(await givenFolder(t), 'register.sqlite'), log: quietLog })
  atEnd(t, () => sqlite.close())
  let full = true
  const traffic = given({
    ...sqlite,
    save: async (...saving) => {
      if (full) throw new Fault('unavailable', 'the disk is full')
      await sqlite.save(...saving)
    },
  })
  traffic.count(AURORA, { up: 10, down: 1 }, NOW)
  await assert.rejects(traffic.save())
  traffic.count(AURORA, { up: 10, down: 1 }, NOW)
  const whole = [{ vessel: AURORA, day: DAY, up: 20, down: 2 }]
  assert.deepEqual(await traffic.days(AURORA, NOW), whole)
  full = false
  await traffic.save()
  assert.deepEqual(await traffic.days(AURORA, NOW), whole)
})

test('thirteen months are shown, this one among them', async (t) => {
  const register = openSqliteRegister({ file: join(await givenFolder(t), 'register.sqlite'), log: quietLog })
  atEnd(t, () => register.close())
  const traffic = given(register)
  for (let ago = 450; ago >= 0; ago--) traffic.count(AURORA, { up: 1, down: 1 }, NOW - ago * DAY_S)
  await traffic.save()
  const days = (await traffic.days(AURORA, NOW)).map(({ day }) => isoDay(day))
  const [year = '', month = ''] = isoDay(DAY).split('-')
  assert.equal(days[0], `${Number(year) - 1}-${month}-01`)
  assert.equal(days.at(-1), isoDay(DAY))
})
