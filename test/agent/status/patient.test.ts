import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { patient } from '../../../agent/status/patient.ts'
import { createStatusServer } from '../../../agent/status/server.ts'
import { isVesselId } from '../../../shared/model.ts'
import { systemClock } from '../../../shared/runtime/clock.ts'
import { quietLog } from '../../../shared/runtime/log.ts'
import { atEnd } from '../../at-end.ts'
import { virtualClock } from '../../fakes/clock.ts'
import { until } from '../given-source.ts'
import { allWell, noDefaults } from './crew-views.ts'

const serverOn = (port: number) =>
  createStatusServer({
    listen: { host: '127.0.0.1', port },
    view: () => allWell,
    defaults: noDefaults,
    clock: systemClock,
    log: quietLog,
  })

async function given(t: TestContext, vessel: string) {
  const first = serverOn(0)
  await first.start()
  atEnd(t, () => first.stop())
  const port = first.address()?.port ?? assert.fail()
  const clock = virtualClock(0)
  assert.ok(isVesselId(vessel))
  const errors: string[] = []
  const log = { ...quietLog, error: (_: object, message: string) => void errors.push(message) }
  const second = patient(serverOn(port), { vessel, listen: { host: '127.0.0.1', port }, clock, log })
  return { first, second, clock, errors }
}

test('a port that another program has keeps no agent from starting; the page comes when the port is free', async (t) => {
  const { first, second, clock, errors } = await given(t, 'mv-other')
  await second.start()
  assert.equal(second.address(), null)
  assert.match(errors.join(), /taken.*goes on without its crew page/)
  await first.stop()
  await clock.advance(60_000)
  await until(() => second.address() !== null)
  assert.equal(errors.length, 1)
  await second.stop()
  assert.equal(clock.pending(), 0)
})

test('a second agent of the same vessel on the same computer is refused', async (t) => {
  const { second } = await given(t, allWell.vessel)
  await assert.rejects(second.start(), { code: 'conflict', message: /An agent of .* runs on this computer already/ })
})
