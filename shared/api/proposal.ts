import * as v from 'valibot'
import { note } from './note.ts'
import { recovery } from './recovery.ts'
import { category, count, described, instant, severity, share, slug } from './schema.ts'
import { interval } from './timeline.ts'

const ref = v.strictObject({ id: slug, name: v.string() })

const block = v.variant('kind', [
  v.strictObject({ kind: v.literal('heading'), text: v.string() }),
  v.strictObject({ kind: v.literal('text'), text: v.string() }),
  v.strictObject({ kind: v.literal('list'), items: v.array(v.string()) }),
  v.strictObject({ kind: v.literal('link'), text: v.string(), href: v.string() }),
])

const uptime = v.strictObject({ '24h': share, '7d': share, '30d': share })

const stage = v.strictObject({
  kind: v.picklist(['waiting', 'approved', 'linked', 'rejected', 'withdrawn', 'expired']),
  at: v.nullable(instant),
  by: v.nullable(v.string()),
  why: v.nullable(v.string()),
  code: described(v.nullable(v.string()), 'why it was rejected or withdrawn, as one of a list'),
  note: described(v.nullable(v.string()), 'why, in the words of whoever decided'),
})

const ticket = v.strictObject({
  stage: v.picklist(['ready', 'sending', 'unknown', 'refused', 'parked', 'held', 'dropped', 'linked', 'closed']),
  why: v.nullable(v.string()),
  key: v.nullable(v.string()),
  url: v.nullable(v.string()),
  looks: described(
    v.nullable(v.strictObject({ done: count, of: count })),
    'while nobody knows whether it was made: so many searches have found nothing, of so many that it takes',
  ),
  doubt: described(
    v.nullable(v.picklist(['recovering', 'settling'])),
    'why it is not sent just now: it is up, not yet for good; or the vessel is still telling',
  ),
  stillDown: described(v.boolean(), 'it was closed, and what it is about goes on'),
})

/** What is known as of now of what is proposed; figures move by themselves, without another revision. */
const evidence = v.strictObject({
  state: described(
    v.picklist(['down', 'silent', 'settling', 'recovering', 'unknown']),
    'silent: not heard; settling: heard again, and still telling; recovering: up just now, not yet for good',
  ),
  recovery: described(recovery, 'of `recovering`: since when, and when it is over if it stays so'),
  lastHeard: v.nullable(instant),
  week: v.strictObject({ from: instant, to: instant }),
  components: v.array(v.strictObject({ id: slug, name: v.string(), uptime, intervals: v.array(interval) })),
  incidents: described(
    v.array(
      v.strictObject({
        id: v.string(),
        component: described(v.nullable(ref), 'none: the vessel was silent'),
        began: instant,
        ended: instant,
        downS: count,
      }),
    ),
    'earlier ones of the same, the newest first',
  ),
  tickets: described(
    v.array(v.strictObject({ ...ticket.entries, proposal: v.string(), summary: v.string(), at: instant })),
    'earlier ones of the same, the newest first',
  ),
  notes: described(v.array(note), 'of the vessel that stand, the newest first'),
})

const similar = v.strictObject({
  at: described(v.nullable(instant), 'when the tracker was asked; null: it has not answered yet'),
  why: described(v.nullable(v.string()), 'why it could not be asked'),
  issues: v.array(
    v.strictObject({
      key: v.string(),
      url: v.string(),
      summary: v.string(),
      status: v.picklist(['new', 'in-progress', 'done']),
    }),
  ),
})

export const preview = v.strictObject({
  target: described(v.string(), 'where it goes'),
  reopens: described(
    v.nullable(v.string()),
    'the key of an earlier issue of the same that is opened again, with this as a comment',
  ),
  fields: v.array(v.strictObject({ name: v.string(), value: v.string() })),
  blocks: v.array(block),
})

/** A ticket that waits for a human, or what became of it; what was decided long ago stands in the log alone. */
export const proposal = v.strictObject({
  id: v.string(),
  vessel: ref,
  reason: v.picklist(['age', 'chronic']),
  components: described(v.array(ref), 'what is down; none when it is the vessel that is silent'),
  incidents: described(v.array(v.string()), 'what it covers; none when it is chronic'),
  since: instant,
  seen: v.picklist(['measured', 'silent']),
  severity,
  uptime: described(uptime, 'when it was proposed'),
  missedDays: described(v.nullable(count), 'of the last days of a chronic component'),
  raisedAt: instant,
  revision: described(count, 'what an approval binds to'),
  draft: v.strictObject({
    summary: v.string(),
    severity,
    blocks: v.array(block),
    text: described(v.string(), 'the blocks as people edit them'),
  }),
  snoozedUntil: v.nullable(instant),
  snoozedBy: v.nullable(v.string()),
  raiseAgainAfterS: described(count, 'rejected, it is proposed again after this time if it is still down'),
  held: described(
    v.nullable(v.strictObject({ category, reason: v.string(), until: v.nullable(instant) })),
    'under maintenance: nobody is called',
  ),
  escalated: described(v.boolean(), 'nobody has decided for long'),
  stage,
  before: described(
    v.array(v.strictObject({ ...stage.entries, id: v.string() })),
    'what was decided earlier about the same, the newest first',
  ),
  ticket: v.nullable(ticket),
  evidence: described(v.nullable(evidence), 'of one that waits'),
  similar: described(
    v.nullable(similar),
    'open issues that may be about the same; null: there is no tracker, or it is decided',
  ),
  preview: described(v.nullable(preview), 'what the tracker would get'),
})

/** Those that wait first, the oldest of them first; then those decided lately, the newest first. */
export const proposals = v.strictObject({
  at: instant,
  ticketAfterS: described(count, 'what has been down for so long is proposed'),
  waiting: described(count, 'those without a decision, also what is snoozed or held'),
  proposals: v.array(proposal),
})

export type Proposal = v.InferOutput<typeof proposal>

export type Proposals = v.InferOutput<typeof proposals>

export type Preview = v.InferOutput<typeof preview>
