import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lean, loadAssets } from '../../web/static.ts'

test('styles are sent without comments and indentation, and mean what they meant', () => {
  assert.equal(
    lean('/* why */\n.form\n  .field,\n.row {\n  /* and\n     why */ gap: 1px;\n}\n'),
    '\n.form\n.field,\n.row {\ngap: 1px;\n}\n',
  )
  const { css } = loadAssets(['css'])
  assert.doesNotMatch(Buffer.from(css.body).toString(), /\/\*|\n\s/)
})
