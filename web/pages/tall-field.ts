import { type Html, html } from '../html.ts'

/** A field with its label above it, for a thumb; what is wrong with it stands below. */
export const tallField = (id: string, label: string, input: Html, error: string | undefined = undefined): Html =>
  html`<p class="field-block"><label for="${id}">${label}</label> ${input}${error !== undefined && html` <span class="error" id="${`${id}-error`}">${error}</span>`}</p>`
