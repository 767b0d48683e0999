import type { Proposal } from '../../../shared/api/proposal.ts'
import { iso } from '../../../shared/time.ts'
import { utc } from '../../../web/format.ts'
import type { Difference } from '../../../web/pages/approvals/forms.ts'
import type { Difference as Changed, Undecided } from '../../core/proposals/proposal-command.ts'

/** Why nothing came of a decision, for whoever made it. */
export function refusalWords(undecided: Undecided): string {
  switch (undecided.kind) {
    case 'unknown':
      return 'There is no such proposal any more.'
    case 'awake':
      return 'It is not snoozed any more.'
    case 'settling':
      return 'The vessel is heard again and is telling what was measured meanwhile: wait until it has.'
    case 'no-issue':
      return `There is no ${undecided.key}, or none that the hub may see.`
    case 'unasked':
      return `Whether there is ${undecided.key} cannot be said now: ${undecided.words}.`
    case 'decided-already': {
      const { stage } = undecided
      return `Meanwhile it was ${stage.kind}${'by' in stage && 'name' in stage.by ? ` by ${stage.by.name}` : ''}.`
    }
    case 'revised':
      return 'It is not what you saw any more. Look again, and decide on what it says now.'
  }
}

/** Field by field what is different from what was seen. */
export const differencesOf = (undecided: Undecided, proposal: Proposal): readonly Difference[] =>
  undecided.kind === 'revised'
    ? undecided.difference.map(({ what, before, now }) => ({
        what: WHAT[what],
        before: before === null && what !== 'missedDays' ? 'not known any more' : words(what, before, proposal),
        now: words(what, now, proposal),
      }))
    : []

const WHAT: Readonly<Record<Changed['what'], string>> = {
  incidents: 'Outages',
  components: 'What is down',
  since: 'Since',
  seen: 'Known from',
  severity: 'Severity',
  missedDays: 'Days below its SLA',
}

function words(what: Changed['what'], value: Changed['now'], proposal: Proposal): string {
  const nameOf = (id: string): string =>
    [...proposal.components, ...(proposal.evidence?.components ?? [])].find((one) => one.id === id)?.name ?? id
  if (Array.isArray(value)) {
    const all = value.map((one) => (what === 'incidents' ? outageWords(String(one), nameOf) : nameOf(String(one))))
    return all.length === 0 ? (what === 'components' ? 'the vessel itself' : 'none') : all.join(', ')
  }
  if (what === 'since') return utc(iso(Number(value)))
  if (what === 'seen') return value === 'silent' ? 'silence' : 'measurements on board'
  return String(value ?? '—')
}

/** The id of an incident names what fell and when. */
function outageWords(id: string, nameOf: (id: string) => string): string {
  const [, of = id, began] = /^i-(.+)-([0-9a-z]+)$/.exec(id) ?? []
  const since = began === undefined ? '' : ` since ${utc(iso(Number.parseInt(began, 36)))}`
  return `${of === 'vessel' ? 'silence' : nameOf(of)}${since}`
}
