import { OPEN, type Seconds } from '../../../shared/time.ts'
import type { MassSilence } from '../alerts/mass-silence.ts'
import type { Context } from '../context.ts'
import { type Dated, dated } from '../dated.ts'
import type { Policy } from '../policy.ts'
import type { Vessel } from '../vessel.ts'
import { callsAt, callsOf, type WaitingTickets } from './calls.ts'
import type { Notices } from './news.ts'
import type { NoticeEvent } from './notice.ts'
import { massMessageOf, messageOf } from './notice-text.ts'

/** When what is new becomes a message: after others had the time to join it, and not too soon after the last one. */
export function noticeDueAt(vessel: Vessel, context: Context): Seconds {
  const { massSilence } = vessel.notices
  const isNews = context.policy.notices !== null && spokenFor(context)?.id !== (massSilence ?? undefined)
  return isNews ? context.now : newsDueAt(vessel, context.policy)
}

function newsDueAt(vessel: Vessel, policy: Policy): Seconds {
  const { news, lastAt } = vessel.notices
  const waiting = waitingOf(vessel)
  const [first] = news
  if (policy.notices === null) return OPEN
  const { groupForS, everyS } = policy.notices
  const calls = [...waiting.values()].map((one) => callsAt(one, policy))
  const at = Math.min(first === undefined ? OPEN : first.at + groupForS, ...calls)
  return at === OPEN ? OPEN : Math.max(at, (lastAt ?? -OPEN) + everyS)
}

export function whenNoticeDue(vessel: Vessel, context: Context): readonly (Dated & NoticeEvent)[] {
  const { now, id, policy } = context
  if (policy.notices === null) return []
  const { channels } = policy.notices
  const ofMany = whenMany(vessel.notices, context, channels)
  if (now < newsDueAt(vessel, policy)) return ofMany
  const news = [...vessel.notices.news, ...callsOf(waitingOf(vessel), policy, now)]
  const message = messageOf(vessel, news, context)
  const notice = `n-${id}-${now.toString(36)}`
  const of = news.map((one) => one.of)
  return [...ofMany, { type: 'notice-wanted', notice, channels, of, ...message, ...dated(now) }]
}

/** Of a vessel that has left the fleet no page asks for a decision any more. */
const waitingOf = ({ notices, admission }: Vessel): WaitingTickets => (admission.retired ? new Map() : notices.waiting)

/** Of many that are silent together the first speaks for all; their own alerts are held meanwhile. */
const spokenFor = ({ id, massSilences }: Context): MassSilence | undefined =>
  massSilences.find(({ vessels }) => vessels[0] === id)

function whenMany(
  { massSilence: known }: Notices,
  context: Context,
  channels: readonly string[],
): (Dated & NoticeEvent)[] {
  const standing = spokenFor(context)
  if (standing?.id === (known ?? undefined)) return []
  const when = dated(context.now)
  const notice = standing === undefined ? `n-${known}-over` : `n-${standing.id}`
  const message = massMessageOf(standing ?? null, context.policy.notices?.publicUrl ?? null)
  return [{ type: 'notice-wanted', notice, channels, massSilence: standing?.id ?? null, ...message, ...when }]
}
