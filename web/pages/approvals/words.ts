import type { Proposal } from '../../../shared/api/proposal.ts'
import { DAY_S, HOUR_S, MINUTE_S } from '../../../shared/time.ts'
import { ago, time, utc } from '../../format.ts'
import { type Hole, type Html, html } from '../../html.ts'
import { recoveryWords } from '../../recovery.ts'
import { categoryWords } from '../maintenance/category.ts'

/** What can be decided about a proposal. */
export type Decision = 'approve' | 'reject' | 'snooze' | 'wake' | 'link'

type Stage = Pick<Proposal['stage'], 'kind' | 'at' | 'by' | 'why' | 'code' | 'note'>

/** What is proposed, in a line. */
export function titleWords(proposal: Proposal): string {
  const { components, reason, missedDays } = proposal
  const was = isUpAgain(proposal) ? 'was ' : ''
  if (components.length === 0) return `${was}silent`
  const names = components.map(({ name }) => name).join(', ')
  return reason === 'chronic' ? `${names} missed its SLA on ${missedDays ?? 'many'} days` : `${names} ${was}down`
}

/** Though not yet for good. */
export const isUpAgain = ({ evidence }: Proposal): boolean => evidence !== null && evidence.recovery !== null

/** `7 days`, `36 hours`: a time as it was configured. */
export function spelled(seconds: number): string {
  const [size, unit] = UNITS.find(([one]) => seconds % one === 0) ?? [1, 'second']
  const count = seconds / size
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

const UNITS = [
  [DAY_S, 'day'],
  [HOUR_S, 'hour'],
  [MINUTE_S, 'minute'],
] as const

/** What came of a decision, in a sentence that stands by itself. */
export function doneWords(proposal: Proposal, decision: Decision): string {
  const what = `${proposal.vessel.name}, ${titleWords(proposal)}`
  switch (decision) {
    case 'approve':
      return `Approved: ${what}. The ticket is on its way.`
    case 'reject':
      return `Rejected: ${what}.`
    case 'snooze':
      return `Snoozed${proposal.snoozedUntil === null ? '' : ` until ${utc(proposal.snoozedUntil)}`}: ${what}.`
    case 'wake':
      return `Snooze ended: ${what}.`
    case 'link':
      return `Linked to ${proposal.stage.why ?? 'an issue'}: ${what}.`
  }
}

/** Why something is rejected: the code and what it means. */
export const REJECTIONS = [
  ['known', 'Known: somebody is on it'],
  ['planned', 'Planned work'],
  ['not-ours', 'Not ours'],
  ['false-alarm', 'False alarm'],
  ['handled', 'Handled already'],
  ['other', 'Another reason (say which)'],
] as const

const WITHDRAWN: Readonly<Record<string, string>> = {
  recovered: 'it works again',
  'link-only': 'the vessel is heard again, and nothing was down behind its silence',
  told: 'the vessel has told what was measured meanwhile',
  'never-was': 'what the vessel told later says that it never was',
  'not-watched': 'it is not watched any more',
  'too-young': 'it is younger than was thought',
  excused: 'all of its time is excused',
}

const ENDS: Readonly<Record<Stage['kind'], string>> = {
  waiting: 'Waits for a decision',
  approved: 'Approved',
  linked: 'Linked to an issue that was there',
  rejected: 'Rejected',
  withdrawn: 'Withdrawn by itself',
  expired: 'Expired without a decision',
}

export const stageWords = (stage: Stage, now: string): Html =>
  html`<strong>${ENDS[stage.kind]}</strong>${stage.by !== null && ` by ${stage.by}`}${stage.at !== null && html` ${ago(stage.at, now)}`}${whyWords(stage)}`

function whyWords({ kind, code, note, why }: Stage): Hole {
  if (kind === 'rejected') {
    const words = REJECTIONS.find(([one]) => one === code)?.[1] ?? code
    return code === 'other' ? `: “${note}”` : [`: ${words}`, note !== null && ` (“${note}”)`]
  }
  const words = kind === 'withdrawn' ? (WITHDRAWN[code ?? ''] ?? why) : why
  return words !== null && `: ${words}`
}

/** What somebody has to know before deciding that is not the outage itself. */
export function notesOf(proposal: Proposal, now: string): readonly Hole[] {
  const { held, snoozedUntil, snoozedBy, escalated, evidence, before } = proposal
  const notes: Hole[] = [
    evidence?.state === 'settling' &&
      html`<p class="note">Heard again: it is telling what was measured meanwhile. Nothing can be approved before that.</p>`,
    evidence?.state === 'recovering' &&
      html`<p class="note">${evidence.recovery === null ? 'Up again: if it stays so,' : ['Now ', recoveryWords(evidence.recovery), '. Then']} this proposal withdraws itself.</p>`,
    held !== null &&
      html`<p class="note"><strong>Held</strong> ${held.until === null ? 'until further notice' : ['until ', time(held.until)]}: ${categoryWords(held.category).toLowerCase()} (${held.reason}). Nobody is reminded meanwhile.</p>`,
    snoozedUntil !== null &&
      html`<p class="note"><strong>Snoozed</strong>${snoozedBy !== null && ` by ${snoozedBy}`} until ${time(snoozedUntil)}.</p>`,
    escalated && html`<p class="note"><strong>Overdue</strong>: nobody has decided for long.</p>`,
    ...before.map((stage) => html`<p class="note">Proposed before. ${stageWords(stage, now)}.</p>`),
  ]
  return notes.filter((note) => note)
}
