import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { MOST_NOTES } from '../../../hub/core/notes/note-command.ts'
import type { Notes } from '../../../shared/api/note.ts'
import { iso } from '../../../shared/time.ts'
import { vesselPieces } from '../../../web/pages/vessel/vessel.ts'
import { idOf, NOW } from '../../fakes/views.ts'
import { documented } from '../documented.ts'
import { givenApp } from '../given-app.ts'

/** Down since days, so it stands on the list of what needs attention. */
const VESSEL = idOf(4)
const PATH = `/vessels/${VESSEL}/notes`
const ADA = { Cookie: 'watchkeeper=Ada' }
const BEN = { Cookie: 'watchkeeper=Ben' }
const HTMX = { ...ADA, 'HX-Request': 'true' }
const PAGE = { ...ADA, Accept: 'text/html' }

const words = (html: string): string => html.replace(/<[^>]*>/g, '').replaceAll('&#39;', "'")

function given(as: 'viewer' | 'operator' = 'operator') {
  const app = givenApp(66, NOW * 1000, as)
  const notes = async () => (await app.views.vessel(VESSEL))?.notes ?? assert.fail('no vessel')
  const page = async (path = `/vessels/${VESSEL}`) => words(await (await app.get(path)).text())
  return { ...app, notes, page }
}

describe('a note on a vessel', () => {
  test('is written by an operator, and stands on its page with who and when', async () => {
    const { post, get, notes, page } = given()
    const answer = await post(PATH, { text: '  The part is in Bergen.\r\nCall <Olav>.  ' }, ADA)
    assert.deepEqual([answer.status, answer.headers.get('Location')], [303, `/vessels/${VESSEL}#notes`])
    const [note] = await notes()
    assert.deepEqual(
      [note?.text, note?.by, note?.at],
      ['The part is in Bergen.\nCall <Olav>.', { kind: 'user', name: 'Ada' }, iso(NOW)],
    )
    const html = await (await get(`/vessels/${VESSEL}`)).text()
    const history = /<h2 id="notes-title">Notes .*?href="([^"]*)"/.exec(html)?.[1] ?? ''
    assert.equal((await get(history.replaceAll('&amp;', '&'))).status, 200, history)
    assert.match(await page(), /The part is in Bergen\.\nCall &lt;Olav&gt;\.\s*Ada, 0 s ago/)
  })

  test('comes back to a page with script as the notes alone, and is a piece of its own of the live page', async () => {
    const { post, views, get } = given()
    const html = await (await post(PATH, { text: 'sails on Monday' }, HTMX)).text()
    assert.match(html, /^<section class="notes" id="notes"/)
    assert.match(html, /sails on Monday/)
    const vessel = (await views.vessel(VESSEL)) ?? assert.fail('no vessel')
    const timeline = { vessel: VESSEL, from: iso(NOW), to: iso(NOW), watermark: null, excuses: [], components: [] }
    const piece = vesselPieces({ vessel, timeline, health: views.health(), mayAct: true }).find(
      ({ id }) => id === 'notes-list',
    )
    assert.match(String(piece?.html), /^<div id="notes-list">.*sails on Monday/s)
    assert.doesNotMatch(String(piece?.html), /textarea/, 'what is just being written is left alone')
    assert.ok((await (await get(`/vessels/${VESSEL}`)).text()).includes('<div id="notes-list">'))
  })

  test('without words, or with too many, is refused at the field, and what was written stays there', async () => {
    const { post, notes } = given()
    for (const [text, why] of [
      [' \n ', 'write what others should know'],
      ['x'.repeat(501), 'takes at most 500 characters'],
    ] as const)
      for (const headers of [HTMX, PAGE]) {
        const answer = await post(PATH, { text }, headers)
        assert.equal(answer.status, 422)
        const html = await answer.text()
        assert.match(
          html,
          new RegExp(`aria-invalid="true" aria-describedby="note-text-error">${text.trim().slice(0, 9)}`),
        )
        assert.match(html, new RegExp(`<span class="error" id="note-text-error">${why}</span>`))
        assert.match(html, /<details id="note-write" open>/)
      }
    assert.deepEqual(await notes(), [])
    const lines = `${'x'.repeat(498)}\r\ny`
    assert.equal((await post(PATH, { text: lines }, ADA)).status, 303, 'a line break counts once, as in the field')
  })

  test('is removed by whoever may, once: the second one is told', async () => {
    const { post, notes, page } = given()
    await post(PATH, { text: 'sails on Monday' }, ADA)
    const [note] = await notes()
    const remove = `${PATH}/${note?.id}/remove`
    assert.equal((await post(remove, {}, BEN)).status, 303)
    assert.doesNotMatch(await page(), /sails on Monday/)
    const late = await post(remove, {}, PAGE)
    assert.equal(late.status, 409)
    assert.match(words(await late.text()), /Nothing was removed\. Somebody has removed this note meanwhile\./)
  })

  test(`is refused where ${MOST_NOTES} stand already`, async () => {
    const { post, notes } = given()
    for (let at = 0; at < MOST_NOTES; at++) await post(PATH, { text: `note ${at}` }, ADA)
    const answer = await post(PATH, { text: 'one more' }, HTMX)
    assert.equal(answer.status, 409)
    assert.match(await answer.text(), />one more<\/textarea>.*20 notes stand already: remove one/s)
    assert.equal((await notes()).length, MOST_NOTES)
  })

  test('is not for viewers to write or to remove, and not of a vessel that there is not', async () => {
    const viewer = given('viewer')
    assert.doesNotMatch(await (await viewer.get(`/vessels/${VESSEL}`)).text(), /note-write|Remove this note/)
    assert.equal((await viewer.post(PATH, { text: 'hello' }, ADA)).status, 403)
    assert.equal((await viewer.post(`${PATH}/note-1/remove`, {}, ADA)).status, 403)
    assert.equal((await given().post('/vessels/mv-none/notes', { text: 'hello' }, ADA)).status, 404)
  })

  test('stands by on the list of what needs attention, and not where nothing can be pressed', async () => {
    const { post, get } = given()
    await post(PATH, { text: 'the part is in "Bergen"' }, ADA)
    const list = async (path: string) => {
      const html = await (await get(path)).text()
      return html.slice(html.indexOf(`id="concern-${VESSEL}"`)).split('</li>')[0] ?? ''
    }
    assert.match(
      await list('/'),
      /tabindex="0" data-exact="Ada: the part is in &quot;Bergen&quot;">note<span class="aloud"> of Ada: the part/,
    )
    assert.doesNotMatch(await list('/?wall'), /Bergen/)
  })

  test('is among what is known for a decision about a ticket', async () => {
    const { views, page } = given()
    const at = { at: NOW, learnedAt: NOW, by: { kind: 'user', name: 'Ada' } } as const
    await views.docket.happen(
      ...['first', 'second', 'third', 'fourth'].map((text) => ({
        type: 'note-written' as const,
        ...at,
        note: text,
        text,
      })),
    )
    assert.match(
      await page('/approvals'),
      /Notes on .*fourth Ada, 0 s ago\s*third Ada, 0 s ago\s*second Ada, 0 s ago\s*1 more/s,
    )
  })
})

describe('by the API notes', () => {
  test('are read as documented, with the vessel and by themselves', async () => {
    const { post, get } = given()
    await post(PATH, { text: 'sails on Monday' }, ADA)
    const read = (await documented(get, '/api/v1/vessels/{id}/notes', `/api/v1${PATH}`)) as Notes
    assert.deepEqual(
      read.notes.map(({ text }) => text),
      ['sails on Monday'],
    )
    const vessel = (await documented(get, '/api/v1/vessels/{id}', `/api/v1/vessels/${VESSEL}`)) as Notes
    assert.deepEqual(vessel.notes, read.notes)
    await documented(get, '/api/v1/vessels/{id}/notes', '/api/v1/vessels/mv-none/notes', 404)
  })

  test('are written and removed by a program, which gets what stands then', async () => {
    const { app, notes } = given()
    const send = (path: string, body: object, type = 'application/json') =>
      app.fetch(
        new Request(`http://localhost/api/v1${path}`, {
          method: 'POST',
          body: JSON.stringify(body),
          headers: { Host: 'localhost', Authorization: 'Bearer wk_1', 'Content-Type': type },
        }),
      )
    const written = await send(PATH, { text: 'sails on Monday' })
    assert.equal(written.status, 200)
    const [note] = ((await written.json()) as Notes).notes
    assert.equal(note?.text, 'sails on Monday')
    assert.deepEqual([(await send(PATH, { text: '' })).status, (await send(PATH, {}, 'text/plain')).status], [400, 400])
    assert.deepEqual(await (await send(`${PATH}/${note?.id}/remove`, {})).json(), { notes: [] })
    assert.equal((await send(`${PATH}/${note?.id}/remove`, {})).status, 409)
    assert.equal((await send('/vessels/mv-none/notes', { text: 'hello' })).status, 404)
    assert.deepEqual(await notes(), [])
  })
})
