import type { VesselId } from '../../shared/model.ts'
import type { Seconds } from '../../shared/time.ts'
import type { MassSilence } from './alerts/mass-silence.ts'
import type { GroupExcuse } from './excuses/group-excuse.ts'
import type { Policy } from './policy.ts'
import type { Listening } from './presence/listening.ts'

/** What bears on a vessel beside its own stream, as data in the command. */
export type Surroundings = {
  readonly id: VesselId
  readonly policy: Policy
  readonly listening: Listening
  /** Those that stand now. */
  readonly massSilences: readonly MassSilence[]
  /** Maintenance of groups, whatever became of it. */
  readonly groupExcuses: readonly GroupExcuse[]
}

/** Everything beside its stream that decides about a vessel at one instant. */
export type Context = Surroundings & {
  readonly now: Seconds
  /** How far it has told; the register may be ahead of the log. */
  readonly watermark: Seconds | null
  readonly lastHeard: Seconds | null
}
