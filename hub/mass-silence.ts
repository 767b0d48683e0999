import { Fault } from '../shared/fault.ts'
import type { VesselId } from '../shared/model.ts'
import type { Clock } from '../shared/runtime/clock.ts'
import { type Seconds, toSeconds } from '../shared/time.ts'
import { type Heard, type MassSilence, whenManySilent } from './core/alerts/mass-silence.ts'
import { isOutOfService } from './core/components/service.ts'
import { FLEET_STREAM, type FleetEvent, type WatchEvent } from './core/events.ts'
import { excuseAt } from './core/excuses/excuse.ts'
import type { Fleet } from './core/fleet.ts'
import type { Policy } from './core/policy.ts'
import type { Handle } from './handle.ts'
import type { VesselRow } from './ports/read-store.ts'

/** Sees when many fall silent together, and when they are heard again. */
export interface MassSilenceWatch {
  standing(): readonly MassSilence[]
  /** Something was stored: who is silent may be others now. */
  noticed(events: readonly WatchEvent[]): void
  /** Looks at once. */
  look(): Promise<void>
}

export type MassSilenceParts = {
  readonly handle: Handle<Fleet, FleetEvent>
  readonly vessels: () => readonly VesselRow[]
  readonly policy: Policy
  readonly clock: Clock
  /** Whose alerts are held or released by it. */
  readonly changed: (vessels: readonly VesselId[]) => void
  readonly failed: (error: unknown) => void
}

export function createMassSilence(parts: MassSilenceParts): MassSilenceWatch {
  const { handle, vessels, policy, clock } = parts
  let standing: readonly MassSilence[] = []
  let looking = false
  let again = false

  async function look(): Promise<void> {
    again = looking
    if (looking) return
    looking = true
    const { state, answer } = await handle
      .command(FLEET_STREAM, ({ massSilences }) => {
        const fleet = serving(vessels(), toSeconds(clock.now()))
        const events = whenManySilent(massSilences, fleet, policy.alerts.massSilence, toSeconds(clock.now()))
        return { events, answer: events.length > 0 }
      })
      .finally(() => {
        looking = false
      })
    standing = state.massSilences
    if (answer) parts.changed(silent(vessels()))
    if (again) await look()
  }

  return {
    standing: () => standing,
    noticed(events) {
      if (events.some(bears)) look().catch(away)
    },
    look,
  }

  /** Whatever is missed while the log is away is seen with the next one. */
  function away(error: unknown): void {
    if (!(error instanceof Fault) || error.code !== 'unavailable') throw error
    parts.failed(error)
  }
}

const BEARING: ReadonlySet<WatchEvent['type']> = new Set<WatchEvent['type']>([
  'silence-began',
  'silence-ended',
  'vessel-changed',
  'vessel-retired',
  'excused',
  'excuse-changed',
  'excuse-withdrawn',
])

const bears = ({ type }: WatchEvent): boolean => BEARING.has(type)

const silent = (rows: readonly VesselRow[]): readonly VesselId[] =>
  rows.filter(({ presence }) => presence.kind === 'silent').map(({ id }) => id)

/** Those that are to be heard, as far as it matters when many fall silent together. */
const serving = (rows: readonly VesselRow[], now: Seconds): readonly Heard[] =>
  rows
    .filter(({ presence, retiredAt, profile }) => {
      return presence.kind !== 'never-heard' && retiredAt === null && !isOutOfService(profile, now)
    })
    .map(({ id, presence, excuses, profile: { link, group } }) => {
      const silentSince = presence.kind === 'silent' ? presence.since : null
      const excused = [now, silentSince ?? now].some((at) => excuseAt(excuses, null, at) !== undefined)
      return { id, link, group, silentSince, excused }
    })
