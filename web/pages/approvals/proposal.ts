import type { Proposal } from '../../../shared/api/proposal.ts'
import { ago, lasting, secondsOf, time } from '../../format.ts'
import { flag, type Hole, type Html, html } from '../../html.ts'
import { plainMark } from '../../state.ts'
import { proposalAnchor, ticketHtml } from '../ticket.ts'
import { evidenceHtml } from './evidence.ts'
import { decisionForms, type TriedDecision } from './forms.ts'
import { isUpAgain, notesOf, stageWords, titleWords } from './words.ts'

export type ProposalPlace = {
  readonly now: string
  /** Whether who looks may decide. */
  readonly mayDecide: boolean
  readonly tried?: TriedDecision | undefined
}

export const proposalElement = ({ vessel, id }: Proposal): string => proposalAnchor(vessel.id, id)

/** One that waits, with everything for the decision; or what became of it. */
export const proposalItem = (proposal: Proposal, place: ProposalPlace): Html =>
  proposal.stage.kind === 'waiting' ? waitingItem(proposal, place) : decidedItem(proposal, place)

function waitingItem(proposal: Proposal, { now, mayDecide, tried }: ProposalPlace): Html {
  const { vessel, severity, since, seen, evidence, snoozedUntil, held } = proposal
  const id = proposalElement(proposal)
  const age = lasting(secondsOf(now) - secondsOf(since))
  return html`<article class="proposal" id="${id}" tabindex="-1" data-state="waiting" data-calls="${flag(snoozedUntil === null && held === null)}" data-severity="${severity}" aria-labelledby="${`${id}-title`}">
<header>${mayDecide && chooser(proposal, id)}<h3 id="${`${id}-title`}">${plainMark(isUpAgain(proposal) ? 'up' : seen === 'silent' ? 'silent' : 'down')} <a href="${`/vessels/${vessel.id}`}">${vessel.name}</a>: ${titleWords(proposal)}</h3>
<p class="age">${proposal.reason === 'age' && time(since, age)}</p></header>
<p class="gist"><strong class="severity">${severity}</strong> · since ${time(since)} · ${seen === 'silent' ? 'concluded from silence' : 'measured on board'}${heardWords(evidence, now)}</p>
${notesOf(proposal, now)}
${evidence !== null && evidenceHtml(proposal, evidence, now, id)}
${mayDecide ? decisionForms(proposal, id, tried) : html`<p class="muted">Whoever has the role approver decides about it.</p>`}
</article>`
}

const heardWords = (evidence: Proposal['evidence'], now: string): Hole =>
  evidence !== null && evidence.lastHeard !== null && [' · last heard ', ago(evidence.lastHeard, now)]

/** To decide several at once. */
const chooser = ({ vessel, id, revision }: Proposal, element: string): Html =>
  html`<label class="choose"><input type="checkbox" id="${`${element}-choose`}" name="item" value="${`${vessel.id}/${id}/${revision}`}" form="together"><span class="aloud">Choose ${vessel.name}</span></label>`

function decidedItem(proposal: Proposal, { now, mayDecide, tried }: ProposalPlace): Html {
  const { vessel, stage, severity, draft } = proposal
  const id = proposalElement(proposal)
  return html`<article class="proposal decided" id="${id}" tabindex="-1" data-calls="false" data-state="${stage.kind}" data-severity="${severity}" aria-labelledby="${`${id}-title`}">
<h3 id="${`${id}-title`}"><a href="${`/vessels/${vessel.id}`}">${vessel.name}</a>: ${titleWords(proposal)}</h3>
${tried?.errors[''] !== undefined && html`<p class="refused" role="alert"><strong>Nothing was decided by you.</strong> ${tried.errors['']}</p>`}
<p class="stage">${stageWords(stage, now)}</p>
${ticketHtml(proposal, mayDecide)}
<p class="muted">${draft.summary} · ${severity} · proposed ${time(proposal.raisedAt)}</p>
</article>`
}
