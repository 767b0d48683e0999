import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bareName } from '../../web/state.ts'

test('a name without what all ships have in front of theirs', () => {
  for (const name of ['MV Aurora', 'M/V Aurora', 'MT Aurora', 'MS  Aurora', 'LNG/C Aurora'])
    assert.equal(bareName(name), 'Aurora')
  for (const name of ['Mt Everest', 'MVP', 'MV', 'MSC Aurora', 'Aurora MV']) assert.equal(bareName(name), name)
})
