/** What settings that are each good by themselves make wrong together, for people on shore. */
export type Warning = { readonly code: 'heartbeat'; readonly words: string }

/** How long an agent waits for a PUBACK before it dials again, unless configured otherwise: its birth does not say. */
const ACK_TIMEOUT_S = 60

/** One heartbeat may be lost and told again before anybody calls the vessel silent. */
export function warningsOf(about: { readonly heartbeatS: number }, silentAfterS: number): readonly Warning[] {
  const { heartbeatS } = about
  const enoughS = 2 * heartbeatS + ACK_TIMEOUT_S
  if (silentAfterS >= enoughS) return []
  const words =
    `It tells something every ${heartbeatS} s and is called silent after ${silentAfterS} s: one lost message is enough, ` +
    `and nothing need be wrong on board. Set silentAfter in hub.yaml to ${enoughS}s or more, or a shorter heartbeat in its agent.yaml.`
  return [{ code: 'heartbeat', words }]
}
