import type { Block } from '../../shared/draft-text.ts'
import type { IssueRef, IssueStatus } from '../core/tickets/ticket.ts'
import type { TicketDraft } from '../core/tickets/ticket-draft.ts'

export type { IssueRef, IssueStatus }

/**
 * What became of one request to a tracker. `refused`, `unauthorized`, `retry-later` and `not-sent` are certain: nothing was changed.
 * After `unknown` it may have been changed or not, now or in some minutes.
 */
export type Asked<T> = { readonly kind: 'ok'; readonly value: T } | Unanswered

export type Unanswered =
  /** `problems` are the tracker's words by its field names. */
  | { readonly kind: 'refused'; readonly words: string; readonly problems: Readonly<Record<string, string>> }
  | { readonly kind: 'unauthorized'; readonly words: string }
  | { readonly kind: 'retry-later'; readonly words: string; readonly afterS: number | null }
  | { readonly kind: 'not-sent'; readonly words: string }
  | { readonly kind: 'unknown'; readonly words: string; readonly afterS: number | null }

export type Issue = IssueRef & {
  readonly summary: string
  /** When it changed last; what was seen later is not undone by what is older. */
  readonly updatedMs: number
  readonly status: IssueStatus
  /** Why it is done, in the tracker's word. */
  readonly resolution: string | null
  readonly labels: readonly string[]
  /** The label that we made it with, where a search found it: a copy by people carries the label alone. */
  readonly madeWith: string | null
}

/** One line of a checklist: whether the configuration fits what the tracker says of itself, soon will not, or could not be asked. */
export type Check = { readonly what: string; readonly standing: Standing; readonly words: string }

export const STANDINGS = ['good', 'unasked', 'soon', 'wrong'] as const

export type Standing = (typeof STANDINGS)[number]

/** The way back to our page of what an issue is about; the tracker keeps one per `id`. */
export type WayBack = { readonly id: string; readonly href: string; readonly title: string }

/** The labels by which an issue is found again, and the approved draft; `without` are optional fields that it refused. */
export type IssueOrder = {
  readonly label: string
  /** Of all issues of the same vessel or component. */
  readonly assets: readonly string[]
  /** Null while the hub does not know where people reach it. */
  readonly back: WayBack | null
  readonly attempt: number
  readonly draft: TicketDraft
  readonly without: readonly string[]
}

/** An issue as the tracker would get it, field by field in the order in which people read it, and its description. */
export type IssuePreview = {
  readonly fields: readonly { readonly name: string; readonly value: string }[]
  readonly blocks: readonly Block[]
}

/** Where tickets are: JIRA, or what stands in for it. No call repeats by itself what changes something. */
export interface IssueTracker {
  /** Where people see it. */
  readonly name: string
  /** Fields that it may leave out when they are refused. */
  readonly optionalFields: readonly string[]
  preflight(): Promise<readonly Check[]>
  /** Whether it lets the hub in, and lets it see and create. */
  probe(): Promise<Asked<null>>
  /**
   * All that carry the label, oldest first. The search may be minutes behind; that the hub may see them was made sure, and when
   * there are none, that it finds any of `known`, which are labels of issues that are there: else nothing is said.
   */
  find(label: string, known: readonly string[]): Promise<Asked<readonly Issue[]>>
  /** Open issues that may be about the same, newest first and few: by label, or by these words in the summary. */
  similar(labels: readonly string[], words: string): Promise<Asked<readonly Issue[]>>
  /** The very issue that `create` would ask for; asks nobody. */
  preview(order: IssueOrder): IssuePreview
  create(order: IssueOrder): Promise<Asked<IssueRef>>
  /** At most 100. Up to date. Who is in neither list was not answered for. */
  fetch(
    ids: readonly string[],
  ): Promise<Asked<{ readonly issues: readonly Issue[]; readonly missing: readonly string[] }>>
  /** Once per `op`, as far as comments can be seen: it looks before it writes. */
  comment(id: string, op: string, blocks: readonly Block[]): Promise<Asked<null>>
  /**
   * The name of the way that it took; null when it is there already; refused when the workflow has none. `new` is wherever it is not
   * done: an issue that people have taken up is not put back.
   */
  transition(id: string, to: IssueStatus): Promise<Asked<string | null>>
  /** Says that `duplicate` is one of `original`; once. */
  link(duplicate: IssueRef, original: IssueRef): Promise<Asked<null>>
  /** Adds labels beside those that are there; nothing else of the issue is touched. */
  label(id: string, labels: readonly string[]): Promise<Asked<null>>
  /** Shows the way back in the issue; once per its id. */
  remember(id: string, back: WayBack): Promise<Asked<null>>
}
