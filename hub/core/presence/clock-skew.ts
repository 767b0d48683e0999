import type { Seconds } from '../../../shared/time.ts'
import type { AgentMessage } from '../../../shared/wire/messages.ts'

/** The clock on board minus the hub's. */
export type ClockEvent =
  | { readonly type: 'clock-skewed'; readonly offsetS: number }
  | { readonly type: 'clock-righted'; readonly offsetS: number }

/** A clock ahead shows at once: nothing can be measured in the time to come. */
const AHEAD_S = 30
/** One behind looks like slow checks and a slow link; less than this the agent sees better, by the hub's time in an ack. */
const BEHIND_S = 3600

/** As far as a message shows it. A part tells of the past and shows nothing. */
export function clockOffset(message: AgentMessage, now: Seconds): number | null {
  const until = untilOf(message)
  if (until === null) return null
  const offsetS = until - now
  return offsetS > AHEAD_S || offsetS < -BEHIND_S ? offsetS : 0
}

function untilOf(message: AgentMessage): Seconds | null {
  switch (message.kind) {
    case 'birth':
      return message.proof?.until ?? null
    case 'short':
      return message.until
    case 'full':
      return message.digest === null ? null : message.until
  }
}

/** `raised`: as people know it; null while they know the clock to be right. */
export function whenClockShown(raised: number | null, offsetS: number | null): readonly ClockEvent[] {
  if (offsetS === null) return []
  const news = offsetS !== 0 && (raised === null || Math.abs(offsetS - raised) > AHEAD_S)
  if (news) return [{ type: 'clock-skewed', offsetS }]
  return offsetS === 0 && raised !== null ? [{ type: 'clock-righted', offsetS }] : []
}

export const evolveClock = (event: ClockEvent): number | null => (event.type === 'clock-skewed' ? event.offsetS : null)
