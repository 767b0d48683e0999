import type { Severity } from './severity.ts'

/** A piece of text as a tracker shows it, in no tracker's format. */
export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }

/** What a ticket is to say, as it was approved. */
export type TicketDraft = {
  readonly summary: string
  readonly severity: Severity
  readonly blocks: readonly Block[]
}
