import * as v from 'valibot'
import { count, described, instant, severity, share, slug } from './schema.ts'

const ref = v.strictObject({ id: slug, name: v.string() })

const block = v.variant('kind', [
  v.strictObject({ kind: v.literal('heading'), text: v.string() }),
  v.strictObject({ kind: v.literal('text'), text: v.string() }),
  v.strictObject({ kind: v.literal('list'), items: v.array(v.string()) }),
  v.strictObject({ kind: v.literal('link'), text: v.string(), href: v.string() }),
])

/** A ticket that waits for a human, or what became of it; what was decided long ago stands in the log alone. */
export const proposal = v.strictObject({
  id: v.string(),
  vessel: ref,
  reason: v.picklist(['age', 'chronic']),
  components: described(v.array(ref), 'what is down; none when it is the vessel that is silent'),
  since: instant,
  seen: v.picklist(['measured', 'silent']),
  severity,
  uptime: v.strictObject({ '24h': share, '7d': share, '30d': share }),
  missedDays: described(v.nullable(count), 'of the last days of a chronic component'),
  raisedAt: instant,
  revision: described(count, 'what an approval binds to'),
  draft: v.strictObject({ summary: v.string(), blocks: v.array(block) }),
  snoozedUntil: v.nullable(instant),
  stage: v.strictObject({
    kind: v.picklist(['waiting', 'approved', 'linked', 'rejected', 'withdrawn', 'expired']),
    at: v.nullable(instant),
    by: v.nullable(v.string()),
    why: v.nullable(v.string()),
  }),
  ticket: v.nullable(
    v.strictObject({
      stage: v.picklist(['ready', 'sending', 'unknown', 'refused', 'parked', 'held', 'dropped', 'linked', 'closed']),
      why: v.nullable(v.string()),
      key: v.nullable(v.string()),
      url: v.nullable(v.string()),
    }),
  ),
})

/** Those that wait first, the oldest of them first; then those decided lately, the newest first. */
export const proposals = v.strictObject({ at: instant, waiting: count, proposals: v.array(proposal) })

export type Proposal = v.InferOutput<typeof proposal>

export type Proposals = v.InferOutput<typeof proposals>
