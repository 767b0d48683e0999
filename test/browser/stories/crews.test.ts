import assert from 'node:assert/strict'
import { HOUR_S, MINUTE_S } from '../../../shared/time.ts'
import { givenShip } from './given-ship.ts'
import { BRIDGE, type Person, PHONE, type Stage, storiesOf } from './story.ts'

/** What a crew sees of its own ship, without login, without internet, whether shore is there or not. */

const story = storiesOf('crews')

story('the engineer looks at the phone in the dark: all is well, and the night is not spoilt', async (stage) => {
  const ship = await givenShip(stage.t, { line: true })
  const engineer = await aboard(stage, ship.url, PHONE)
  await engineer.sees('All is up')
  await engineer.sees('Shore has all measurements.')
  await engineer.picture('by day', 'whole')
  await engineer.page.locator('.theme select').selectOption('night')
  await engineer.goes(ship.url)
  assert.equal(await engineer.page.evaluate('document.documentElement.dataset.theme'), 'night', 'it is remembered')
  await engineer.picture('by night', 'whole')
})

story('the dashboard goes down: the bridge sees it without a reload, and what to do; it works again', async (stage) => {
  const ship = await givenShip(stage.t, { line: true })
  const bridge = await aboard(stage, ship.url, BRIDGE)
  await bridge.sees('All is up')
  await bridge.page.evaluate('window.neverLeft = true')
  ship.breaks('dashboard')
  await ship.passes(20 * MINUTE_S, bridge)
  await bridge.sees('Dashboard is down')
  await bridge.sees('Check its power and cables.')
  await bridge.picture('what is down and what to do')
  ship.works('dashboard')
  await ship.passes(16 * MINUTE_S, bridge)
  await bridge.sees('All is up')
  assert.equal(await bridge.page.evaluate('window.neverLeft'), true)
  await bridge.picture('it works again')
})

story('shore was never contacted: what works on board is told all the same', async (stage) => {
  const ship = await givenShip(stage.t, { line: false })
  const mate = await aboard(stage, ship.url, PHONE)
  await mate.sees('All is up on board, but shore cannot be reached')
  await mate.sees('not since the agent was started')
  await mate.sees('What shore does not know yet is kept on board')
  await mate.picture('all is up, and shore does not know', 'whole')
})

story(
  'the link is lost for hours and comes back: the crew sees what waits to be sent, and that it went',
  async (stage) => {
    const ship = await givenShip(stage.t, { line: true })
    const bridge = await aboard(stage, ship.url, BRIDGE)
    await bridge.sees('nothing: shore has it all')
    ship.link(false)
    ship.breaks('server')
    await ship.passes(3 * HOUR_S, bridge)
    await bridge.sees('Server is down')
    await bridge.sees('what was measured since')
    await bridge.picture('three hours wait on board')
    ship.link(true)
    await ship.passes(6 * MINUTE_S, bridge)
    await bridge.sees('nothing: shore has it all')
    await bridge.picture('shore has it all')
  },
)

story(
  'the database on board stops: nobody is told that all is well, and the crew is told where to look',
  async (stage) => {
    const ship = await givenShip(stage.t, { line: true })
    const engineer = await aboard(stage, ship.url, PHONE)
    ship.databaseStops()
    await ship.passes(HOUR_S, engineer)
    await engineer.sees('No measurement')
    await engineer.sees('The database on board does not answer.')
    await engineer.sees('Is the computer with the database (InfluxDB) on? Is its network cable in?')
    await engineer.picture('nothing is measured', 'whole')
  },
)

story('a crew chooses its language and its clock, and the page goes on in them', async (stage) => {
  const ship = await givenShip(stage.t, { line: true })
  const bridge = await aboard(stage, ship.url, BRIDGE)
  await bridge.follows('Українська')
  await bridge.sees('Усе працює')
  await bridge.chooses('Судновий час', '+02:00')
  await bridge.presses('Установити')
  await bridge.sees(/19:1\d судно · 17:1\d UTC/)
  await bridge.goes(ship.url)
  ship.breaks('server')
  await ship.passes(20 * MINUTE_S, bridge)
  await bridge.sees('Server не працює')
  await bridge.sees('Наживо')
  await bridge.picture('in ukrainian by the clock of the ship')
  await bridge.follows('Filipino')
  await bridge.page.locator('html[lang="fil"]').waitFor()
  await bridge.picture('in filipino')
  await bridge.page.evaluate("document.documentElement.dir = 'rtl'")
  await bridge.picture('ready for who reads from right to left')
})

story('the computer with the agent is switched off: the page says that it is old', async (stage) => {
  const ship = await givenShip(stage.t, { line: true })
  const mate = await aboard(stage, ship.url, PHONE)
  await mate.sees('All is up')
  await ship.stop()
  await mate.page.clock.runFor(15_000)
  await mate.page.locator('html[data-connection="lost"]').waitFor()
  await mate.sees('The agent does not answer.')
  await mate.sees('What you see is from 17:16:30 UTC')
  await mate.picture('this is old')
})

story('without a script the page tells everything too', async (stage) => {
  const ship = await givenShip(stage.t, { line: false })
  const mate = await stage.person(PHONE, { javaScriptEnabled: false })
  await mate.goes(ship.url)
  await mate.sees('All is up on board, but shore cannot be reached')
  await mate.follows('Українська')
  await mate.page.locator('html[lang="uk"]').waitFor()
  await mate.picture('without a script', 'whole')
})

async function aboard({ person }: Stage, url: string, screen: typeof PHONE | typeof BRIDGE): Promise<Person> {
  const somebody = await person(screen)
  await somebody.page.clock.install()
  await somebody.goes(url)
  return somebody
}
