import { MINUTE_S, type Seconds } from '../../shared/time.ts'
import type { Aboard } from './aboard.ts'
import type { LeapingClock } from './leaping-clock.ts'
import type { Shore } from './shore.ts'
import { JUST_SILENT_S, LINK_LOST_S } from './story.ts'

/** The plots whose vessels have lost their link, and how long ago. */
const LOST = [
  ['lost-link', LINK_LOST_S],
  ['just-silent', JUST_SILENT_S],
] as const

/** Where the hub's clock begins when the demo is started for the first time. */
export const PAST_S = LINK_LOST_S + 2 * MINUTE_S

/**
 * What shore knows of vessels that were lost before the demo began is not made up: their agents are started in the past
 * and tell, their links are pulled, and the clock of hub and agents leaps on until they are silent.
 */
export async function livePast(
  aboard: readonly Aboard[],
  parts: { clock: LeapingClock; shore: Shore; begin: Seconds; silentAfterS: Seconds },
): Promise<void> {
  const { clock, shore, begin, silentAfterS } = parts
  for (const [plot, agoS] of LOST) {
    for (const lost of aboard.filter(({ vessel }) => vessel.plot === plot)) {
      clock.leapTo((begin - agoS - MINUTE_S) * 1000)
      await lost.start()
      await shore.sees([lost.vessel.id], ({ watermark }) => watermark !== null, 10_000)
      await lost.link.cut()
      clock.leapTo(clock.now() + (silentAfterS + 5) * 1000)
      await shore.sees([lost.vessel.id], ({ state }) => state === 'silent', 5_000)
    }
  }
}
