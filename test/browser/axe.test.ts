import assert from 'node:assert/strict'
import { test } from 'node:test'
import { needs } from '../servers.ts'
import { wrongPages } from './judged.ts'
import { PAGES } from './pages.ts'

test('every page can be used by everybody, by day and by night and on a small phone', {
  ...needs('chromium'),
  timeout: 600_000,
}, async (t) => {
  assert.deepEqual(await wrongPages(t, 66, PAGES), [])
})
