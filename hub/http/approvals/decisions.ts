import * as v from 'valibot'
import type { Proposal } from '../../../shared/api/proposal.ts'
import { blocksOf, textOf } from '../../../shared/draft-text.ts'
import { parseDuration } from '../../../shared/duration.ts'
import type { Seconds } from '../../../shared/time.ts'
import type { Decision } from '../../../web/pages/approvals/words.ts'
import { SEVERITIES } from '../../core/alerts/severity.ts'
import type { By } from '../../core/by.ts'
import { REJECTIONS } from '../../core/proposals/proposal.ts'
import type { ProposalCommand } from '../../core/proposals/proposal-command.ts'
import type { TicketDraft } from '../../core/tickets/ticket-draft.ts'
import { textOrNull } from '../form.ts'

export type Asked = { readonly proposal: Proposal; readonly by: By; readonly now: Seconds }
type Fields = Readonly<Record<string, string>>
type Errors = Readonly<Record<string, string>>
export type Read =
  | { readonly ok: true; command(asked: Asked): ProposalCommand }
  | { readonly ok: false; readonly errors: Errors }

const MOST_DESCRIPTION = 20_000

/** What was not chosen is said to be wrong in our words. */
const chosen = v.optional(v.string(), '')

const revision = v.pipe(v.string(), v.digits(), v.transform(Number))

const edited = v.object({
  revision,
  summary: v.optional(
    v.pipe(
      v.string(),
      v.trim(),
      v.minLength(1, 'a ticket needs a summary'),
      v.maxLength(255, 'takes at most 255 characters'),
    ),
  ),
  severity: v.optional(v.picklist(SEVERITIES, 'choose one of these')),
  description: v.optional(
    v.pipe(
      v.string(),
      v.transform((text) => text.replaceAll('\r\n', '\n').trim()),
      v.minLength(1, 'a ticket says what an engineer is to do'),
      v.maxLength(MOST_DESCRIPTION, `takes at most ${MOST_DESCRIPTION} characters`),
    ),
  ),
})

const key = v.pipe(
  v.string(),
  v.trim(),
  v.toUpperCase(),
  v.regex(/^[A-Z][A-Z0-9_]+-\d+$/, 'must be the key of an issue, as in OPS-123'),
)

/** What an approver can decide: what it takes, and what it asks of the hub. */
export const DECISIONS: Readonly<Record<Decision, { read(fields: Fields): Read }>> = {
  approve: decision(edited, (given, { proposal, by }) => ({
    type: 'approve-proposal',
    proposal: proposal.id,
    by,
    revision: given.revision,
    draft: editedDraft(given, proposal.draft),
    reason: null,
  })),
  link: decision(v.object({ revision, key }), (given, { proposal, by }) => ({
    type: 'link-proposal',
    proposal: proposal.id,
    by,
    ...given,
    reason: null,
  })),
  reject: decision(
    v.pipe(
      v.object({ why: v.pipe(chosen, v.picklist(REJECTIONS, 'choose one of these')), note: textOrNull(500) }),
      v.forward(
        v.check(({ why, note }) => why !== 'other' || note !== null, 'say which reason'),
        ['note'],
      ),
    ),
    (given, { proposal, by }) => ({
      type: 'reject-proposal',
      proposal: proposal.id,
      by,
      reason: given.why,
      note: given.note,
    }),
  ),
  snooze: decision(
    v.object({
      for: v.pipe(chosen, v.transform(parseDuration), v.number('choose one of these'), v.maxValue(7 * 86_400)),
    }),
    (given, { proposal, by, now }) => ({
      type: 'snooze-proposal',
      proposal: proposal.id,
      by,
      until: now + given.for,
      reason: null,
    }),
  ),
  wake: decision(v.object({}), (_, { proposal, by }) => ({
    type: 'wake-proposal',
    proposal: proposal.id,
    by,
    reason: null,
  })),
}

export const isDecision = (text: string): text is Decision => Object.hasOwn(DECISIONS, text)

/** The ticket as somebody has edited it, not decided yet. */
export function readEdited(fields: Fields, draft: Proposal['draft']): TicketDraft | Errors {
  const read = v.safeParse(edited, fields)
  return read.success ? (editedDraft(read.output, draft) ?? draft) : errorsOf(read.issues)
}

export const isDraft = (one: TicketDraft | Errors): one is TicketDraft => Array.isArray(one.blocks)

/** Without what was left as it was proposed when it was seen: that follows what is proposed now. */
export function onlyEdited(fields: Fields, seen: TicketDraft | null): Fields {
  if (seen === null) return fields
  const then: Fields = { summary: seen.summary, severity: seen.severity, description: textOf(seen.blocks) }
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => then[name] !== value.replaceAll('\r\n', '\n').trim()),
  )
}

/** Null: as proposed. */
function editedDraft(given: v.InferOutput<typeof edited>, draft: Proposal['draft']): TicketDraft | null {
  const { summary = draft.summary, severity = draft.severity, description = draft.text } = given
  if (summary === draft.summary && severity === draft.severity && description === draft.text) return null
  return { summary, severity, blocks: description === draft.text ? draft.blocks : blocksOf(description) }
}

function decision<S extends v.GenericSchema>(
  schema: S,
  command: (given: v.InferOutput<S>, asked: Asked) => ProposalCommand,
) {
  return {
    read(fields: Fields): Read {
      const read = v.safeParse(schema, fields)
      if (read.success) return { ok: true, command: (asked) => command(read.output, asked) }
      return { ok: false, errors: errorsOf(read.issues) }
    },
  }
}

const errorsOf = (issues: readonly v.GenericIssue[]): Errors =>
  Object.fromEntries(issues.map((issue) => [v.getDotPath(issue) ?? '', issue.message]))
