import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PAGES } from '../../browser/pages.ts'
import { givenApp } from '../given-app.ts'

test('every page can be asked to stand still, for those who judge or print it, and is the same page', async () => {
  const { get } = givenApp()
  const status = async (address: string) => (await get(address, { Accept: 'text/html' })).status
  for (const path of PAGES)
    assert.equal(await status(`${path}${path.includes('?') ? '&' : '?'}live=0`), await status(path), path)
})
