import type { Note } from '../../../shared/api/note.ts'
import type { Vessel } from '../../../shared/api/vessel.ts'
import { ago } from '../../format.ts'
import { flag, type Hole, type Html, html } from '../../html.ts'
import type { Piece } from '../../layout.ts'
import { personName } from '../../person.ts'
import { exactly } from './facts.ts'

/** How long a note may be: more is a document, and has a place elsewhere. */
export const MOST_LETTERS = 500

/** What somebody tried to write, or null to remove, and why that was not done. */
export type NoteTried = { readonly text: string | null; readonly words: string }

type Noted = Pick<Vessel, 'id' | 'name' | 'zone' | 'at' | 'notes'>

/** What people on shore want each other to know of the vessel, and where that is written. */
export const notesSection = (vessel: Noted, mayAct: boolean, tried?: NoteTried): Html =>
  html`<section class="notes" id="notes" aria-labelledby="notes-title"><h2 id="notes-title">Notes <span class="muted"><a href="${`/audit?vessel=${vessel.id}&kind=note`}">with those that were removed</a></span></h2>
${tried?.text === null && html`<p class="refused" role="alert"><strong>Nothing was removed.</strong> ${tried.words}</p>`}
${notesPiece(vessel, mayAct).html}
${mayAct && writeForm(vessel.id, tried)}</section>`

/** The notes themselves; what is just being written is nobody's to replace. */
export const notesPiece = (vessel: Noted, mayAct: boolean): Piece => ({
  id: 'notes-list',
  html: html`<div id="notes-list">${
    vessel.notes.length === 0
      ? html`<p class="quiet">None. What the next watch should know of ${vessel.name} is written here${!mayAct && ', by whoever has the role operator'}.</p>`
      : html`<ol>${vessel.notes.map((note) => noteItem(vessel, note, mayAct))}</ol>`
  }</div>`,
})

const noteItem = (vessel: Noted, { id, text, by, at }: Note, mayAct: boolean): Html =>
  html`<li id="${id}"><p class="words">${text}</p>
<p class="muted">${personName(by)}, ${ago(at, vessel.at, exactly(at, vessel))}</p>${mayAct && removeForm(vessel.id, id)}</li>`

const removeForm = (vessel: string, note: string): Html => {
  const address = `/vessels/${vessel}/notes/${note}/remove`
  return html`<div class="actions"><details id="${`${note}-remove`}"><summary>Remove</summary>
<form method="post" action="${address}" hx-post="${address}" hx-target="#notes" hx-swap="outerHTML"><p>Who wrote it and who removed it stays in the audit.</p> <button type="submit">Remove this note</button></form></details></div>`
}

function writeForm(vessel: string, tried?: NoteTried): Html {
  const address = `/vessels/${vessel}/notes`
  const error = tried !== undefined && tried.text !== null ? tried.words : null
  const inside: Hole = html`<summary>Write a note</summary>
<form method="post" action="${address}" hx-post="${address}" hx-target="#notes" hx-swap="outerHTML">
<p class="field-block"><label for="note-text">What others should know, at most ${MOST_LETTERS} characters</label>
<textarea id="note-text" name="text" rows="3" maxlength="${MOST_LETTERS}" required aria-invalid="${flag(error !== null)}" aria-describedby="note-text-error">${tried?.text ?? ''}</textarea>
<span class="error" id="note-text-error">${error}</span></p>
<button type="submit">Write it down</button>
</form>`
  return error === null
    ? html`<div class="actions"><details id="note-write">${inside}</details></div>`
    : html`<div class="actions"><details id="note-write" open>${inside}</details></div>`
}

/** The notes by themselves, when something was refused and there is no script to say so in its place. */
export const notesMain = (vessel: Noted, tried: NoteTried): Html => html`<main id="main" class="narrow vessel">
<p class="path"><a href="${`/vessels/${vessel.id}`}">Back without doing it</a></p>
<header class="title"><h1>Not done</h1> <p>${vessel.name}</p></header>
${notesSection(vessel, true, tried)}
</main>`
