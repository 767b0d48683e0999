import assert from 'node:assert/strict'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openSqliteRegister } from '../../../hub/adapters/sqlite/register.ts'
import type { DayBytes, Heard } from '../../../hub/ports/register.ts'
import { isVesselId, type VesselId } from '../../../shared/model.ts'
import { quietLog } from '../../../shared/runtime/log.ts'
import { DAY_S } from '../../../shared/time.ts'
import { atEnd } from '../../at-end.ts'
import { givenFolder } from '../../given-folder.ts'

const vessel = (id: string): VesselId => {
  if (!isVesselId(id)) throw new Error(id)
  return id
}
const aurora = vessel('mv-aurora')
const borealis = vessel('mv-borealis')
const heard = (seq: number, watermark: number | null = null): Heard => ({
  session: 65_537,
  seq,
  watermark,
  lastHeard: 1_700_000_000 + seq,
  offsetS: seq === 1 ? null : -2,
})

test('a new register knows nobody, and no time at which the hub lived', async (t) => {
  const register = openSqliteRegister({ file: join(await givenFolder(t), 'register.sqlite'), log: quietLog })
  assert.deepEqual(await register.load(), { aliveAt: null, heard: new Map() })
  register.close()
})

test('saved vessels replace their own entry alone, and are there after a restart', async (t) => {
  const file = join(await givenFolder(t), 'register.sqlite')
  const register = openSqliteRegister({ file, log: quietLog })
  await register.save(
    100,
    new Map([
      [aurora, heard(1)],
      [borealis, heard(2, 1_600_000_000)],
    ]),
    [],
  )
  await register.save(103, new Map([[aurora, heard(3, 1_600_000_300)]]), [])
  register.close()
  const again = openSqliteRegister({ file, log: quietLog })
  assert.deepEqual(await again.load(), {
    aliveAt: 103,
    heard: new Map([
      [aurora, heard(3, 1_600_000_300)],
      [borealis, heard(2, 1_600_000_000)],
    ]),
  })
  again.close()
})

test('bytes add up per vessel and day, for 400 days', async (t) => {
  const register = openSqliteRegister({ file: join(await givenFolder(t), 'register.sqlite'), log: quietLog })
  atEnd(t, () => register.close())
  const bytes = (id: VesselId, day: number, up: number) => ({ vessel: id, day, up, down: 2 * up })
  const save = (today: number, ...traffic: DayBytes[]) => register.save(today * DAY_S + 1, new Map(), traffic)
  await save(1_000, bytes(aurora, 1_000, 1), bytes(borealis, 1_000, 100), bytes(aurora, 999, 5))
  await save(1_001, bytes(aurora, 1_000, 10), bytes(aurora, 1_001, 7))
  assert.deepEqual(await register.traffic(aurora, 0), [
    bytes(aurora, 999, 5),
    bytes(aurora, 1_000, 11),
    bytes(aurora, 1_001, 7),
  ])
  assert.deepEqual(await register.traffic(aurora, 1_001), [bytes(aurora, 1_001, 7)])
  await save(1_399)
  assert.deepEqual(await register.traffic(aurora, 0), [bytes(aurora, 1_000, 11), bytes(aurora, 1_001, 7)])
})

test('a damaged register is put aside and begun anew, with a warning', async (t) => {
  const file = join(await givenFolder(t), 'register.sqlite')
  writeFileSync(file, 'garbage '.repeat(1_000))
  const warnings: string[] = []
  const register = openSqliteRegister({ file, log: { ...quietLog, warn: (_, message) => warnings.push(message) } })
  assert.equal((await register.load()).heard.size, 0)
  await register.save(1, new Map([[aurora, heard(1)]]), [])
  register.close()
  assert.equal(warnings.length, 1)
  assert.ok(existsSync(`${file}.damaged`))
})
