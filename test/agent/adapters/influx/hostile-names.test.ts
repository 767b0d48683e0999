import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemClock } from '../../../../shared/runtime/clock.ts'
import { toSeconds } from '../../../../shared/time.ts'
import { atEnd } from '../../../at-end.ts'
import { type Influxd, startInfluxd } from '../../../lab/influxd.ts'
import { needs } from '../../../servers.ts'
import { givenCheck, givenSource, never } from '../../given-source.ts'

const names = [
  'plain',
  'two words',
  `it's`,
  `say "yes"`,
  'back\\slash',
  `\\'`,
  `"\\x"`,
  '\\\\x',
  '\\n as text',
  `x' OR 'a' = 'a`,
  `x"; DROP DATABASE telegraf; --`,
  `'; DROP MEASUREMENT ping; SELECT '`,
  '-- comment',
  '/* comment */',
  '$u',
  '(a|b).*',
  'http://10.0.0.5:80/?a=1&b=2#c',
  '☃ and 🚢',
  'tab\there',
  'bell\u0007and\u0001',
  'a,b=c',
]

test('no name, of whatever it is made, means anything but itself', needs('influxd'), async (t) => {
  const influxd = await startInfluxd()
  atEnd(t, () => influxd.stop())
  const at = toSeconds(systemClock.now()) - 5
  for (const name of names) await write(influxd, name, at)
  await influxd.run('CREATE RETENTION POLICY "odd \\"policy\\"" ON telegraf DURATION INF REPLICATION 1')
  for (const name of names) {
    const check = givenCheck({
      measurement: name,
      tags: { [`t${name}`]: name, other: 'x' },
      up: 'f == 1',
      interval: '1m',
    })
    const source = givenSource({ url: influxd.url })
    const [samples] = await source.read(
      [{ ...check, fields: [name], up: (values) => values[name] === 1 }],
      { from: at - 60, to: at + 60 },
      never,
    )
    assert.deepEqual(samples, [{ at, up: true }], JSON.stringify(name))
    assert.deepEqual(await source.oldest([{ ...check, fields: [name] }], never), [at], JSON.stringify(name))
    const [prints] = await source.fingerprints(
      [{ ...check, fields: [name] }],
      { from: at - 7200, to: at + 7200 },
      never,
    )
    assert.equal(prints?.filter(({ print }) => print !== '').length, 1, JSON.stringify(name))
    assert.deepEqual(await source.examine([{ ...check, fields: [name] }], never), [null], JSON.stringify(name))
  }
  const policy = givenSource({ url: influxd.url, retentionPolicy: 'odd "policy"' })
  const check = givenCheck({ measurement: 'plain', tags: {}, up: 'plain == 1' })
  assert.deepEqual(await policy.read([check], { from: at - 60, to: at + 60 }, never), [[]])
})

/** Line protocol has its own escapes: comma, space and `=` in names; a name cannot end in a backslash, nor keep one before a `"`. */
async function write(influxd: Influxd, name: string, at: number): Promise<void> {
  const key = name.replaceAll(/[, =]/g, (char) => `\\${char}`)
  const measurement = name.replaceAll(/[, ]/g, (char) => `\\${char}`)
  await influxd.write([`${measurement},t${key}=${key},other=x ${key}=1 ${at}`])
}
