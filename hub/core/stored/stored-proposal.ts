import * as v from 'valibot'
import { isComponentId } from '../../../shared/model.ts'
import { SEVERITIES } from '../alerts/severity.ts'
import type { By } from '../by.ts'
import { REJECTIONS } from '../proposals/proposal.ts'
import { storedDraft as draft } from './stored-ticket.ts'

const text = v.string()
const seconds = v.pipe(v.number(), v.integer())
const whole = v.pipe(v.number(), v.integer(), v.minValue(0))
const share = v.nullable(v.number())
const reason = v.nullable(text)
const undecided = v.literal('undecided')

const facts = v.object({
  incidents: v.array(text),
  components: v.array(v.pipe(text, v.guard(isComponentId))),
  since: seconds,
  seen: v.picklist(['measured', 'silent']),
  severity: v.picklist(SEVERITIES),
  missedDays: v.nullable(whole),
  uptime: v.object({ '24h': share, '7d': share, '30d': share }),
})

const kind = <T extends string, E extends v.ObjectEntries>(type: T, entries: E) =>
  v.object({ type: v.literal(type), at: seconds, learnedAt: seconds, proposal: text, ...entries })

/** The kinds of event about a proposal, as they are stored. */
export const proposalKinds = (by: v.GenericSchema<unknown, By>) =>
  [
    kind('proposal-raised', { reason: v.picklist(['age', 'chronic']), facts, draft }),
    kind('proposal-revised', {
      revision: whole,
      reason: v.picklist(['moved', 'fewer', 'restated', 'graver']),
      facts,
      draft,
    }),
    kind('proposal-approved', { revision: whole, draft, reason, by }),
    kind('proposal-linked', { key: text, reason, by }),
    kind('proposal-rejected', { reason: v.picklist(REJECTIONS), note: reason, by }),
    kind('proposal-snoozed', { until: seconds, reason, by }),
    kind('proposal-withdrawn', {
      reason: v.picklist(['recovered', 'link-only', 'told', 'never-was', 'not-watched', 'too-young', 'excused']),
    }),
    kind('proposal-reminded', { reason: undecided }),
    kind('proposal-escalated', { reason: undecided }),
    kind('proposal-expired', { reason: undecided }),
  ] as const
