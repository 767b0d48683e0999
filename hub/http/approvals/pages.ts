import { type Context, Hono } from 'hono'
import type { Proposal } from '../../../shared/api/proposal.ts'
import { Fault } from '../../../shared/fault.ts'
import { isVesselId, type VesselId } from '../../../shared/model.ts'
import type { Clock } from '../../../shared/runtime/clock.ts'
import { iso, toSeconds } from '../../../shared/time.ts'
import { type Piece, partials } from '../../../web/layout.ts'
import { approvalMain, approvalsMain, told } from '../../../web/pages/approvals/approvals.ts'
import type { TriedDecision } from '../../../web/pages/approvals/forms.ts'
import { proposalElement, proposalItem } from '../../../web/pages/approvals/proposal.ts'
import { doneWords } from '../../../web/pages/approvals/words.ts'
import { saying } from '../../../web/pages/said.ts'
import type { Decide } from '../../ports/deeds.ts'
import type { Views } from '../../ports/views.ts'
import { byOf, may } from '../door/door.ts'
import { fieldsOf, isOfHtmx } from '../form.ts'
import type { Frame } from '../frame.ts'
import type { Board } from '../live/board.ts'
import type { Live } from '../live/live.ts'
import { drawApprovals, openAlerts } from '../pictures.ts'
import { DECISIONS, isDecision, isDraft, onlyEdited, readEdited } from './decisions.ts'
import { differencesOf, refusalWords } from './refusal.ts'

export type ApprovalsOptions = {
  readonly views: Views
  readonly decide: Decide
  readonly clock: Clock
  readonly frame: Frame
  readonly live: Live
  readonly board: (mayDecide: boolean) => Board<Piece>
}

/**
 * `/approvals`, one proposal at `/approvals/:vessel/:proposal`, and `POST /vessels/:vessel/proposals/:proposal/:decision`. An approval
 * binds to the revision that was seen: 409 and what is different, when it is another by now or somebody was faster. Never is a ticket made without a yes.
 */
export function createApprovals({ views, decide, clock, frame, live, board }: ApprovalsOptions): Hono {
  const approvals = new Hono()
  const drawn = (c: Context, proposal: Proposal, tried?: TriedDecision) =>
    proposalItem(proposal, { now: iso(toSeconds(clock.now())), mayDecide: mayDecide(c), tried })

  approvals.get('/approvals', async (c) => {
    const view = await drawApprovals(views, mayDecide(c))
    const stream = c.req.query('live') === '0' ? null : '/live/approvals'
    return c.html(frame(c, { title: 'Approvals', main: approvalsMain(view), stream, open: view.counts }))
  })
  approvals.get('/live/approvals', (c) => live.stream(c, board(mayDecide(c))))

  approvals.get('/approvals/:vessel/:proposal', async (c) => {
    const { proposal } = await found(views, c.req.param('vessel'), c.req.param('proposal'))
    return c.html(await alone(c, drawn(c, proposal), proposal.vessel.name))
  })

  approvals.post('/vessels/:vessel/proposals/:proposal/:decision', async (c) => {
    const { decision: name } = c.req.param()
    const { vessel, proposal } = await found(views, c.req.param('vessel'), c.req.param('proposal'))
    const given = await fieldsOf(c)
    const fields = { ...given, ...(given.found !== undefined && { key: given.found }) }
    if (name === 'preview') return previewed(c, vessel, proposal, fields)
    if (!isDecision(name)) throw nothingHere()
    const read = DECISIONS[name].read(fields)
    const tried = (errors: Readonly<Record<string, string>>) => ({ decision: name, values: fields, errors })
    if (!read.ok) return refused(c, proposal, 422, tried(read.errors))
    const decided = await decide(vessel, read.command({ proposal, by: byOf(c), now: toSeconds(clock.now()) }))
    const after = (await found(views, vessel, proposal.id)).proposal
    if (decided.kind === 'no-issue') return refused(c, after, 422, tried({ key: refusalWords(decided) }))
    if (decided.kind !== 'decided') {
      const values = decided.kind === 'revised' ? onlyEdited(fields, decided.seen) : fields
      const told = { ...tried({ '': refusalWords(decided) }), values, differences: differencesOf(decided, after) }
      return refused(c, after, 409, await withPreview(views, vessel, after, told))
    }
    if (!isOfHtmx(c)) return c.redirect(`/approvals#${proposalElement(after)}`, 303)
    return c.html(`${drawn(c, after)}${saying(doneWords(after, name))}`)
  })

  /** What JIRA would get of what somebody has edited; nothing is decided. */
  async function previewed(c: Context, vessel: VesselId, proposal: Proposal, values: Readonly<Record<string, string>>) {
    const draft = readEdited(values, proposal.draft)
    const tried = { decision: 'approve', values } as const
    if (!isDraft(draft)) return refused(c, proposal, 422, { ...tried, errors: draft })
    const preview = await views.preview(vessel, proposal.id, draft)
    const item = drawn(c, proposal, { ...tried, errors: {}, preview })
    return c.html(isOfHtmx(c) ? item.toString() : await alone(c, item, 'Before it is sent'))
  }

  async function refused(c: Context, proposal: Proposal, status: 409 | 422, tried: TriedDecision): Promise<Response> {
    if (isOfHtmx(c) && proposal.stage.kind !== 'waiting') {
      const words = told(`${proposal.vessel.name}: ${tried.errors['']}`)
      return c.html(`${drawn(c, proposal)}${partials([words])}`, status)
    }
    const item = drawn(c, proposal, tried)
    if (isOfHtmx(c)) return c.html(item.toString(), status)
    return c.html(await alone(c, item, 'Not done'), status)
  }

  const alone = async (c: Context, item: ReturnType<typeof drawn>, title: string): Promise<string> =>
    frame(c, { title, main: approvalMain(item, title), stream: null, open: await openAlerts(views) })

  return approvals
}

/** What is shown is what the next tap would send. */
async function withPreview(
  views: Views,
  vessel: VesselId,
  proposal: Proposal,
  tried: TriedDecision,
): Promise<TriedDecision> {
  const draft = readEdited(tried.values, proposal.draft)
  if (tried.decision !== 'approve' || !isDraft(draft) || draft === proposal.draft) return tried
  return { ...tried, preview: await views.preview(vessel, proposal.id, draft) }
}

/** One of those that wait or were decided lately. */
export async function found(
  views: Views,
  vessel: string,
  id: string,
): Promise<{ readonly vessel: VesselId; readonly proposal: Proposal }> {
  const { proposals } = await views.proposals()
  const proposal = proposals.find((one) => one.id === id && one.vessel.id === vessel)
  if (!isVesselId(vessel) || proposal === undefined) throw nothingHere()
  return { vessel, proposal }
}

export const mayDecide = (c: Context): boolean => may(c, 'approver')

const nothingHere = () =>
  new Fault('not-found', 'There is no such proposal, or nothing of this kind can be decided about it.')
