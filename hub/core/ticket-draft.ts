/** How bad it is; the order is the rank. */
export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const
export type Severity = (typeof SEVERITIES)[number]

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
