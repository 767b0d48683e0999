import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { documentFault } from '../../../deploy/demo/jira/document.ts'
import { adfOf } from '../../../hub/adapters/jira/adf.ts'
import type { Block } from '../../../shared/draft-text.ts'
import { adfFaults } from './adf-schema.ts'

const text = fc.string({ unit: 'grapheme', maxLength: 60 })
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('heading' as const), text }),
  fc.record({ kind: fc.constant('text' as const), text: fc.array(text).map((lines) => lines.join('\n')) }),
  fc.record({ kind: fc.constant('list' as const), items: fc.array(text, { maxLength: 5 }) }),
  fc.record({ kind: fc.constant('link' as const), text, href: fc.webUrl() }),
)

test('whatever a ticket says, it is a document by the schema of Atlassian and by the stand-in', () => {
  fc.assert(
    fc.property(fc.array(block, { maxLength: 8 }), (blocks) => {
      const document = adfOf(blocks)
      assert.deepEqual(adfFaults(document), [])
      assert.equal(documentFault(document), null)
    }),
  )
})

const doc = (...content: unknown[]) => ({ type: 'doc', version: 1, content })
const paragraph = (...content: unknown[]) => ({ type: 'paragraph', content })
const wrong: readonly (readonly [string, unknown])[] = [
  ['a plain text', 'The server is down.'],
  ['a document without a version', { type: 'doc', content: [] }],
  ['a document without content', { type: 'doc', version: 1 }],
  ['an empty text', doc(paragraph({ type: 'text', text: '' }))],
  ['a node that nobody knows', doc({ type: 'shout', content: [] })],
  ['a mark that nobody knows', doc(paragraph({ type: 'text', text: 'Down', marks: [{ type: 'blink' }] }))],
  ['a text outside of a paragraph', doc({ type: 'text', text: 'Down' })],
  ['an empty list', doc({ type: 'bulletList', content: [] })],
]
for (const [what, document] of wrong) {
  test(`${what} is refused by both`, () => {
    assert.notDeepEqual(adfFaults(document), [])
    assert.notEqual(documentFault(document), null)
  })
}
