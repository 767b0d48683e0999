import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Fleet } from '../../shared/api/fleet.ts'
import type { ComponentId } from '../../shared/model.ts'
import { DAY_S, HOUR_S, iso } from '../../shared/time.ts'
import type { MissedSince } from '../../web/attention.ts'
import type { Html } from '../../web/html.ts'
import { type AssetPaths, layout } from '../../web/layout.ts'
import { errorMain } from '../../web/pages/error.ts'
import { WHOLE_FLEET } from '../../web/pages/fleet/choice.ts'
import { drawFleet } from '../../web/pages/fleet/fleet.ts'
import { tilesOf } from '../../web/pages/fleet/tile.ts'
import { vesselMain } from '../../web/pages/vessel/vessel.ts'
import { type FakeViews, fakeViews, idOf, NOW } from '../fakes/views.ts'

const assets: AssetPaths = { css: '/a.css', app: '/a.js', icon: '/a.svg', htmx: '/h.js', sse: '/s.js' }
const page = (main: Html): string =>
  layout({
    title: 'A page',
    assets,
    at: iso(NOW),
    brand: { name: 'Watchkeeper', href: '/' },
    nav: [{ name: 'Fleet', href: '/', current: true }],
    live: '/live/fleet',
    main,
    face: 'ops',
  }).toString()

const fleetPage = async (views: FakeViews): Promise<string> => page(drawn(await views.fleet(), views).main)

const drawn = (fleet: Fleet, views: FakeViews, missedSince: MissedSince = new Map()) =>
  drawFleet({ fleet, tileOf: tilesOf(fleet, missedSince), missedSince, health: views.health(), choice: WHOLE_FLEET })

async function vesselPage(views: FakeViews, index: number): Promise<string> {
  const vessel = (await views.vessel(idOf(index))) ?? assert.fail()
  const query = { from: NOW - DAY_S, to: NOW, component: null }
  const timeline = (await views.timeline(idOf(index), query)) ?? assert.fail()
  return page(vesselMain({ vessel, timeline, health: views.health() }))
}

const STRANGE = [0, 4, 9, 14, 27, 33, 45]

describe('every page', () => {
  const all: readonly (readonly [string, () => Promise<string>])[] = [
    ['the fleet', () => fleetPage(fakeViews())],
    ['a fleet of nothing', () => fleetPage(fakeViews(0))],
    ...STRANGE.map((index) => [`vessel ${index}`, () => vesselPage(fakeViews(), index)] as const),
    ['an error', async () => page(errorMain({ status: 404, title: 'Not found', detail: 'Gone.', hint: undefined }))],
  ]
  for (const [name, draw] of all) {
    test(`${name}: runs and styles nothing that is not a file of ours`, async () => {
      const html = await draw()
      assert.doesNotMatch(html, /<script(?![^>]*\ssrc="\/)/)
      assert.doesNotMatch(html, /<style|\sstyle=|\son\w+=|javascript:|hx-on|hx-vals/)
    })

    test(`${name}: can be read aloud and worked by keyboard`, async () => {
      const html = await draw()
      const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1])
      assert.equal(new Set(ids).size, ids.length, 'an id stands twice')
      for (const [, id] of html.matchAll(/aria-labelledby="([^"]+)"/g)) assert.ok(ids.includes(id), `no element ${id}`)
      for (const [image] of html.matchAll(/<(?:svg|span)[^>]*role="img"[^>]*>/g))
        assert.match(image, /aria-label="[^"]+"/)
      assert.equal(html.match(/<h1/g)?.length, 1)
      assert.equal(html.match(/<main id="main"/g)?.length, 1)
      assert.match(html, /<a class="skip" href="#main">/)
      assert.match(html, /<html lang="en"/)
    })

    test(`${name}: says of every clock time that it is UTC`, async () => {
      const text = (await draw()).replace(/<[^>]*>/g, ' ')
      for (const [time, zone] of text.matchAll(/\d{2}:\d{2}(?::\d{2})?(\s+UTC)?/g))
        assert.ok(zone, `${time} of no zone`)
    })
  }

  test('shows hostile names as they are', async () => {
    const views = fakeViews(1)
    const fleet = await views.fleet()
    const name = '<img src=x onerror=alert(1)>"\''
    const vessels = fleet.vessels.map((vessel) => ({
      ...vessel,
      name,
      components: vessel.components.map((one) => ({ ...one, name })),
    }))
    const html = page(drawn({ ...fleet, vessels }, views).main)
    assert.doesNotMatch(html, /<img/)
    assert.match(html, /&lt;img src=x onerror=alert\(1\)&gt;&quot;&#39;/)
  })
})

describe('the fleet page', () => {
  test('lists what needs attention before the grid, oldest first', async () => {
    const html = await fleetPage(fakeViews())
    assert.ok(html.indexOf('id="attention"') < html.indexOf('class="tiles"'))
    const concerns = [...html.matchAll(/id="concern-([^"]+)"/g)].map((match) => match[1])
    assert.deepEqual(concerns, [4, 9, 52, 21, 27, 38, 14].map(idOf))
  })

  test('keeps every vessel at its place, whatever its state', async () => {
    const places = async (views: FakeViews) =>
      [...(await fleetPage(views)).matchAll(/id="vessel-([^"]+)"/g)].map((match) => match[1])
    const views = fakeViews()
    const before = await places(views)
    views.fallSilent(60, 1000)
    assert.deepEqual(await places(views), before)
    assert.equal(before.length, 66)
  })

  test('sends no tile of a vessel that is well again before its next heartbeat is late', async () => {
    const views = fakeViews()
    const fleet = await views.fleet()
    const tileAfter = (seconds: number) => {
      const at = iso(NOW + seconds)
      const { pieces } = drawn({ ...fleet, at }, views)
      return String(pieces.find(({ id }) => id === `vessel-${idOf(0)}`)?.html)
    }
    const heard = (html: string) => /class="heard">(.*?)<\/p>/.exec(html)?.[1]?.replace(/<[^>]*>/g, '')
    assert.equal(heard(tileAfter(0)), 'heard &lt;5m ago')
    assert.equal(tileAfter(170), tileAfter(0))
    assert.equal(heard(tileAfter(190)), 'heard 5m ago')
    assert.equal(heard(tileAfter(500)), 'heard 10m ago')
  })

  test('lists who is below its SLA by since when it is, among all that is wrong', async () => {
    const views = fakeViews()
    const fleet = await views.fleet()
    const html = String(drawn(fleet, views, new Map([[idOf(14), iso(NOW - 20 * HOUR_S)]])).main)
    const concerns = [...html.matchAll(/id="concern-([^"]+)"/g)].map((match) => match[1])
    assert.deepEqual(concerns, [4, 9, 52, 14, 21, 27, 38].map(idOf))
    assert.match(html.replace(/<[^>]*>/g, ' '), /Dorado Pioneer\s+20 h\s+Server below SLA/)
  })

  test('waits for who was never heard, and does not call it silent or in need', async () => {
    const html = await fleetPage(fakeViews())
    const waiting = html.slice(html.indexOf('id="waiting"'), html.indexOf('class="grid"'))
    assert.match(waiting, new RegExp(`/vessels/${idOf(45)}`))
    assert.doesNotMatch(html, new RegExp(`id="concern-${idOf(45)}"`))
    assert.match(html, new RegExp(`id="vessel-${idOf(45)}" data-state="unknown"`))
  })

  test('says that there is nothing, and what to do, when nothing was ever heard', async () => {
    assert.match(await fleetPage(fakeViews(0)), /Nothing heard yet.*watchkeeper vessel add/s)
  })

  test('says in its list why there is no data, and of whole vessels that it is all of them', async () => {
    const views = fakeViews()
    const fleet = await views.fleet()
    const down = { state: 'down', downtimeS: 3600 + 59 } as const
    const vessels = fleet.vessels.map((vessel) =>
      vessel.id === idOf(38)
        ? { ...vessel, components: vessel.components.map((one) => ({ ...one, ...down })) }
        : vessel,
    )
    const text = page(drawn({ ...fleet, vessels }, views).main).replace(/<[^>]*>/g, ' ')
    assert.match(text, /Server without data: the database on board cannot be read/)
    assert.match(text, /1 h\s+all 3 components down/)
  })

  test('says what the short words and the figures on its tiles mean', async () => {
    const html = await fleetPage(fakeViews())
    assert.match(html, /AP Access point · DB Dashboard · SRV Server · strip and % up: the last 24 h/)
  })

  test('says so when nothing needs attention', async () => {
    assert.match(await fleetPage(fakeViews(3)), /Nothing: no vessel is silent, down or below its SLA/)
  })
})

describe('the vessel page', () => {
  test('tells silence from a measured outage, in picture and words', async () => {
    const aboveLegend = async (index: number) => (await vesselPage(fakeViews(), index)).split('id="legend"')[0] ?? ''
    const silent = await aboveLegend(9)
    const down = await aboveLegend(4)
    assert.match(silent.replace(/<[^>]*>/g, ''), /Silent for 3 d 1 h, counts as down until it is heard/)
    assert.match(silent, /look-silent/)
    assert.doesNotMatch(silent, /look-down/)
    assert.match(down, /Down for 4 d 7 h/)
    assert.match(down, /look-down/)
    assert.doesNotMatch(down, /look-silent/)
  })

  test('says in words why there is no data', async () => {
    const html = await vesselPage(fakeViews(), 27)
    assert.match(html, /The database on board could not be read\./)
    assert.match(html, /agent on board has trouble.*refuses connections/s)
  })

  test('says that a credential is used by two agents, and what to do', async () => {
    const views = fakeViews()
    const vessel = (await views.vessel(idOf(1))) ?? assert.fail()
    const contested = { namedAt: iso(NOW - 300), instances: ['00000007', 'cafef00d'] }
    const query = { from: NOW - DAY_S, to: NOW, component: null }
    const timeline = (await views.timeline(idOf(1), query)) ?? assert.fail()
    const html = page(vesselMain({ vessel: { ...vessel, contested }, timeline, health: views.health() }))
    assert.match(html, /2 agents use this vessel(&#39;|')s credential.*00000007, cafef00d.*vessel rotate/s)
    const copied = { ...vessel, contested: { ...contested, instances: ['00000007'] } }
    const ofCopies = page(vesselMain({ vessel: copied, timeline, health: views.health() }))
    assert.match(ofCopies, /Two agents .*copies of one journal.*00000007.*stop one of them.*vessel rotate/s)
  })

  test('says that somebody may speak with a copied credential, and what to do', async () => {
    const views = fakeViews()
    const vessel = (await views.vessel(idOf(1))) ?? assert.fail()
    const timeline = (await views.timeline(idOf(1), { from: NOW - DAY_S, to: NOW, component: null })) ?? assert.fail()
    const kinds = ['older-session', 'impossible-session']
    const payloadFaults = kinds.map((kind, i) => ({ kind, count: 1 + i, lastAt: iso(NOW - 60) }))
    const html = page(vesselMain({ vessel: { ...vessel, payloadFaults }, timeline, health: views.health() }))
    assert.match(html, /of an older session.*a second agent with the same credential.*once, the last/s)
    assert.match(html, /no agent comes to.*vessel rotate --now.*2 times, the last/s)
  })

  test('says which configuration runs on board, and which is wanted', async () => {
    const views = fakeViews()
    const vessel = (await views.vessel(idOf(1))) ?? assert.fail()
    const timeline = (await views.timeline(idOf(1), { from: NOW - DAY_S, to: NOW, component: null })) ?? assert.fail()
    const words = (desired: number, reported: number | null) => {
      const configuration = { desired, reported, refused: null }
      const html = page(vesselMain({ vessel: { ...vessel, configuration }, timeline, health: views.health() }))
      return /<dt>Configuration<\/dt><dd>([^<]*)</.exec(html)?.[1]
    }
    assert.equal(words(0, 0), 'the one on board')
    assert.equal(words(0, null), 'the one on board')
    assert.equal(words(3, 3), 'revision 3')
    assert.equal(words(3, 2), 'revision 2 runs, 3 is wanted')
    assert.equal(words(3, null), 'revision 3 wanted, none reported')
  })

  test('says when a vessel is telling what happened during a silence', async () => {
    assert.match(await vesselPage(fakeViews(), 33), /Heard again .*it is telling what was/s)
  })

  test('says why a vessel takes more than an hour to tell', async () => {
    const views = fakeViews()
    const vessel = (await views.vessel(idOf(33))) ?? assert.fail()
    const query = { from: NOW - DAY_S, to: NOW, component: null }
    const timeline = (await views.timeline(idOf(33), query)) ?? assert.fail()
    const presence = { kind: 'settling', since: iso(NOW - DAY_S), heardAt: iso(NOW - 2 * 3600) } as const
    const trouble = { code: 'refused', words: 'InfluxDB on board is not running.' }
    const drawn = (over: Partial<typeof vessel>) =>
      page(vesselMain({ vessel: { ...vessel, presence, ...over }, timeline, health: views.health() }))
    assert.match(drawn({}), /takes so long because parts of it have yet to come/)
    const agent = { version: '0.1.0', heartbeatS: 300, trouble }
    assert.match(drawn({ agent }), /takes so long because its agent has trouble.*InfluxDB on board is not running/s)
  })

  test('says in words what could not be taken from a vessel, and what its alerts are about', async () => {
    const views = fakeViews()
    const vessel = (await views.vessel(idOf(4))) ?? assert.fail()
    const query = { from: NOW - DAY_S, to: NOW, component: null }
    const timeline = (await views.timeline(idOf(4), query)) ?? assert.fail()
    const at = iso(NOW - 300)
    const payloadFaults = [
      { kind: 'too-deep', count: 1, lastAt: at },
      { kind: 'to-come', count: 3, lastAt: at },
    ]
    const html = page(vesselMain({ vessel: { ...vessel, payloadFaults }, timeline, health: views.health() })).replace(
      /<[^>]*>/g,
      '',
    )
    assert.match(html, /a message nested too deep too-deep, once, the last 5 min ago/)
    assert.match(html, /has no words for to-come, 3 times/)
    assert.match(html, /Dashboard down/)
  })

  test('tells the age of a state from the age of the downtime it is part of', async () => {
    const views = fakeViews()
    const vessel = (await views.vessel(idOf(27))) ?? assert.fail()
    const components = vessel.components.map((one) => ({ ...one, downtimeS: one.id === 'server' ? 2 * DAY_S : null }))
    const query = { from: NOW - DAY_S, to: NOW, component: null }
    const timeline = (await views.timeline(idOf(27), query)) ?? assert.fail()
    const html = page(vesselMain({ vessel: { ...vessel, components }, timeline, health: views.health() }))
    assert.match(html.replace(/<[^>]*>/g, ''), /No data for 5 h · not up for 2 d/)
  })

  test('says of a vessel out of service what is measured all the same, and judges nothing', async () => {
    const views = fakeViews()
    const vessel = (await views.vessel(idOf(4))) ?? assert.fail()
    const idle = { state: 'maintenance', cause: 'out-of-service', uptime24h: null, since: iso(NOW - DAY_S) } as const
    const components = vessel.components.map((one) => ({
      ...one,
      ...idle,
      ...({ sla: 'undetermined', reason: 'new' } as const),
    }))
    const query = { from: NOW - DAY_S, to: NOW, component: 'dashboard' as ComponentId }
    const timeline = (await views.timeline(idOf(4), query)) ?? assert.fail()
    const html = page(vesselMain({ vessel: { ...vessel, components }, timeline, health: views.health() }))
    const text = html.replace(/<[^>]*>/g, '')
    assert.match(text, /Dashboard Out of service for 1 d · not counted; measured: down/)
    assert.match(text, /not counted; measured: down\s+SLA 95 % not judged: too little of the time in service/)
  })

  test('says of each component at a glance how it was over four windows, and more only where there is more to say', async () => {
    const glanceOf = async (index: number, panel: string) => {
      const html = (await vesselPage(fakeViews(), index)).split(`id="${panel}"`)[1] ?? ''
      return /<dl class="glance">.*?<\/dl>/s
        .exec(html)?.[0]
        .replace(/<[^>]*>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim()
    }
    assert.equal(await glanceOf(14, 'component-server'), '24 h 88.8 % 7 d 98.4 % 30 d 99.6 % 90 d 99.8 %')
    assert.equal(await glanceOf(14, 'whole'), '24 h 88.8 % 7 d 98.4 % 30 d 99.6 % 90 d 99.8 %')
    assert.match(
      (await glanceOf(9, 'component-server')) ?? '',
      /^24 h 0\.0 % nothing measured 7 d 56\.5 % measured 100 % 30 d/,
    )
    assert.match(
      (await glanceOf(27, 'component-server')) ?? '',
      /^24 h 100 % between 79\.1 and 100 % coverage 79\.1 % 7 d 100 % between 97\.0 and 100 % coverage 97\.0 % 30 d/,
    )
  })

  test('explains its figures and pictures', async () => {
    const html = await vesselPage(fakeViews(), 4)
    for (const word of ['Uptime', 'Measured', 'Observed', 'Coverage']) {
      assert.match(html, new RegExp(`<dt>${word}</dt>`))
      assert.match(html, new RegExp(`<th scope="row">${word} <span class="what">\\w`))
    }
  })

  test('lists every interval of trouble with its exact bounds', async () => {
    const html = await vesselPage(fakeViews(), 14)
    assert.match(html, /4 intervals in the last 24 h when it was not up/)
    assert.match(html, /2026-11-23 13:14:30 UTC.*2026-11-23 13:54:30 UTC.*40 min/s)
  })
})

describe('the ninety days of a component', () => {
  test('are bars that tell a missed day, a silent one and one before service apart, and list those that missed', async () => {
    const html = await vesselPage(fakeViews(), 9)
    const bars = html.match(/<svg class="bars".*?<\/svg>/s)?.[0] ?? assert.fail()
    for (const look of ['look-up', 'look-silent', 'look-none', 'day-tint-silent'])
      assert.match(bars, new RegExp(`class="${look}"`))
    assert.equal(bars.match(/<rect/g)?.length, 90)
    assert.match(bars, /<title>2026-11-22: 0.0 % up<\/title>/)
    assert.match(bars, /<title>2026-08-26: not in service<\/title>/)
    assert.match(html, /4 of 80 days below the target of 95 %/)
    assert.match(html, /reckoning\?component=server&amp;from=2026-11-22T00%3A00%3A00Z&amp;to=2026-11-23T00%3A00%3A00Z/)
  })

  test('come with the downtimes of a month, each open to what is known of it', async () => {
    const text = (await vesselPage(fakeViews(), 14)).replace(/<[^>]*>/g, ' ')
    assert.match(text, /4 downtimes in the last 30 d, 2 h 40 min in all/)
    assert.match((await vesselPage(fakeViews(), 4)).replace(/<[^>]*>/g, ' '), /1 downtime in the last 30 d.*so far/s)
  })
})

describe('a vessel page leads', () => {
  test('to its dashboards where an address is configured, and says nothing of them where none is', async () => {
    const views = fakeViews()
    const vessel = (await views.vessel(idOf(4))) ?? assert.fail()
    const timeline = (await views.timeline(idOf(4), { from: NOW - DAY_S, to: NOW, component: null })) ?? assert.fail()
    const drawn = (grafana: string | null) =>
      page(vesselMain({ vessel, timeline, health: views.health(), grafana: grafana }))
    assert.match(drawn('https://g.example.com/d/x?v={vessel}'), /href="https:\/\/g\.example\.com\/d\/x\?v=electra-0"/)
    assert.doesNotMatch(drawn(null), /Grafana/)
  })

  test('from every percentage to the intervals that it comes from', async () => {
    const html = await vesselPage(fakeViews(), 4)
    const places = [...html.matchAll(/<(dl|table) class="(?:figures|glance)">.*?<\/\1>/gs)]
    assert.equal(places.length, 8)
    for (const [place] of places) assert.equal(place.match(/ %<\/a>/g)?.length, place.match(/ %/g)?.length)
  })
})
