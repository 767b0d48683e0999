import { type Hole, type Html, html } from '../../html.ts'

/** What would be entered, before it is. */
export type Preview =
  | {
      readonly kind: 'clear'
      readonly words: string
      /** By the clocks that it goes by, then in UTC; null where each vessel has its own. */
      readonly times: readonly { readonly wall: string; readonly utc: string | null }[]
      readonly more: boolean
      /** What a person may not expect of it. */
      readonly notes: readonly string[]
    }
  | { readonly kind: 'unclear'; readonly words: string }

/** Kept up by the script while the form changes; without it a button of the form asks for it. */
export const previewPiece = (form: string, preview: Preview | null): Html =>
  html`<div class="preview" id="${`${form}-preview`}" role="status">${inside(preview)}</div>`

function inside(preview: Preview | null): Hole {
  if (preview === null)
    return html`<p class="quiet">Here stands what it means, with the next times, before it is saved.</p>`
  if (preview.kind === 'unclear') return html`<p class="quiet">${preview.words}</p>`
  return [
    html`<p><strong>${preview.words}</strong></p>`,
    preview.times.length > 0 &&
      html`<ol class="times">${preview.times.map(({ wall, utc }) => html`<li>${wall}${utc !== null && html` <span class="muted">${utc}</span>`}</li>`)}</ol>`,
    preview.more && html`<p class="quiet">… and so on.</p>`,
    preview.notes.map((note) => html`<p class="quiet">${note}</p>`),
  ]
}
