import type { Recovery } from '../../shared/api/recovery.ts'
import type { ComponentId, VesselId } from '../../shared/model.ts'
import { iso, type Seconds } from '../../shared/time.ts'
import type { Presence } from '../core/presence/presence.ts'

/** Whether what an incident that goes on is of has ended for now; null: it has not. */
export type Recovering = (of: {
  readonly vessel: VesselId
  /** Null: the vessel itself, by silence. */
  readonly component: ComponentId | null
}) => Recovery | null

/** A component that is up again is over after so much of it without a break. */
export const upAgain = (upSince: Seconds | null, resolveAfterS: number): Recovery | null =>
  upSince === null ? null : { since: iso(upSince), overAt: iso(upSince + resolveAfterS) }

/** A silence is over once what was measured has taken its place. */
export const heardAgain = (presence: Presence | undefined): Recovery | null =>
  presence?.kind === 'settling' ? { since: iso(presence.heardAt), overAt: null } : null
