import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hubExample, hubSettings } from '../../hub/settings/settings.ts'
import { describeProblem, parseSettings, readSettings } from '../../shared/runtime/settings.ts'

const problemsOf = (text: string): string[] => {
  const parsed = parseSettings('hub.yaml', text, hubSettings, hubExample)
  return parsed.ok ? [] : parsed.problems.map(describeProblem)
}

test('the smallest hub.yaml gets every default', () => {
  const parsed = parseSettings('hub.yaml', 'dataDir: /var/lib/watchkeeper', hubSettings, hubExample)
  assert.ok(parsed.ok)
  assert.deepEqual(parsed.settings.http.listen, { host: '127.0.0.1', port: 8080 })
  assert.equal(parsed.settings.silentAfter, 900)
  assert.equal(parsed.settings.sla.target, 95)
})

test('the example is valid, so that what the messages show can be copied', () => {
  assert.deepEqual(problemsOf(hubExample), [])
})

test('a problem names file, line, key, what is wrong and an example', () => {
  assert.deepEqual(problemsOf('dataDir: /x\nsilentAfter: soon\n'), [
    'hub.yaml:2: silentAfter: must be a duration such as 300s, 15m, 12h or 3d (it is "soon"). For example: silentAfter: 15m',
  ])
})

test('all problems are told at once', () => {
  const problems = problemsOf('silentAfter: 1s\nsla:\n  target: 195\n  goal: 5\nhttp: { listen: nowhere }\n')
  assert.equal(problems.length, 5)
  assert.match(problems.join('\n'), /^hub\.yaml:1: silentAfter: must be at least 10s/m)
  assert.match(
    problems.join('\n'),
    /^hub\.yaml:3: sla\.target: must be at most 100 \(it is 195\)\. For example: target: 95$/m,
  )
  assert.match(problems.join('\n'), /^hub\.yaml:4: sla\.goal: is not a key that is known here$/m)
  assert.match(
    problems.join('\n'),
    /http\.listen: must be an address and a port.*For example: listen: 127\.0\.0\.1:8080/,
  )
  assert.match(problems.join('\n'), /dataDir: is missing\. For example: dataDir: \/var\/lib\/watchkeeper/)
})

test('broken YAML and a missing file are said as such', () => {
  assert.match(problemsOf('dataDir: [')[0] ?? '', /^hub\.yaml:\d+: is not valid YAML/)
  const missing = readSettings('/nowhere/hub.yaml', hubSettings, hubExample)
  assert.ok(!missing.ok)
  assert.match(describeProblem(missing.problems[0] ?? assert.fail()), /^\/nowhere\/hub\.yaml: cannot be read: ENOENT/)
})

test('plain MQTT is refused on anything but loopback', () => {
  assert.match(problemsOf('dataDir: /x\nmqtt: { plain: true }')[0] ?? '', /mqtt\.plain goes on loopback only/)
  assert.deepEqual(problemsOf('dataDir: /x\nmqtt: { plain: true, listen: "127.0.0.1:1883" }'), [])
})

test('pages beyond loopback without TLS are refused, and that is found before a hub runs', () => {
  const [problem = '', ...more] = problemsOf('dataDir: /x\nhttp: { listen: 0.0.0.0:8080 }')
  assert.match(
    problem,
    /^hub\.yaml:2: http: listens beyond loopback, so passwords would go through the open: give http\.tls/,
  )
  assert.deepEqual(more, [])
})

test('names and addresses that could not be used are found before a hub runs', () => {
  assert.match(
    problemsOf('dataDir: /x\nhttp: { publicUrl: watch }').join(),
    /http\.publicUrl: must be the http or https/,
  )
  assert.match(problemsOf('dataDir: /x\ncomponents: { Access Point: { name: AP } }').join(), /must be the id of a comp/)
  assert.match(problemsOf('dataDir: /x\nmqtt: { names: [] }').join(), /mqtt\.names: must have at least one name/)
  assert.match(problemsOf('dataDir: /x\nmqtt: { listen: "a:99999" }').join(), /at most 65535\. For example/)
})

test('what alarms is checked against what is shown, and nothing is held under itself', () => {
  const problems = problemsOf(
    [
      'dataDir: /var/lib/watchkeeper',
      'silentAfter: 2h',
      'ticketAfter: 20m',
      'components: { access-point: { dependsOn: [server] }, server: { dependsOn: [access-point] } }',
    ].join('\n'),
  ).join('\n')
  assert.match(problems, /alerts\.silent\.alertAfter is shorter than silentAfter/)
  assert.match(problems, /ticketAfter must be longer than incident\.resolveAfter/)
  assert.match(problems, /components\.server\.dependsOn leads back to server/)
})
