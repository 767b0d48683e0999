import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Block, blocksOf, textOf } from '../../shared/draft-text.ts'

const word = fc.stringMatching(/^[A-Za-z0-9äß%:,.]{1,9}$/)
const sentence = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' '))
const block: fc.Arbitrary<Block> = fc.oneof(
  sentence.map((text) => ({ kind: 'heading', text }) as const),
  sentence.map((text) => ({ kind: 'text', text }) as const),
  fc.array(sentence, { minLength: 1, maxLength: 4 }).map((items) => ({ kind: 'list', items }) as const),
  sentence.map((text) => ({ kind: 'link', text, href: 'https://watch.example.com/x' }) as const),
)

test('what a ticket says comes back from the text in which people edit it', () => {
  fc.assert(
    fc.property(fc.array(block, { maxLength: 6 }), (blocks) => {
      assert.deepEqual(blocksOf(textOf(blocks)), blocks)
    }),
  )
})

test('whatever people enter becomes blocks that read the same when they are edited again', () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 40, unit: fc.constantFrom('a', ' ', '\n', '-', '#', '[', ']', '(', ')', '\r\n') }),
      (text) => {
        const blocks = blocksOf(text)
        assert.deepEqual(blocksOf(textOf(blocks)), blocks)
      },
    ),
  )
})

test('lines, lists, headings and links are what they look like', () => {
  assert.deepEqual(
    blocksOf('# Seen\r\n\r\nThe mast is bent.\nAsk the crew.\n- one\n- two\n  more\n\n[Vessel](https://w.example/v)'),
    [
      { kind: 'heading', text: 'Seen' },
      { kind: 'text', text: 'The mast is bent.\nAsk the crew.' },
      { kind: 'list', items: ['one', 'two\nmore'] },
      { kind: 'link', text: 'Vessel', href: 'https://w.example/v' },
    ],
  )
})
