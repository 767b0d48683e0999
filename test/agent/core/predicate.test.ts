import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type FieldValues, parsePredicate } from '../../../agent/core/predicate.ts'

function given(text: string) {
  const parsed = parsePredicate(text)
  assert.ok(parsed.ok, JSON.stringify(parsed))
  return parsed.predicate
}

const holds = (text: string, values: FieldValues) => given(text).holds(values)

test('compares a field with a number in six ways', () => {
  const at = (operator: string) => [1, 2, 3].map((value) => holds(`x ${operator} 2`, { x: value }))
  assert.deepEqual(at('=='), [false, true, false])
  assert.deepEqual(at('!='), [true, false, true])
  assert.deepEqual(at('<'), [true, false, false])
  assert.deepEqual(at('<='), [true, true, false])
  assert.deepEqual(at('>'), [false, false, true])
  assert.deepEqual(at('>='), [false, true, true])
})

test('a missing field makes its comparison false, also `!=`', () => {
  assert.equal(holds('x != 2', {}), false)
  assert.equal(holds('x != 2', { x: null }), false)
  assert.equal(holds('x < 2 or y == 1', { x: null, y: 1 }), true)
  assert.equal(holds('toString == 1 or constructor != 1', {}), false)
})

test('`and` binds tighter than `or`, parentheses tightest', () => {
  const values = { a: 1, b: 0, c: 0 }
  assert.equal(holds('a == 1 or b == 1 and c == 1', values), true)
  assert.equal(holds('(a == 1 or b == 1) and c == 1', values), false)
})

test('says which fields it reads, each once', () => {
  assert.deepEqual(given('a == 1 and (b < -2.5e3 or a > .5) and "odd name-%" == 0').fields, ['a', 'b', 'odd name-%'])
})

test('names that begin like a word of the language are names', () => {
  assert.equal(holds('order == 1 and android == 2', { order: 1, android: 2 }), true)
})

const refused: [text: string, problem: string][] = [
  ['', 'at character 1: expected a field or `(`, found the end'],
  ['  ', 'at character 3: expected a field or `(`, found the end'],
  ['x', 'at character 2: expected a comparison (== != < <= > >=) after `x`, found the end'],
  ['x = 1', 'at character 3: expected a comparison (== != < <= > >=) after `x`, found `=`'],
  ['x == y', 'at character 6: expected a number after `==`, found `y`'],
  ['x == 1 y == 2', 'at character 8: expected `and`, `or` or the end, found `y`'],
  ['x == 1 and', 'at character 11: expected a field or `(`, found the end'],
  ['(x == 1', 'at character 8: expected `)`, found the end'],
  ['x == 1)', 'at character 7: expected `and`, `or` or the end, found `)`'],
  ['x == 1.2.3', 'at character 6: expected a number after `==`, found `1.2.3`'],
  ['x == "1"', 'at character 6: expected a number after `==`, found `"1"`'],
  ['x == 1; DROP', 'at character 7: expected `and`, `or` or the end, found `;`'],
  ['x == 1 && y == 2', 'at character 8: expected `and`, `or` or the end, found `&&`'],
]
for (const [text, problem] of refused) {
  test(`refuses \`${text}\` and says where`, () => {
    const parsed = parsePredicate(text)
    assert.equal(parsed.ok ? 'accepted' : parsed.problem, problem)
  })
}

test('is refused past 500 characters, and deep nesting within them is read', () => {
  assert.equal(parsePredicate(`x == ${'1'.repeat(500)}`).ok, false)
  assert.equal(holds(`${'('.repeat(240)}x == 1${')'.repeat(240)}`, { x: 1 }), true)
})

test('no text at all makes it throw', () => {
  const pieces = fc.constantFrom('x', '"y"', '==', '<', '1', '-2e3', '(', ')', 'and', 'or', ' ', '&', '"', '1.2.')
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(pieces).map((parts) => parts.join(' ')),
      ),
      (text) => {
        const parsed = parsePredicate(text)
        if (parsed.ok) assert.equal(typeof parsed.predicate.holds({}), 'boolean')
        else assert.ok(parsed.at >= 1 && parsed.at <= text.length + 1)
      },
    ),
  )
})
