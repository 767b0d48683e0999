import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { decodeCommand } from '../../deploy/cli/decode.ts'
import { takeMessages } from '../../deploy/cli/decode-input.ts'

const SHORT = '85001a0039126719012c1a6afd86c0440000beef'
const short = Buffer.from(SHORT, 'hex')
const text = (content: string) => Buffer.from(content)

/** Runs the command on what comes in; the lines it prints as values. */
async function decode(words: string[], chunks: Uint8Array[] = []): Promise<Record<string, unknown>[]> {
  const printed: string[] = []
  const before = process.exitCode
  async function* input() {
    yield* chunks
  }
  await decodeCommand({ input: input(), print: (line) => printed.push(line) })
    .exitOverride()
    .configureOutput({ writeErr() {} })
    .parseAsync(words, { from: 'user' })
  process.exitCode = before
  return printed.map((line) => JSON.parse(line))
}

suite('watchkeeper decode', () => {
  test('explains hex from the command line', async () => {
    const [said] = await decode([SHORT])
    assert.deepEqual(said, {
      bytes: 20,
      kind: 'short',
      session: { boots: 57, random: 4711 },
      seq: 300,
      until: '2026-11-18T11:06:40Z',
      digest: '0000beef',
    })
  })

  test('takes a topic in front, and hex in any grouping', async () => {
    const grouped = SHORT.toUpperCase().match(/.{4}/g) ?? []
    const [said] = await decode(['wk/1/mv-aurora/s', ...grouped])
    assert.equal(said?.topic, 'wk/1/mv-aurora/s')
    assert.equal(said?.kind, 'short')
  })

  test('says that a later major version is one, and what is no message', async () => {
    const [newer] = await decode(['wk/2/mv-aurora/s', SHORT])
    assert.deepEqual(newer?.refused, { kind: 'newer-version', why: 'major version 2, this program reads up to 1' })
    const [broken] = await decode(['8500'])
    assert.deepEqual(broken?.refused, { kind: 'not-cbor', why: '5 items announced with 1 bytes left' })
  })

  test('refuses what is not hex as wrong usage', async () => {
    await assert.rejects(decode(['not-hex']), { exitCode: 2 })
  })

  test('says by its exit code whether it could read the message: done, failed, wrong usage', () => {
    const exitCode = (...words: string[]) =>
      spawnSync(process.execPath, ['deploy/watchkeeper.js', 'decode', ...words], { stdio: 'ignore' }).status
    assert.deepEqual([exitCode(SHORT), exitCode('8500'), exitCode('not-hex'), exitCode('--help')], [0, 1, 2, 0])
  })

  test('reads the lines of mosquitto_sub -F "%t %x"', async () => {
    const said = await decode([], [text(`wk/1/a/s ${SHORT}\nwk/1/b/s ${SHORT}\n\n`)])
    assert.deepEqual(
      said.map(({ topic, kind }) => [topic, kind]),
      [
        ['wk/1/a/s', 'short'],
        ['wk/1/b/s', 'short'],
      ],
    )
  })

  test('reads the raw bytes of mosquitto_sub -v', async () => {
    const said = await decode([], [text('wk/1/a/s '), short, text('\nwk/1/b/s '), short, text('\n')])
    assert.deepEqual(
      said.map(({ topic, kind }) => [topic, kind]),
      [
        ['wk/1/a/s', 'short'],
        ['wk/1/b/s', 'short'],
      ],
    )
  })

  test('reads one raw payload', async () => {
    const [said] = await decode([], [short])
    assert.equal(said?.kind, 'short')
  })
})

test('messages are found the same however the input is cut into chunks', () => {
  const whole = Buffer.concat([text(`wk/1/a/s ${SHORT}\n${SHORT}\nwk/1/b/s `), short, text('\nwk/1/c/s '), short])
  const expected = takeMessages(whole, true).messages
  assert.equal(expected.length, 4)
  fc.assert(
    fc.property(fc.array(fc.nat(whole.length), { maxLength: 6 }), (cuts) => {
      const edges = [0, ...cuts.sort((a, b) => a - b), whole.length]
      const found = []
      let rest = new Uint8Array()
      for (const [i, edge] of edges.entries()) {
        const taken = takeMessages(Buffer.concat([rest, whole.subarray(edges[i - 1] ?? 0, edge)]), false)
        rest = taken.rest
        found.push(...taken.messages)
      }
      assert.deepEqual([...found, ...takeMessages(rest, true).messages], expected)
    }),
  )
})
