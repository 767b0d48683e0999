import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { suite, test } from 'node:test'
import { decodeMessage, encodeAck, encodeBirth, encodeSummary } from '../../shared/wire/codec.ts'
import { explain } from '../../shared/wire/explain.ts'

/** What was once sent must stay readable for ever. A new version adds a folder; the files of old ones never change. */

type Golden = { readonly what: string; readonly hex: string; readonly says: object & { readonly topic: string } }

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'))
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

const golden = (version: string) =>
  globSync(join(import.meta.dirname, 'golden', version, '*.json')).flatMap((file) => {
    const messages: Golden[] = JSON.parse(readFileSync(file, 'utf8'))
    return messages.map((message) => ({ ...message, name: basename(file, '.json') }))
  })

suite('messages of version 1', () => {
  const messages = golden('v1')

  test('there are some of each kind', () => {
    assert.deepEqual([...new Set(messages.map(({ name }) => name))].sort(), ['ack', 'birth', 'summary'])
  })

  for (const { name, what, hex, says } of messages) {
    test(`${name}, ${what}: says what it always said`, () => {
      assert.deepEqual(JSON.parse(JSON.stringify(explain(says.topic, bytesOf(hex)))), says)
      assert.deepEqual({ ...explain(null, bytesOf(hex)), topic: says.topic }, explain(says.topic, bytesOf(hex)))
    })

    test(`${name}, ${what}: is still written the same`, () => {
      assert.equal(writtenAgain(name, bytesOf(hex)), hex)
    })
  }
})

function writtenAgain(name: string, bytes: Uint8Array): string {
  const [birth, summary, ack] = [
    decodeMessage('birth', bytes),
    decodeMessage('summary', bytes),
    decodeMessage('ack', bytes),
  ]
  if (name === 'birth' && birth.ok) return hexOf(encodeBirth(birth.message))
  if (name === 'summary' && summary.ok) return hexOf(encodeSummary(summary.message))
  if (name === 'ack' && ack.ok) return hexOf(encodeAck(ack.message))
  return 'unreadable'
}
