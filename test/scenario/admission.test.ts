import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import * as v from 'valibot'
import { vesselCommand } from '../../deploy/cli/vessel.ts'
import { createHub } from '../../hub/hub.ts'
import { hubSettings } from '../../hub/settings/settings.ts'
import type { ComponentId } from '../../shared/model.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { type Log, quietLog } from '../../shared/runtime/log.ts'
import { OPEN } from '../../shared/time.ts'
import { decodeMessage, encodeBirth } from '../../shared/wire/codec.ts'
import { atEnd } from '../at-end.ts'
import { givenFolder } from '../given-folder.ts'
import { CONNACK, connectPacket, dial, PUBACK, PUBLISH, publishPacket, type Wire } from '../lab/attacker.ts'
import { until } from '../lab/edge.ts'
import { letIn } from '../lab/let-in.ts'

/** A whole hub, and `watchkeeper vessel` beside it on the same data. */
async function givenHub(t: TestContext) {
  const folder = await givenFolder(t)
  const config = join(folder, 'hub.yaml')
  const settings = {
    dataDir: join(folder, 'data'),
    http: { listen: '127.0.0.1:0' },
    mqtt: { listen: '127.0.0.1:0' },
  }
  writeFileSync(config, JSON.stringify(settings))
  const warned: string[] = []
  const log: Log = { ...quietLog, warn: (details) => warned.push(JSON.stringify(details)), child: () => log }
  const { headers } = await letIn(join(folder, 'data'))
  const hub = await createHub({
    settings: v.parse(hubSettings, settings),
    clock: systemClock,
    log,
    version: '1.0.0',
  })
  const { mqtt, http } = await hub.start()
  atEnd(t, () => hub.stop())
  const ca = readFileSync(join(folder, 'data', 'tls', 'ca.pem'), 'utf8')

  const vessel = async (...words: string[]): Promise<string> => {
    let printed = ''
    const print = (text: string) => {
      printed += text
    }
    await vesselCommand({ print, say() {}, ask: async () => 'yes' }).parseAsync([...words, '--config', config], {
      from: 'user',
    })
    return printed
  }
  const knock = async (id: string, password: string): Promise<{ wire: Wire; code: number | undefined }> => {
    const wire = await dial(t, { port: mqtt.port, ca })
    wire.send(connectPacket({ id, user: id, password }))
    const answer = await wire.answer(CONNACK)
    return { wire, code: answer === 'closed' ? undefined : answer.body[1] }
  }
  const fetched = async (path: string) => (await fetch(`http://${http.host}:${http.port}${path}`, { headers })).text()
  return { vessel, knock, fetched, warned }
}

const birth = (instance: number, session = 1) =>
  encodeBirth({
    kind: 'birth',
    session,
    seq: 1,
    proof: null,
    components: [{ id: 'server' as ComponentId, claims: [{ from: 1_790_000_000, to: OPEN }] }],
    about: { version: '1.0.0', instance, heartbeatS: 300, revision: 0, refused: null, trouble: null },
  })

test('a vessel that is added beside a running hub comes in at once, and one that is retired is put out', async (t) => {
  const { vessel, knock } = await givenHub(t)
  assert.equal((await knock('mv-aurora', 'anything')).code, 5)
  const credential = await vessel('add', 'mv-aurora')
  const { wire, code } = await knock('mv-aurora', credential)
  assert.equal(code, 0)
  await vessel('retire', 'mv-aurora', '--reason', 'sold', '--yes')
  await wire.ended()
  assert.equal((await knock('mv-aurora', credential)).code, 5)
})

test('the old credential opens until the new one has been used, and never again after that', async (t) => {
  const { vessel, knock } = await givenHub(t)
  const old = await vessel('add', 'mv-aurora')
  assert.equal((await knock('mv-aurora', old)).code, 0)
  const fresh = await vessel('rotate', 'mv-aurora')
  assert.equal((await knock('mv-aurora', old)).code, 0)
  assert.equal((await knock('mv-aurora', fresh)).code, 0)
  assert.equal((await knock('mv-aurora', old)).code, 5)
})

test('rotating at once puts out whoever is in by the old credential', async (t) => {
  const { vessel, knock } = await givenHub(t)
  const old = await vessel('add', 'mv-aurora')
  const { wire } = await knock('mv-aurora', old)
  await vessel('rotate', 'mv-aurora', '--now')
  await wire.ended()
  assert.equal((await knock('mv-aurora', old)).code, 5)
})

test('payloads that are no messages are counted, logged once for each kind, shown, and the vessel is answered as before', async (t) => {
  const { vessel, knock, fetched, warned } = await givenHub(t)
  const { wire } = await knock('mv-aurora', await vessel('add', 'mv-aurora'))
  const corpus = readFileSync(join(import.meta.dirname, '../wire/corpus.txt'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('|') && !line.startsWith('#'))
    .map((line) => Buffer.from((line.split('|')[1] ?? '').replace(/\s/g, ''), 'hex'))
  assert.ok(corpus.length > 40)
  for (const [at, payload] of corpus.entries()) {
    const topic = `wk/1/mv-aurora/${at % 2 === 0 ? 'b' : 's'}`
    wire.send(publishPacket({ topic, payload, messageId: at + 1 }))
  }
  await until('each has its PUBACK', () => wire.replies.filter(({ type }) => type === PUBACK).length === corpus.length)
  wire.send(publishPacket({ topic: 'wk/1/mv-aurora/b', payload: birth(7), messageId: 999 }))
  const answer = await wire.answer(PUBLISH)
  assert.ok(answer !== 'closed')
  const ack = decodeMessage('ack', answer.body.subarray(2 + 'wk/1/mv-aurora/a'.length))
  assert.ok(ack.ok && ack.message.session === 1)
  const { payloadFaults } = JSON.parse(await fetched('/api/v1/vessels/mv-aurora'))
  const counts = payloadFaults.map(({ count }: { count: number }) => count)
  assert.equal(
    counts.reduce((sum: number, count: number) => sum + count, 0),
    corpus.length,
  )
  assert.equal(warned.filter((line) => line.includes('"mv-aurora"')).length, counts.length)
  const page = await fetched('/vessels/mv-aurora')
  for (const { kind, count } of payloadFaults)
    assert.match(page, new RegExp(`<code>${kind}</code>, ${count === 1 ? 'once' : `${count} times`}`))
  assert.match(await fetched('/metrics'), /payload_faults.*mv-aurora/)
})

test('a copied credential is named and shown', async (t) => {
  const { vessel, knock, fetched } = await givenHub(t)
  const credential = await vessel('add', 'mv-aurora')
  for (const [turn, instance] of [7, 9, 7, 9].entries()) {
    const { wire } = await knock('mv-aurora', credential)
    const payload = birth(instance, 65_536 * (turn + 1))
    wire.send(publishPacket({ topic: 'wk/1/mv-aurora/b', payload }))
    assert.notEqual(await wire.answer(PUBACK), 'closed')
  }
  await until('it is shown', async () =>
    (await fetched('/api/v1/vessels/mv-aurora')).includes('"instances":["00000007","00000009"]'),
  )
})
