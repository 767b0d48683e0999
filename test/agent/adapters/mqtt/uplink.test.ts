import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { addressOf } from '../../../../agent/adapters/mqtt/address.ts'
import { startEdge, until } from '../../../lab/edge.ts'
import { startTcpProxy } from '../../../lab/tcp-proxy.ts'
import { AURORA, givenIdentity, startUplink } from '../../../lab/uplink.ts'

const payload = Uint8Array.of(0x85, 0, 1, 2, 3)

suite('the connection to shore', () => {
  test('carries messages to the hub and its answers back', async (t) => {
    const edge = await startEdge(t)
    const { uplink, heard } = startUplink(t, [edge.port], edge.ca)
    await until('connected', () => heard.connected === 1)
    await uplink.publish('birth', payload)
    await uplink.publish('summary', payload)
    assert.deepEqual(
      edge.received.map(({ vessel, topic, payload }) => [vessel, topic, [...payload]]),
      [
        [AURORA, 'birth', [...payload]],
        [AURORA, 'summary', [...payload]],
      ],
    )
    edge.link.ack(AURORA, Uint8Array.of(7, 7))
    await until('answered', () => heard.acked.length === 1)
    assert.deepEqual([...(heard.acked[0] ?? [])], [7, 7])
  })

  test('handing to TCP is not delivery: an acknowledgement that is overdue closes the connection, redials, and rejects', async (t) => {
    const edge = await startEdge(t)
    const proxy = await startTcpProxy(t, edge.port)
    const { uplink, clock, heard } = startUplink(t, [proxy.port], edge.ca)
    await until('connected', () => heard.connected === 1)
    await uplink.publish('birth', payload)

    await proxy.cut('silence')
    const published = assert.rejects(uplink.publish('summary', payload), /overdue before it was acknowledged/)
    await clock.advance(59_999)
    assert.deepEqual(heard.disconnected, [])
    await clock.advance(1)
    await published
    await until('closed', () => heard.disconnected.length === 1)

    await proxy.heal()
    await clock.advance(500)
    await until('connected again', () => heard.connected === 2)
    assert.equal(edge.received.length, 1, 'nothing that was handed to TCP is sent again behind the back of the journal')
    await uplink.publish('summary', payload)
    assert.equal(edge.received.length, 2)
  })

  test('the newest connection wins over its own half-open one', async (t) => {
    const edge = await startEdge(t)
    const proxy = await startTcpProxy(t, edge.port)
    const { uplink, clock, heard } = startUplink(t, [proxy.port], edge.ca)
    await until('connected', () => heard.connected === 1)
    await proxy.cut('silence')
    uplink.redial('for the test')
    await until('closed here', () => heard.disconnected.length === 1)
    assert.deepEqual(edge.disconnected, [], 'the hub still holds the old one')
    await proxy.heal()
    await clock.advance(2_500)
    await until('connected again', () => heard.connected === 2)
    await uplink.publish('birth', payload)
    edge.link.ack(AURORA, payload)
    await until('answered on the new one', () => heard.acked.length === 1)
  })

  test('a hub that resets everything is dialled until it is back', async (t) => {
    const edge = await startEdge(t)
    const proxy = await startTcpProxy(t, edge.port)
    const { uplink, clock, heard } = startUplink(t, [proxy.port], edge.ca)
    await until('connected', () => heard.connected === 1)
    await uplink.publish('birth', payload)
    await proxy.cut('reset')
    await until('lost', () => heard.disconnected.length === 1)
    for (const attempt of [2, 3, 4]) {
      await clock.advance(5_000)
      await until(`refused ${attempt}`, () => heard.disconnected.length === attempt)
    }
    assert.equal(heard.disconnected[3], `nothing listens on port ${proxy.port} of localhost`)
    await proxy.heal()
    await clock.advance(5_000)
    await until('connected again', () => heard.connected === 2)
  })

  test('an address that is dead is left for the next one, and the one that acknowledged stays first', async (t) => {
    const edge = await startEdge(t)
    const dead = await startTcpProxy(t, edge.port)
    const alive = await startTcpProxy(t, edge.port)
    await dead.cut('reset')
    const { uplink, clock, heard } = startUplink(t, [dead.port, alive.port], edge.ca)
    await until('refused', () => heard.disconnected.length === 1)
    await clock.advance(500)
    await until('connected', () => heard.connected === 1)
    await uplink.publish('birth', payload)
    await dead.heal()
    uplink.redial('for the test')
    await until('closed', () => heard.disconnected.length === 2)
    await clock.advance(500)
    await until('connected again', () => heard.connected === 2)
    assert.equal(dead.passages.length, 0)
    assert.equal(alive.passages.length, 2)
  })

  test('a hub that answers nothing is given up after the time of an acknowledgement', async (t) => {
    const edge = await startEdge(t)
    const proxy = await startTcpProxy(t, edge.port)
    proxy.freeze()
    const { clock, heard } = startUplink(t, [proxy.port], edge.ca)
    await until('dialled', () => proxy.passages.length === 1 && clock.pending() === 1)
    await until('TLS began', () => (proxy.passages[0]?.up ?? 0) > 0)
    await clock.advance(60_000)
    await until('given up', () => heard.disconnected.length === 1)
    assert.deepEqual(heard.disconnected, ['the hub does not answer'])
  })

  test('a refused credential is dialled again ever more slowly', async (t) => {
    const edge = await startEdge(t)
    const { clock, heard } = startUplink(t, [edge.port], edge.ca, { credential: 'wrong' })
    await until('refused', () => heard.disconnected.length === 1)
    await clock.advance(2_499)
    assert.equal(heard.disconnected.length, 1)
    await clock.advance(1)
    await until('refused again', () => heard.disconnected.length === 2)
    assert.match(heard.disconnected[1] ?? '', /refuses the credential/)
    assert.equal(heard.connected, 0)
  })

  test('stopping says goodbye, and nothing is dialled afterwards', async (t) => {
    const edge = await startEdge(t)
    const { uplink, clock, heard } = startUplink(t, [edge.port], edge.ca)
    await until('connected', () => heard.connected === 1)
    await uplink.stop()
    await until('the hub saw it', () => edge.disconnected.length === 1)
    await clock.advance(600_000)
    assert.equal(heard.connected, 1)
    assert.deepEqual(heard.disconnected, [])
  })

  test('a slow and distant link is waited for', async (t) => {
    const edge = await startEdge(t)
    const proxy = await startTcpProxy(t, edge.port)
    proxy.delay(50)
    proxy.throttle(16_000)
    const { uplink, heard } = startUplink(t, [proxy.port], edge.ca)
    await until('connected', () => heard.connected === 1)
    await uplink.publish('birth', payload)
    assert.equal(edge.received.length, 1)
  })
})

suite('bytes are paid for', () => {
  test('they are counted on the raw socket, both ways, as the wire carried them', async (t) => {
    const edge = await startEdge(t)
    const proxy = await startTcpProxy(t, edge.port)
    const { uplink, heard, clock } = startUplink(t, [proxy.port], edge.ca)
    await until('connected', () => heard.connected === 1)
    await uplink.publish('birth', payload)
    await uplink.stop()
    await until('over', () => proxy.passages[0]?.open === false)
    const [today] = uplink.traffic()
    assert.equal(today?.day, Math.floor(clock.now() / 86_400_000))
    assert.deepEqual({ up: today?.up, down: today?.down }, { up: proxy.passages[0]?.up, down: proxy.passages[0]?.down })
  })

  test('a resumed session and a message cost about a kilobyte, also after the hub was restarted', async (t) => {
    const tls = await givenIdentity(t)
    const first = await startEdge(t, { tls })
    const proxy = await startTcpProxy(t, first.port)
    const { uplink, clock, heard } = startUplink(t, [proxy.port], tls.ca)
    await until('connected', () => heard.connected === 1)
    await uplink.publish('birth', payload)

    const second = await startEdge(t, { tls })
    proxy.leadTo(second.port)
    await first.link.stop()
    await until('lost', () => heard.disconnected.length === 1)
    await clock.advance(500)
    await until('connected again', () => heard.connected === 2)
    await uplink.publish('birth', payload)
    const resumed = proxy.passages[1]
    const cost = (resumed?.up ?? Infinity) + (resumed?.down ?? Infinity)
    assert.ok(cost < 1100, `connected again and a message acknowledged, TCP payload both ways: ${cost} bytes`)
  })

  test('the ticket of one hub is good at the next address', async (t) => {
    const tls = await givenIdentity(t)
    const one = await startEdge(t, { tls })
    const other = await startEdge(t, { tls })
    const [toOne, toOther] = [await startTcpProxy(t, one.port), await startTcpProxy(t, other.port)]
    const { uplink, clock, heard } = startUplink(t, [toOne.port, toOther.port], tls.ca)
    await until('connected', () => heard.connected === 1)
    await uplink.publish('birth', payload)
    await toOne.cut('reset')
    await until('lost', () => heard.disconnected.length === 1)
    await clock.advance(500)
    await until('refused', () => heard.disconnected.length === 2)
    await clock.advance(5_000)
    await until('connected there', () => heard.connected === 2)
    await uplink.publish('birth', payload)
    assert.ok((toOther.passages[0]?.down ?? Infinity) < (toOne.passages[0]?.down ?? 0) / 2)
  })
})

suite('a heartbeat', () => {
  test('is one TLS record up and one down: nothing is cut into pieces on either side', async (t) => {
    const edge = await startEdge(t)
    const proxy = await startTcpProxy(t, edge.port)
    const { uplink, heard } = startUplink(t, [proxy.port], edge.ca)
    await until('connected', () => heard.connected === 1)
    await uplink.publish('birth', payload)
    const { up, down } = { ...proxy.passages[0] }
    await uplink.publish('summary', Buffer.alloc(20))
    const RECORD = 22
    assert.equal((proxy.passages[0]?.up ?? 0) - (up ?? 0), RECORD + 6 + 'wk/1/mv-aurora/s'.length + 20)
    assert.equal((proxy.passages[0]?.down ?? 0) - (down ?? 0), RECORD + 4)
  })
})

suite('keepalive', () => {
  test('costs nothing while heartbeats go out, and a ping only when none did for twice their period', async (t) => {
    const edge = await startEdge(t)
    const proxy = await startTcpProxy(t, edge.port)
    const { uplink, clock, heard } = startUplink(t, [proxy.port], edge.ca)
    await until('connected', () => heard.connected === 1)
    await uplink.publish('birth', payload)
    await clock.advance(300_000)
    await uplink.publish('summary', payload)
    const quiet = proxy.passages[0]?.up ?? 0
    await clock.advance(599_999)
    await uplink.publish('summary', payload)
    const heartbeat = 22 + 6 + 'wk/1/mv-aurora/s'.length + payload.length
    assert.equal(proxy.passages[0]?.up, quiet + heartbeat, 'nothing but the heartbeat went out')
    await clock.advance(600_000)
    await until('a ping', () => proxy.passages[0]?.up === quiet + heartbeat + 22 + 2)
  })
})

suite('whom the agent trusts', () => {
  const DAY_MS = 86_400_000
  const inTenDays = Date.now() + 10 * DAY_MS
  const inOneDayS = Math.floor(Date.now() / 1000) + 86_400
  const longAgoS = 1_700_000_000

  test('a hub of another authority is refused before it hears the credential', async (t) => {
    const edge = await startEdge(t)
    const other = await givenIdentity(t)
    const { heard } = startUplink(t, [edge.port], other.ca)
    await until('refused', () => heard.disconnected.length === 1)
    assert.match(heard.disconnected[0] ?? '', /certificate is refused.*ask shore for its ca\.pem/)
    assert.deepEqual(edge.connected, [])
  })

  test('a certificate that is not valid yet is accepted while the clock is plainly wrong, and said to be a clock fault', async (t) => {
    const tls = await givenIdentity(t, inTenDays)
    const edge = await startEdge(t, { tls })
    const trust = { ca: tls.ca, keyExchange: 'X25519', builtAt: inOneDayS }
    const { uplink, heard } = startUplink(t, [edge.port], tls.ca, { trust })
    await until('connected', () => heard.connected === 1)
    assert.deepEqual(heard.clockFaults, [true])
    await uplink.publish('birth', payload)
  })

  test('it is refused while the clock may be right', async (t) => {
    const tls = await givenIdentity(t, inTenDays)
    const edge = await startEdge(t, { tls })
    const trust = { ca: tls.ca, keyExchange: 'X25519', builtAt: longAgoS }
    const { heard } = startUplink(t, [edge.port], tls.ca, { trust })
    await until('refused', () => heard.disconnected.length === 1)
    assert.match(heard.disconnected[0] ?? '', /CERT_NOT_YET_VALID/)
  })

  test('a wrong clock opens the door to no other authority and to no other name', async (t) => {
    const tls = await givenIdentity(t, inTenDays)
    const edge = await startEdge(t, { tls })
    const other = await givenIdentity(t, inTenDays)
    const strange = { ca: other.ca, keyExchange: 'X25519', builtAt: inOneDayS }
    const { heard } = startUplink(t, [edge.port], other.ca, { trust: strange })
    await until('refused', () => heard.disconnected.length === 1)

    const pinned = { ca: tls.ca, keyExchange: 'X25519', builtAt: inOneDayS }
    const urls = [`mqtts://127.0.0.1:${edge.port}`]
    const byAddress = startUplink(t, [], tls.ca, { trust: pinned, urls })
    await until('refused by its name', () => byAddress.heard.disconnected.length === 1)
    assert.deepEqual(edge.connected, [])
  })

  test('the credential goes in the clear to this machine alone', () => {
    assert.equal(addressOf('mqtt://127.0.0.1').port, 1883)
    assert.equal(addressOf('mqtts://hub.example.com').port, 8883)
    assert.equal(addressOf('mqtts://[2001:db8::7]:9000').host, '2001:db8::7')
    for (const url of ['mqtt://hub.example.com', 'https://hub.example.com', 'hub.example.com:8883', ''])
      assert.throws(() => addressOf(url), { code: 'invalid' })
  })
})
