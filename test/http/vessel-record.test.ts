import assert from 'node:assert/strict'
import { test } from 'node:test'
import { idOf } from '../fakes/views.ts'
import { givenApp } from './given-app.ts'

test('a vessel page has its tickets, what people did, and the ways to all of it', async () => {
  const { get } = givenApp()
  const html = await (await get(`/vessels/${idOf(4)}`)).text()
  const tickets = html.slice(html.indexOf('id="tickets"'), html.indexOf('id="deeds"'))
  assert.match(tickets, /OPS-\d+/)
  assert.match(tickets, new RegExp(`href="/tickets\\?vessel=${idOf(4)}"`))
  const deeds = html.slice(html.indexOf('id="deeds"'), html.indexOf('id="about"'))
  assert.match(deeds, /Ada/)
  assert.match(deeds, new RegExp(`href="/audit\\?vessel=${idOf(4)}&amp;by=people"`))
})

test('a vessel of which nobody has done anything says so', async () => {
  const { get } = givenApp()
  const html = await (await get(`/vessels/${idOf(0)}`)).text()
  assert.match(html, /None yet: none is ever opened without a yes/)
  assert.match(html, /Nothing yet\./)
})
