import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import * as v from 'valibot'
import { obey } from '../../deploy/demo/console.ts'
import { type Demo, startDemo } from '../../deploy/demo/demo.ts'
import { createShore } from '../../deploy/demo/shore.ts'
import { LINK_LOST_S, truth } from '../../deploy/demo/story.ts'
import { fleetPage } from '../../shared/api/fleet.ts'
import { maintenance } from '../../shared/api/maintenance.ts'
import { timeline } from '../../shared/api/timeline.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { quietLog } from '../../shared/runtime/log.ts'
import { iso, toSeconds } from '../../shared/time.ts'
import { atEnd } from '../at-end.ts'
import { documented } from '../http/documented.ts'

const LIMIT_MS = 60_000
const secondsOf = (text: string) => toSeconds(Date.parse(text))

test('a small demo: shore knows a silent past, and has the truth of two days when the link is healed', async (t) => {
  const start = await given(t)
  const begin = toSeconds(systemClock.now())
  const demo = await start(4)
  const lost = demo.aboard.find(({ vessel }) => vessel.plot === 'lost-link') ?? assert.fail()
  const before = (await fleet(demo)).find(({ id }) => id === lost.vessel.id)
  assert.equal(before?.state, 'silent')
  const silentForS = begin - secondsOf(before?.lastHeard ?? '')
  assert.ok(Math.abs(silentForS - LINK_LOST_S) < 120, `${silentForS}`)
  const others = (await fleet(demo)).filter(({ id }) => id !== lost.vessel.id)
  for (const { id, presence } of others) assert.equal(presence.kind, 'heard', id)
  await assertDocumented(demo)
  await assertMaintained(demo)

  assert.match((await obey(demo, `heal ${lost.vessel.id}`)) ?? '', /link put back/)
  const shore = createShore(demo.url, demo.token, systemClock)
  const told = ({ watermark }: { watermark: string | null }) => watermark !== null && secondsOf(watermark) > begin - 120
  assert.ok(await shore.sees([lost.vessel.id], told, LIMIT_MS))
  await assertTruth(demo, lost, begin)

  await demo.stop()
  const again = await start(4)
  await assertTruth(again, again.aboard.find(({ vessel }) => vessel.id === lost.vessel.id) ?? assert.fail(), begin)
})

test('a port that is taken is left alone', async (t) => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  atEnd(t, () => taken.close())
  const address = taken.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const demo = await (await given(t))(1, port)
  assert.ok(Number(new URL(demo.url).port) > port)
})

test('two demos that are started at the same time both run, each on ports of its own', async (t) => {
  const [one, other] = await Promise.all([(await given(t))(1), (await given(t))(1)])
  assert.equal(new Set([one, other].flatMap(({ url, jira, messages }) => [url, jira, messages])).size, 6)
  for (const demo of [one, other]) assert.equal((await fleet(demo)).length, 1)
})

type Aboard = Demo['aboard'][number]

const asProgram = ({ token }: Pick<Demo, 'token'>) => ({ headers: { Authorization: `Bearer ${token}` } })

/** What shore shows of the two days before, to the second a sample may be late. */
async function assertTruth(demo: Demo, { vessel }: Aboard, begin: number): Promise<void> {
  const window = { from: begin - LINK_LOST_S + 3600, to: begin - 3600 }
  const query = `from=${iso(window.from)}&to=${iso(window.to)}`
  const response = await fetch(
    `${demo.url}api/v1/vessels/${vessel.id}/timeline?component=server&${query}`,
    asProgram(demo),
  )
  const { components } = v.parse(timeline, await response.json())
  const shown = components[0]?.intervals ?? []
  const real = truth(vessel, 'server', begin, window)
  assert.deepEqual(
    shown.map(({ state, source }) => ({ state, source })),
    real.map(({ state }) => ({ state, source: 'measured' })),
  )
  for (const [at, { from }] of shown.entries()) {
    const late = secondsOf(from) - (real[at]?.from ?? 0)
    assert.ok(late >= 0 && late < 30, `${from} is ${late} s late`)
  }
}

/** People have planned and withdrawn maintenance, of a vessel and of a group, of which each vessel has its part. */
async function assertMaintained(demo: Demo): Promise<void> {
  const response = await fetch(`${demo.url}api/v1/maintenance`, asProgram(demo))
  const { excuses, groups } = v.parse(maintenance, await response.json())
  assert.deepEqual(
    groups.map(({ group, vessels }) => [group, vessels.map(({ id }) => id)]),
    [['Baltic', ['mv-borealis']]],
  )
  // What recurs may be on at this very hour.
  const shown = excuses.map(({ state, recurs, ofGroup }) =>
    [recurs === null ? state : 'recurs', ofGroup && 'of its group'].filter((word) => word !== null).join(' '),
  )
  assert.deepEqual(shown.sort(), ['recurs', 'recurs of its group', 'withdrawn'])
}

/** What the running hub answers is what its `/openapi.json` promises. */
async function assertDocumented({ url, token, aboard }: Demo): Promise<void> {
  const get = (address: string) => fetch(new URL(address, url), asProgram({ token }))
  await documented(get, '/api/v1/fleet', '/api/v1/fleet')
  await documented(get, '/readyz', '/readyz')
  for (const { vessel } of aboard) {
    const address = `/api/v1/vessels/${vessel.id}`
    await documented(get, '/api/v1/vessels/{id}', address)
    await documented(get, '/api/v1/vessels/{id}/timeline', `${address}/timeline`)
  }
}

async function fleet(demo: Demo) {
  const response = await fetch(`${demo.url}api/v1/fleet`, asProgram(demo))
  return v.parse(fleetPage, await response.json()).vessels
}

/** A folder for demos, which are stopped before it goes. */
async function given(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'watchkeeper-'))
  const running: Demo[] = []
  atEnd(t, async () => {
    for (const demo of running) await demo.stop()
    await rm(folder, { recursive: true })
  })
  return async (vessels: number, port = 20_000): Promise<Demo> => {
    const demo = await startDemo({
      vessels,
      ports: { http: port, mqtt: 21_000, jira: 22_000, messages: 23_000 },
      folder,
      clock: systemClock,
      random: Math.random,
      newCredential: () => randomBytes(32).toString('base64url'),
      log: quietLog,
      version: '0.0.0',
    })
    running.push(demo)
    return demo
  }
}
