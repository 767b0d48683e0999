import * as v from 'valibot'
import { by, kind, seconds, severity, text, whole } from './parts.ts'

const block = v.variant('kind', [
  v.object({ kind: v.literal('heading'), text }),
  v.object({ kind: v.literal('text'), text }),
  v.object({ kind: v.literal('list'), items: v.array(text) }),
  v.object({ kind: v.literal('link'), text, href: text }),
])

/** What a ticket is to say. */
export const storedDraft = v.object({ summary: text, severity, blocks: v.array(block) })

const issue = v.object({ id: text, key: text, url: text })
const status = v.picklist(['new', 'in-progress', 'done'])

const ticketKind = <T extends string, E extends v.ObjectEntries>(type: T, entries: E) =>
  kind(type, { ticket: text, ...entries })

/** The kinds of event about a ticket, as they are stored. */
export const ticketKinds = [
  ticketKind('ticket-wanted', {
    label: text,
    assets: v.optional(v.array(text), []),
    incidents: v.array(text),
    draft: storedDraft,
    key: v.nullable(text),
    by,
  }),
  ticketKind('ticket-sending', { attempt: whole }),
  ticketKind('ticket-unknown', { attempt: whole, reason: text }),
  ticketKind('ticket-looked', {}),
  ticketKind('ticket-ready', { notBefore: seconds, without: v.array(text), reason: text }),
  ticketKind('ticket-refused', { reason: text, problems: v.record(text, text) }),
  ticketKind('ticket-parked', { reason: text }),
  ticketKind('ticket-held', { reason: v.literal('recovered') }),
  ticketKind('ticket-dropped', { reason: v.nullable(text), by }),
  ticketKind('ticket-marked', { reason: v.nullable(text) }),
  ticketKind('ticket-linked', { issue, how: v.picklist(['created', 'found', 'by-hand']) }),
  ticketKind('ticket-inherited', { incidents: v.array(text) }),
  ticketKind('ticket-followed', { issue, status }),
  ticketKind('ticket-closed', { how: v.picklist(['done', 'missing']), resolution: v.nullable(text) }),
  ticketKind('ticket-doubled', { kept: issue, others: v.array(issue) }),
  ticketKind('ticket-update-wanted', { op: text, blocks: v.array(block), move: v.nullable(status) }),
  ticketKind('ticket-commented', { op: text, reason: v.nullable(text), way: v.optional(v.nullable(text), null) }),
  ticketKind('ticket-unopened', { op: text, reason: text }),
] as const
