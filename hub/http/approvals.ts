import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import type { Proposal } from '../../shared/api/proposal.ts'
import { parseDuration } from '../../shared/duration.ts'
import { Fault } from '../../shared/fault.ts'
import { isVesselId } from '../../shared/model.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { iso, type Seconds, toSeconds } from '../../shared/time.ts'
import type { Piece } from '../../web/layout.ts'
import {
  approvalMain,
  approvalsMain,
  type Decision,
  proposalElement,
  proposalItem,
  type TriedDecision,
} from '../../web/pages/approvals.ts'
import type { By } from '../core/events.ts'
import type { Role } from '../core/permission.ts'
import { REJECTIONS } from '../core/proposal.ts'
import type { ProposalCommand, Undecided } from '../core/proposal-command.ts'
import type { Decide } from '../ports/deeds.ts'
import type { Views } from '../ports/views.ts'
import type { Board } from './board.ts'
import { byOf } from './door.ts'
import { fieldsOf, ownPagesOnly } from './form.ts'
import type { Frame } from './frame.ts'
import type { Live } from './live.ts'
import { pageMessages } from './pages.ts'
import { drawApprovals, openAlerts } from './pictures.ts'

type Asked = { readonly proposal: Proposal; readonly by: By; readonly now: Seconds }
type Read =
  | { readonly ok: true; command(asked: Asked): ProposalCommand }
  | { readonly ok: false; readonly errors: Record<string, string> }

function optionalText(most: number) {
  const text = v.pipe(v.string(), v.trim(), v.maxLength(most, `takes at most ${most} characters`))
  return v.optional(
    v.pipe(
      text,
      v.transform((given) => given || null),
    ),
    '',
  )
}

const revision = v.pipe(v.string(), v.digits(), v.transform(Number))

/** What an approver can decide: who may, what it takes, and what it asks of the hub. */
export const DECISIONS: Readonly<
  Record<Decision, { readonly role: Role; read(fields: Record<string, string>): Read }>
> = {
  approve: decision(
    v.object({
      revision,
      summary: v.pipe(
        v.string(),
        v.trim(),
        v.minLength(1, 'a ticket needs a summary'),
        v.maxLength(255, 'takes at most 255 characters'),
      ),
    }),
    (given, { proposal, by }) => ({
      type: 'approve-proposal',
      proposal: proposal.id,
      by,
      revision: given.revision,
      draft:
        given.summary === proposal.draft.summary
          ? null
          : { ...proposal.draft, severity: proposal.severity, summary: given.summary },
      reason: null,
    }),
  ),
  link: decision(
    v.object({
      revision,
      key: v.pipe(v.string(), v.trim(), v.regex(/^[A-Z][A-Z0-9_]+-\d+$/, 'must be the key of an issue, as in OPS-123')),
    }),
    (given, { proposal, by }) => ({ type: 'link-proposal', proposal: proposal.id, by, ...given, reason: null }),
  ),
  reject: decision(
    v.pipe(
      v.object({ why: v.picklist(REJECTIONS, 'choose one of these'), note: optionalText(500) }),
      v.forward(
        v.check(({ why, note }) => why !== 'other' || note !== null, 'say which reason'),
        ['note'],
      ),
    ),
    (given, { proposal, by }) => ({
      type: 'reject-proposal',
      proposal: proposal.id,
      by,
      reason: given.why,
      note: given.note,
    }),
  ),
  snooze: decision(
    v.object({
      for: v.pipe(v.string(), v.transform(parseDuration), v.number('choose one of these'), v.maxValue(7 * 86_400)),
    }),
    (given, { proposal, by, now }) => ({
      type: 'snooze-proposal',
      proposal: proposal.id,
      by,
      until: now + given.for,
      reason: null,
    }),
  ),
}

const isDecision = (text: string): text is Decision => Object.hasOwn(DECISIONS, text)

function decision<S extends v.GenericSchema>(
  schema: S,
  command: (given: v.InferOutput<S>, asked: Asked) => ProposalCommand,
) {
  return {
    role: 'approver' as const,
    read(fields: Record<string, string>): Read {
      const read = v.safeParse(schema, fields)
      if (read.success) return { ok: true, command: (asked) => command(read.output, asked) }
      return {
        ok: false,
        errors: Object.fromEntries(read.issues.map((issue) => [v.getDotPath(issue) ?? '', issue.message])),
      }
    },
  }
}

type ApprovalsOptions = {
  readonly views: Views
  readonly decide: Decide
  readonly clock: Clock
  readonly frame: Frame
  readonly live: Live
  readonly board: Board<Piece>
}

/**
 * `/approvals`, and `POST /vessels/:vessel/proposals/:proposal/:decision`. An approval binds to the revision that was seen:
 * 409 and what is different, when it is another by now or somebody was faster. Never is a ticket opened without a yes.
 */
export function createApprovals({ views, decide, clock, frame, live, board }: ApprovalsOptions): Hono {
  const approvals = new Hono()

  approvals.get('/approvals', async (c) => {
    const view = await drawApprovals(views)
    const stream = c.req.query('live') === '0' ? null : '/live/approvals'
    return c.html(frame(c, { title: 'Approvals', main: approvalsMain(view), stream, open: view.counts }))
  })
  approvals.get('/live/approvals', (c) => live.stream(c, board, pageMessages))

  approvals.post('/vessels/:vessel/proposals/:proposal/:decision', ownPagesOnly, async (c) => {
    const { vessel, proposal: id, decision: name } = c.req.param()
    const proposal = isVesselId(vessel) ? await find(vessel, id) : undefined
    if (!isVesselId(vessel) || proposal === undefined || !isDecision(name)) throw nothingHere()
    const fields = await fieldsOf(c)
    const read = DECISIONS[name].read(fields)
    const tried = (errors: Record<string, string>): TriedDecision => ({ decision: name, values: fields, errors })
    if (!read.ok) return shown(c, proposal, 422, tried(read.errors))
    const decided = await decide(vessel, read.command({ proposal, by: byOf(c), now: toSeconds(clock.now()) }))
    const after = (await find(vessel, id)) ?? proposal
    if (decided.kind !== 'decided') return shown(c, after, 409, tried({ '': refusal(decided) }))
    if (c.req.header('HX-Request') === undefined) return c.redirect(`/approvals#${proposalElement(after)}`, 303)
    return c.html(proposalItem(after, iso(toSeconds(clock.now()))).toString())
  })

  const find = async (vessel: string, id: string) =>
    (await views.proposals()).proposals.find((one) => one.id === id && one.vessel.id === vessel)

  async function shown(c: Context, proposal: Proposal, status: 409 | 422, tried: TriedDecision): Promise<Response> {
    const item = proposalItem(proposal, iso(toSeconds(clock.now())), tried)
    if (c.req.header('HX-Request') !== undefined) return c.html(item.toString(), status)
    const open = await openAlerts(views)
    return c.html(frame(c, { title: 'Not done', main: approvalMain(item), stream: null, open }), status)
  }
  return approvals
}

const nothingHere = () =>
  new Fault('not-found', 'There is no such proposal, or nothing of this kind can be decided about it.')

function refusal(decided: Undecided): string {
  switch (decided.kind) {
    case 'unknown':
      return 'There is no such proposal any more.'
    case 'settling':
      return 'The vessel is just telling its truth: wait until it has.'
    case 'no-issue':
      return `There is no ${decided.key}, or none that the hub may see.`
    case 'unasked':
      return `Whether there is ${decided.key} cannot be said now: ${decided.words}.`
    case 'decided-already': {
      const by = 'by' in decided.stage && 'name' in decided.stage.by ? ` by ${decided.stage.by.name}` : ''
      return `Meanwhile it was ${decided.stage.kind}${by}.`
    }
    case 'revised':
      return `It is not what you saw any more (${decided.difference.map(({ what }) => what).join(', ') || 'its text'}): look again, and decide on what it says now.`
  }
}
