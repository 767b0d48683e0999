import type { Edit, Mutant } from '../mutants.ts'

const of = (name: string, seed: number, ...edits: Edit[]): Mutant => ({
  name,
  seed,
  edits,
  by: 'test/sim/watch/run.ts',
})

const command = 'hub/core/proposals/proposal-command.ts'
const proposals = 'hub/core/proposals/proposals.ts'
const outbox = 'hub/core/tickets/ticket-outbox.ts'
const notify = 'hub/outbox/notify.ts'

/** Bugs of what follows from the truth: alerts, proposals, tickets and messages. */
export const WATCH_MUTANTS: readonly Mutant[] = [
  of('who decides second decides as well', 2, [
    command,
    "if (stage.kind !== 'waiting') return { kind: 'decided-already', stage }",
    '',
  ]),
  of('an approval binds to whatever is proposed by then', 2, [
    command,
    'if (command.revision === revision) return null',
    'return null',
  ]),
  of('a rejection makes a ticket', 1, [
    command,
    "return [{ type: 'proposal-rejected', ...when, reason: command.reason, note: command.note }]",
    "return [{ type: 'proposal-rejected', ...when, reason: command.reason, note: command.note }, ...ticketOf(vessel, proposal, { by, draft: proposal.draft, key: null }, approving)]",
  ]),
  of('a proposal of a silence that has settled is given up, and nothing raised in its place', 2, [
    proposals,
    "if (vessel.presence.kind === 'settling') return []\n",
    "if (vessel.presence.kind === 'settling') return []\n  if (vessel.silences.length > 0 && vessel.presence.kind === 'heard') return []\n",
  ]),
  of('a request whose end is not known is sent again at once', 3, [
    outbox,
    "return [{ type: 'ticket-unknown', ticket: id, attempt, reason: sent.words }]",
    "return [{ type: 'ticket-ready', ticket: id, notBefore: again, without, reason: sent.words }]",
  ]),
  of('a request is not announced before it leaves', 3, [
    outbox,
    "case 'sending':\n      return { at: stage.since + sendWithinS, what: 'give-up' }",
    "case 'sending':\n      return { at: stage.since + sendWithinS, what: 'send' }",
  ]),
  of('a message whose end is not known gets a new key', 1, [
    notify,
    'return channel.send(notice.message, `',
    'return channel.send(notice.message, String(Math.random()) + `',
  ]),
  of('a message that was sent is sent again', 1, [
    notify,
    "case 'sent':\n      return { type: 'notice-sent', ...about }",
    "case 'sent':\n      return about.notice.endsWith('0') ? null : { type: 'notice-sent', ...about }",
  ]),
  of('what was left to be sent is forgotten by a restart', 9, [
    notify,
    'for (const stream of streams) noticed(stream)',
    'for (const _ of streams) continue',
  ]),
  of('an alert outlives what it was about', 1, [
    'hub/core/alerts/alarm.ts',
    "if (says.kind === 'calm') return [{",
    "if (says.kind === 'calm' && says.reason !== 'told') return [{",
  ]),
  of('an outage within a silence keeps the begin of the silence', 7, [
    'hub/core/incidents/incidents.ts',
    "return [beginOf(id, began, settles ? 'inherited' : 'measured', silence, now)]",
    "return [beginOf(id, settles ? now : began, settles ? 'inherited' : 'measured', silence, now)]",
  ]),
  of('component alerts call people while the vessel is silent', 1, [
    'hub/core/alerts/alarm.ts',
    "if (kind === 'silent' || kind === 'settling') return { kind: 'silent' }",
    '',
  ]),
  of('after a restart no deadline is counted anew', 1, [
    'hub/deadlines.ts',
    'for (const vessel of board.all().keys()) void count(vessel)',
    '',
  ]),
  of('a start from a snapshot forgets what was proposed', 1, [
    'hub/core/stored/stored-state.ts',
    "yield serialize({ of: 'vessels', stream, ...folded })",
    "yield serialize({ of: 'vessels', stream, ...folded, state: { ...folded.state, proposals: [] } })",
  ]),
  of('maintenance of a group that is changed excuses what has been no more', 29, [
    'hub/core/excuses/group-part.ts',
    'part, ofGroup(vessel, group), stored',
    'part, clip(ofGroup(vessel, group), reachOf(group.when)), stored',
  ]),
  of('who is just switching on after maintenance pages people', 1, [
    'hub/core/alerts/alarm.ts',
    'now, withinS: policy.incident.resolveAfterS }',
    'now, withinS: 0 }',
  ]),
  of('a component calls people while what it depends on is down', 1, [
    'hub/core/alerts/alarm.ts',
    "return down === undefined ? null : { kind: 'depends-on', component: down.id }",
    "return down === undefined || lastMeasured(vessel, down) !== UP ? null : { kind: 'depends-on', component: down.id }",
  ]),
  of('maintenance that was taken back is left out of the figures still', 1, [
    'hub/core/excuses/excuse.ts',
    'withdrawn === null && (of === null',
    '(withdrawn === null || of === null) && (of === null',
  ]),
  of('the figure counts silence as nothing', 1, [
    'hub/core/alerts/findings/sla.ts',
    'const layers = layersOf(vessel, component, context)',
    'const layers = { ...layersOf(vessel, component, context), silence: [] }',
  ]),
]
