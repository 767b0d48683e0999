import * as v from 'valibot'
import { REJECTIONS } from '../proposals/proposal.ts'
import { by, component, kind, seconds, severity, text, whole } from './parts.ts'
import { storedDraft as draft } from './stored-ticket.ts'

const share = v.nullable(v.number())
const reason = v.nullable(text)
const undecided = v.literal('undecided')

const facts = v.object({
  incidents: v.array(text),
  components: v.array(component),
  since: seconds,
  seen: v.picklist(['measured', 'silent']),
  severity,
  missedDays: v.nullable(whole),
  uptime: v.object({ '24h': share, '7d': share, '30d': share }),
})

const proposalKind = <T extends string, E extends v.ObjectEntries>(type: T, entries: E) =>
  kind(type, { proposal: text, ...entries })

/** The kinds of event about a proposal, as they are stored. */
export const proposalKinds = [
  proposalKind('proposal-raised', { reason: v.picklist(['age', 'chronic']), facts, draft }),
  proposalKind('proposal-revised', {
    revision: whole,
    reason: v.picklist(['moved', 'fewer', 'restated', 'graver']),
    facts,
    draft,
  }),
  proposalKind('proposal-approved', { revision: whole, draft, reason, by }),
  proposalKind('proposal-linked', { key: text, reason, by }),
  proposalKind('proposal-rejected', { reason: v.picklist(REJECTIONS), note: reason, by }),
  proposalKind('proposal-snoozed', { until: seconds, reason, by }),
  proposalKind('proposal-woken', { reason, by }),
  proposalKind('proposal-withdrawn', {
    reason: v.picklist(['recovered', 'link-only', 'told', 'never-was', 'not-watched', 'too-young', 'excused']),
  }),
  proposalKind('proposal-reminded', { reason: undecided }),
  proposalKind('proposal-escalated', { reason: undecided }),
  proposalKind('proposal-expired', { reason: undecided }),
] as const
