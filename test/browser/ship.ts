import type { TestContext } from 'node:test'
import { createStatusServer } from '../../agent/status/server.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { quietLog } from '../../shared/runtime/log.ts'
import type { CrewView } from '../../web/crew/view.ts'
import { allWell, noDefaults } from '../agent/status/crew-views.ts'
import { atEnd } from '../at-end.ts'

/** The crew page of a ship that is as `view` says. */
export async function givenShip(t: TestContext) {
  const ship = { view: allWell as CrewView, url: '', stop: () => server.stop() }
  const server = createStatusServer({
    listen: { host: '127.0.0.1', port: 0 },
    view: () => ship.view,
    defaults: noDefaults,
    clock: systemClock,
    log: quietLog,
  })
  await server.start()
  atEnd(t, () => server.stop())
  ship.url = `http://127.0.0.1:${server.address()?.port}/`
  return ship
}
