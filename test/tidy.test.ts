import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { test } from 'node:test'

/** The house rules that no compiler knows: who may import whom, what pure rooms may not touch, how large a room may be. */

const root = join(import.meta.dirname, '..')
const rooms = globSync('{agent,hub,shared,web,deploy,test}/**/*.ts', { cwd: root }).sort()
const source = new Map(rooms.map((room) => [room, readFileSync(join(root, room), 'utf8')]))
const product = rooms.filter((room) => !room.startsWith('test/'))

type Import = { from: string; to: string; package: boolean }
const imports: Import[] = [...source].flatMap(([from, text]) =>
  [
    ...text.matchAll(
      /(?:^|\n)(?:import|export)\s+(?:type\s)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g,
    ),
  ].map((match) => {
    const to = (match[1] ?? match[2]) as string
    const local = to.startsWith('.')
    return { from, to: local ? normalize(join(dirname(from), to)) : to, package: !local }
  }),
)

/** The first rule whose `from` fits decides what a room may import. */
const mayImport: [from: RegExp, to: RegExp][] = [
  [/^shared\/runtime\//, /^shared\//],
  [/^shared\//, /^shared\/(?!runtime\/)/],
  [/^web\//, /^(web|shared\/(?!runtime\/))/],
  [/^agent\/core\//, /^(agent\/core\/|shared\/(?!runtime\/))/],
  [/^agent\/ports\.ts/, /^(agent\/core\/|shared\/)/],
  [/^agent\/adapters\//, /^(agent\/adapters\/|agent\/ports\.ts|agent\/core\/|shared\/)/],
  [/^agent\/(main|agent)\.ts/, /^(agent|shared)\//],
  [/^agent\//, /^(agent\/(?!adapters\/|main\.ts|agent\.ts)|shared\/|web\/)/],
  [/^hub\/core\//, /^(hub\/core\/|shared\/(?!runtime\/))/],
  [/^hub\/ports\//, /^(hub\/ports\/|hub\/core\/|shared\/)/],
  [/^hub\/adapters\//, /^(hub\/adapters\/|hub\/ports\/|shared\/)/],
  [/^hub\/projections\//, /^(hub\/(projections|core)\/|hub\/ports\/|shared\/|web\/)/],
  [/^hub\/http\//, /^(hub\/(http|projections|core)\/|hub\/ports\/|web\/|shared\/)/],
  [/^hub\/(main|hub)\.ts/, /^(hub|shared|web)\//],
  [/^hub\//, /^(hub\/(?!adapters\/|http\/|main\.ts|hub\.ts)|shared\/)/],
  [/^deploy\//, /^(deploy|agent|hub|shared|web)\//],
  [/^test\//, /./],
]

/** Each npm package has few doors. A path that ends in `/` opens the folder. */
const doors: Record<string, string[]> = {
  '@hono/node-server': ['hub/http/', 'agent/status/', 'deploy/demo/'],
  '@influxdata/influxdb-client': ['agent/adapters/influx/'],
  '@peculiar/x509': ['hub/adapters/certificates.ts'],
  '@valibot/to-json-schema': ['hub/http/openapi.ts'],
  aedes: ['hub/adapters/aedes.ts', 'hub/adapters/aedes/'],
  cborg: ['shared/wire/cbor.ts'],
  commander: ['deploy/cli/'],
  hono: ['hub/http/', 'agent/status/', 'web/html.ts', 'deploy/demo/'],
  'htmx.org': ['web/static.ts', 'hub/http/static.ts'],
  'jira.js': ['hub/adapters/jira/'],
  lowdb: ['agent/adapters/lowdb/', 'agent/adapters/lowdb.ts'],
  luxon: ['shared/zone.ts'],
  mqtt: ['agent/adapters/mqtt.ts', 'agent/adapters/mqtt/'],
  nodemailer: ['hub/adapters/mail.ts'],
  'openid-client': ['hub/adapters/oidc.ts'],
  pino: ['shared/runtime/log.ts'],
  'reflect-metadata': ['hub/adapters/certificates.ts'],
  rrule: ['hub/core/excuses/recurrence.ts'],
  valibot: ['shared/', 'hub/', 'agent/', 'deploy/'],
  yaml: ['shared/runtime/settings.ts'],
}

const pure = (room: string) =>
  /^(shared\/(?!runtime\/)|agent\/core\/|hub\/core\/|web\/(?!static\.ts))/.test(room) || /^test\/sim\/oracle/.test(room)

test('imports keep to the directions of the house', () => {
  const wrong = imports
    .filter((i) => !i.package)
    .filter(({ from, to }) => !mayImport.find(([rule]) => rule.test(from))?.[1].test(to))
    .map(({ from, to }) => `${from} -> ${to}`)
  assert.deepEqual(wrong, [])
})

test('nobody imports a main', () => {
  assert.deepEqual(
    imports.filter(({ from, to }) => /\/main\.ts$/.test(to) && !from.startsWith('deploy/')),
    [],
  )
})

test('every import that stays in the house leads to a file', () => {
  assert.deepEqual(
    imports
      .filter(({ to, package: outside }) => !outside && !existsSync(join(root, to)))
      .map(({ from, to }) => `${from} -> ${to}`),
    [],
  )
})

test('each package has its doors and no others', () => {
  const wrong = imports
    .filter(({ from, to, package: outside }) => outside && !to.startsWith('node:') && !from.startsWith('test/'))
    .filter(({ from, to }) => {
      const name = to.startsWith('@') ? to.split('/').slice(0, 2).join('/') : (to.split('/')[0] as string)
      return !(doors[name] ?? []).some((door) => (door.endsWith('/') ? from.startsWith(door) : from === door))
    })
    .map(({ from, to }) => `${from} -> ${to}`)
  assert.deepEqual(wrong, [])
})

test('no circle of imports in the house, not even of types', () => {
  const edges = new Map<string, string[]>()
  for (const { from, to } of imports) edges.set(from, [...(edges.get(from) ?? []), to])
  const done = new Set<string>()
  const visit = (room: string, path: string[]): void => {
    assert.ok(!path.includes(room), `circle: ${[...path, room].join(' -> ')}`)
    if (done.has(room)) return
    for (const next of edges.get(room) ?? []) visit(next, [...path, room])
    done.add(room)
  }
  for (const room of rooms) visit(room, [])
})

test('pure rooms take no clock, chance, timer or environment from the air', () => {
  const air =
    /\b(Date\.now\(|new Date\(\)|performance\.now|Math\.random\(|setTimeout\(|setInterval\(|setImmediate\(|process\.|randomBytes|randomUUID|randomInt)/
  const wrong = product.filter((room) => pure(room) && air.test(code(room)))
  assert.deepEqual(wrong, [])
})

test('no product room but the clock and the composition roots reads the time or sets a timer itself', () => {
  const air = /\b(Date\.now\(|new Date\(\)|performance\.now|Math\.random\(|setTimeout\(|setInterval\()/
  const may = /^(shared\/runtime\/clock\.ts|hub\/hub\.ts|agent\/agent\.ts|deploy\/cli\/)/
  assert.deepEqual(
    product.filter((room) => !may.test(room) && air.test(code(room))),
    [],
  )
})

test('the oracle of the simulation does not import what it judges', () => {
  const judged = /^(shared\/(timeline|sampling|combination|layers|availability|sla|spells|link\/)|hub\/|agent\/)/
  assert.deepEqual(
    imports
      .filter(({ from, to }) => /^test\/.*oracle/.test(from) && judged.test(to))
      .map(({ from, to }) => `${from} -> ${to}`),
    [],
  )
})

test('nothing is dead: every product file is imported or started by someone', () => {
  const used = new Set(imports.filter(({ from, to }) => from !== to && !from.startsWith('test/')).map(({ to }) => to))
  const started = /^(agent\/main\.ts|hub\/main\.ts|deploy\/cli\/cli\.ts)$/
  assert.deepEqual(
    product.filter((room) => !used.has(room) && !started.test(room)),
    [],
  )
})

test('no file is over 400 lines and no function over 70', () => {
  const long = rooms.filter((room) => lines(room).length > 401).map((room) => `${room}: ${lines(room).length} lines`)
  for (const room of product) {
    let begin: number | null = null
    let head = ''
    lines(room).forEach((line, at) => {
      if (/^(export )?(async )?function |^(export )?const \w+.*(=>|\() *\{?$/.test(line)) {
        begin = at
        head = line
      }
      if (begin !== null && /^[})]/.test(line)) {
        if (at - begin >= 70) long.push(`${room}:${begin + 1}: ${at - begin + 1} lines: ${head}`)
        begin = null
      }
    })
  }
  assert.deepEqual(long, [])
})

test('no soft spots: no any, no ignored rule, no test left out or alone', () => {
  const soft =
    /(:\s*any\b|\bas any\b|<any>|@ts-(ignore|expect-error|nocheck)|biome-ignore|\.only\(|\bTODO\b|\bFIXME\b|\bXXX\b)/
  assert.deepEqual(
    rooms.filter((room) => room !== 'test/tidy.test.ts' && soft.test(source.get(room) as string)),
    [],
  )
})

function lines(room: string): string[] {
  return (source.get(room) as string).split('\n')
}

/** The text of a room without its comments. */
function code(room: string): string {
  return (source.get(room) as string).replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')
}
