import assert from 'node:assert/strict'
import { test } from 'node:test'
import { agentExample, agentSettings } from '../../agent/settings.ts'
import { describeProblem, parseSettings } from '../../shared/runtime/settings.ts'

const parse = (text: string) => parseSettings('agent.yaml', text, agentSettings, agentExample)

const SMALLEST = `vessel: mv-aurora
hub: { urls: [mqtts://hub.example.com:8883], credentialFile: /etc/credential }
influx: { url: http://127.0.0.1:8086, database: telegraf }
components: [{ id: server, checks: [{ preset: telegraf-ping, tags: { url: 10.0.0.5 } }] }]
dataDir: /var/lib/watchkeeper
`

/** What is wrong once this text of the smallest file reads otherwise. */
function problemsWith(text: string, otherwise: string): string {
  assert.ok(SMALLEST.includes(text))
  const parsed = parse(SMALLEST.replace(text, otherwise))
  return parsed.ok ? '' : parsed.problems.map(describeProblem).join('\n')
}

test('the smallest agent.yaml gets every default', () => {
  const parsed = parse(SMALLEST)
  assert.ok(parsed.ok)
  const { heartbeat, minInterval, ackTimeout, status, components } = parsed.settings
  assert.deepEqual([heartbeat, minInterval, ackTimeout], [300, 30, 60])
  assert.deepEqual(status.listen, { host: '127.0.0.1', port: 8081 })
  assert.deepEqual([components[0]?.combine, components[0]?.checks[0]?.holdForS], ['any', 30])
})

test('the example is valid, so that what the messages show can be copied', () => {
  assert.ok(parse(agentExample).ok)
})

const wrong: [what: string, text: string, otherwise: string, says: RegExp][] = [
  ['a vessel id with a capital', 'mv-aurora', 'MV-Aurora', /:1: vessel: must be a slug/],
  [
    'a hub with a password in its address',
    'mqtts://',
    'mqtts://me:secret@',
    /:2: hub\.urls\[0\]: must be an mqtts address/,
  ],
  ['a hub over http', 'mqtts:', 'https:', /:2: hub\.urls\[0\]: must be an mqtts address.*mqtts:\/\/hub/],
  ['a credential in the clear over a network', 'mqtts:', 'mqtt:', /:2: hub\.urls\[0\]:.*in the clear/],
  ['a hub whose name has a space', 'hub.example', 'hub example', /:2: hub\.urls\[0\]: must be an mqtts address/],
  ['a database on a port that there is not', ':8086', ':80860', /:3: influx\.url: must be an http or https address/],
  ['a password in an address', '127.0.0.1:8086', 'me:pw@127.0.0.1:8086', /influx\.url: must leave.*passwordFile/],
  ['a password alone in an address', '127.0.0.1:8086', ':pw@127.0.0.1:8086', /influx\.url: must leave.*passwordFile/],
  ['no hub at all', '[mqtts://hub.example.com:8883]', '[]', /hub\.urls: must have at least one address/],
  ['a query language that is not spoken', 'database:', 'dialect: flux, database:', /influx\.dialect: must be influxql/],
  ['a user without a password', 'database:', 'username: me, database:', /influx: must have both username and password/],
  ['ping points of all targets mixed', 'tags: { url: 10.0.0.5 }', 'tags: {}', /must name url/],
  [
    'a sample that never reaches the next',
    'preset:',
    'interval: 60s, holdFor: 60s, preset:',
    /must be longer than int/,
  ],
  ['no checks', '[{ preset: telegraf-ping, tags: { url: 10.0.0.5 } }]', '[]', /must have at least one check/],
  ['a heartbeat that no keepalive can lie above', 'dataDir:', 'heartbeat: 10h\ndataDir:', /heartbeat: must be at most/],
  [
    'less patience than a hub may ask for',
    'dataDir:',
    'ackTimeout: 15s\ndataDir:',
    /:5: ackTimeout: must be at least 30s/,
  ],
  ['patience beyond reason', 'dataDir:', 'ackTimeout: 99d\ndataDir:', /:5: ackTimeout: must be at most 1h/],
  ['an interval beyond reason', 'preset:', 'interval: 99999d, preset:', /interval: must be at most 6h/],
  ['a key that is not known', 'dataDir:', 'hartbeat: 1m\ndataDir:', /:5: hartbeat: is not a key that is known here/],
  ['a folder that is not named', 'dataDir: /var/lib/watchkeeper', '', /dataDir: is missing\. For example: dataDir:/],
]

for (const [what, text, otherwise, says] of wrong) {
  test(`${what} is found before an agent runs`, () => assert.match(problemsWith(text, otherwise), says))
}

test('what is wrong with an address is said once', () => {
  assert.equal(problemsWith('mqtts://hub.example.com', 'hub.example.com').split('\n').length, 1)
  assert.equal(problemsWith('127.0.0.1:8086', '127.0.0.1:80860').split('\n').length, 1)
})

test('a component is named once', () => {
  const twice = SMALLEST.replace(
    'components: [',
    'components: [{ id: server, checks: [{ preset: telegraf-ping, tags: { url: a } }] }, ',
  )
  const parsed = parse(twice)
  assert.match(parsed.ok ? '' : parsed.problems.map(describeProblem).join('\n'), /components: must have each id once/)
})

test('as many components as a birth has room for beside those that were removed, and no more', () => {
  const many = (count: number) =>
    SMALLEST.replace(
      /^components: .*$/m,
      `components: [${Array.from({ length: count }, (_, i) => `{ id: c${i}, checks: [{ preset: telegraf-ping, tags: { url: a } }] }`).join(', ')}]`,
    )
  assert.ok(parse(many(64)).ok)
  const parsed = parse(many(65))
  assert.match(parsed.ok ? '' : parsed.problems.map(describeProblem).join('\n'), /components: must have at most 64/)
})
