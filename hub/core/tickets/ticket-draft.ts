import type { Block } from '../../../shared/draft-text.ts'
import type { Severity } from '../alerts/severity.ts'

/** What a ticket is to say, as it was approved. */
export type TicketDraft = {
  readonly summary: string
  readonly severity: Severity
  readonly blocks: readonly Block[]
}
