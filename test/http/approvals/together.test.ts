import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AppOptions } from '../../../hub/http/app.ts'
import { Fault } from '../../../shared/fault.ts'
import { PROPOSAL } from '../../fakes/docket.ts'
import { SOME_KEY } from '../../fakes/gate.ts'
import { idOf, NOW } from '../../fakes/views.ts'
import { givenApp } from '../given-app.ts'

const ITEM = `${idOf(5)}/${PROPOSAL}/1`

/** One list of several, sent as the page sends it. */
function given(more: Partial<AppOptions> = {}) {
  const { app, views } = givenApp(66, NOW * 1000, 'admin', more)
  const approved = async (...items: readonly string[]): Promise<Response> => {
    const body = new URLSearchParams({ 'form-key': SOME_KEY, do: 'approve' })
    for (const item of items) body.append('item', item)
    const headers = { Host: 'localhost', Origin: 'http://localhost', Cookie: 'watchkeeper=Ada' }
    return app.fetch(new Request('http://localhost/approvals/together', { method: 'POST', body, headers }))
  }
  const stage = async () => (await views.proposals()).proposals[0]?.stage.kind
  return { approved, stage }
}

for (const wrong of ['mv-none/p-1/1', `${idOf(5)}/p-none/1`, `${idOf(5)}/${PROPOSAL}/first`])
  test(`a list that names ${wrong} decides nothing, whatever stands above it`, async () => {
    const { approved, stage } = given()
    const answer = await approved(ITEM, wrong)
    assert.equal(answer.status, 400)
    assert.match(await answer.text(), /nothing was decided/)
    assert.equal(await stage(), 'waiting')
  })

test('where the world fails over one of them, that is said of this one', async () => {
  const decide = () => Promise.reject(new Fault('unavailable', 'The disk is full.'))
  const page = await given({ decide }).approved(ITEM)
  assert.equal(page.status, 200)
  assert.match(await page.text(), /Approved: 0 of 1.*Nothing was decided\.<\/strong> The disk is full\./s)
})
