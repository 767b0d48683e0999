import * as v from 'valibot'
import { SEVERITIES } from '../alerts/severity.ts'
import type { By } from '../by.ts'

const text = v.string()
const seconds = v.pipe(v.number(), v.integer())
const whole = v.pipe(v.number(), v.integer(), v.minValue(0))

const block = v.variant('kind', [
  v.object({ kind: v.literal('heading'), text }),
  v.object({ kind: v.literal('text'), text }),
  v.object({ kind: v.literal('list'), items: v.array(text) }),
  v.object({ kind: v.literal('link'), text, href: text }),
])

/** What a ticket is to say. */
export const storedDraft = v.object({ summary: text, severity: v.picklist(SEVERITIES), blocks: v.array(block) })

const issue = v.object({ id: text, key: text, url: text })
const status = v.picklist(['new', 'in-progress', 'done'])

const kind = <T extends string, E extends v.ObjectEntries>(type: T, entries: E) =>
  v.object({ type: v.literal(type), at: seconds, learnedAt: seconds, ticket: text, ...entries })

/** The kinds of event about a ticket, as they are stored. */
export const ticketKinds = (by: v.GenericSchema<unknown, By>) =>
  [
    kind('ticket-wanted', {
      label: text,
      assets: v.optional(v.array(text), []),
      incidents: v.array(text),
      draft: storedDraft,
      key: v.nullable(text),
      by,
    }),
    kind('ticket-sending', { attempt: whole }),
    kind('ticket-unknown', { attempt: whole, reason: text }),
    kind('ticket-looked', {}),
    kind('ticket-ready', { notBefore: seconds, without: v.array(text), reason: text }),
    kind('ticket-refused', { reason: text, problems: v.record(text, text) }),
    kind('ticket-parked', { reason: text }),
    kind('ticket-held', { reason: v.literal('recovered') }),
    kind('ticket-dropped', { reason: v.nullable(text), by }),
    kind('ticket-marked', { reason: v.nullable(text) }),
    kind('ticket-linked', { issue, how: v.picklist(['created', 'found', 'by-hand']) }),
    kind('ticket-inherited', { incidents: v.array(text) }),
    kind('ticket-followed', { issue, status }),
    kind('ticket-closed', { how: v.picklist(['done', 'missing']), resolution: v.nullable(text) }),
    kind('ticket-doubled', { kept: issue, others: v.array(issue) }),
    kind('ticket-update-wanted', { op: text, blocks: v.array(block), move: v.nullable(status) }),
    kind('ticket-commented', { op: text, reason: v.nullable(text) }),
  ] as const
