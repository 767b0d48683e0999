import type { Log } from '../shared/runtime/log.ts'
import { OPEN, type Seconds, toSeconds } from '../shared/time.ts'
import type { Deadlines } from './deadlines.ts'
import type { Outbox } from './outbox/outbox.ts'
import type { React } from './outbox/react.ts'
import type { Link } from './ports/link.ts'
import type { HubFigures } from './ports/views.ts'
import { createProver, overdueS, type ProofParts } from './proof.ts'
import { createWatchdog, type WatchdogParts } from './watchdog.ts'

/** Whether the hub does what is due: in figures, and proven to somebody outside. */
export interface Duties {
  /** A test message came in by the way that vessels come. */
  tested(): Promise<void>
  start(): void
  stop(): void
  figures(): Promise<Pick<HubFigures, 'overdueS' | 'errandOverdueS' | 'outbox' | 'watchdog' | 'channels' | 'digest'>>
}

export type WatchdogTarget = Pick<WatchdogParts, 'beacon' | 'everyS'>

type DutyParts = Pick<ProofParts, 'project' | 'listen' | 'clock'> & {
  readonly fleet: ProofParts['handle']
  readonly deadlines: Pick<Deadlines, 'earliest'>
  readonly outbox: {
    earliest(): Seconds
    /** Null while nothing says where tickets go. */
    readonly tickets: Pick<React, 'target' | 'checklist' | 'waitingSince'> | null
  } & Pick<Outbox, 'channels' | 'announce'>
  readonly link: () => Pick<Link, 'test'>
  readonly edge: { state(): { readonly up: boolean } }
  readonly log: Log
}

/** `target` is null while nobody outside watches. */
export function createDuties(parts: DutyParts, target: WatchdogTarget | null): Duties {
  const { fleet, deadlines, outbox, edge, clock, log } = parts
  const linkUp = () => edge.state().up
  const react = outbox.tickets
  const waiting = async () =>
    Math.min((await react?.waitingSince()) ?? OPEN, ...outbox.channels().map(({ waitingSince }) => waitingSince))
  const due = { deadline: deadlines.earliest, errand: outbox.earliest, waiting }
  const proof = { ...parts, handle: fleet, linkUp, ...due }
  const { prove, tested } = createProver({ ...proof, send: () => parts.link().test() })
  const watchdog = target && createWatchdog({ ...target, prove, clock, log })
  const now = () => toSeconds(clock.now())
  const since = (at: Seconds | null) => (at === null ? null : now() - at)
  return {
    tested,
    start: () => watchdog?.start(),
    stop: () => watchdog?.stop(),
    figures: async () => ({
      overdueS: overdueS(deadlines.earliest(), now()),
      errandOverdueS: overdueS(outbox.earliest(), now()),
      outbox: react && {
        target: react.target(),
        ageS: overdueS(await react.waitingSince(), now()),
        ...react.checklist.last(),
      },
      watchdog: watchdog && {
        everyS: target?.everyS ?? 0,
        calledAgoS: since(watchdog.calledAt()),
        why: watchdog.why(),
      },
      channels: outbox.channels(),
      digest: await outbox.announce.digest(),
    }),
  }
}
