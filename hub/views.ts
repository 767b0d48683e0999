import type { VesselId } from '../shared/model.ts'
import type { Clock } from '../shared/runtime/clock.ts'
import { iso, type Seconds, toSeconds } from '../shared/time.ts'
import type { Policy } from './core/policy.ts'
import type { Docket } from './docket.ts'
import type { Duties } from './duties.ts'
import type { HeardBoard } from './heard.ts'
import type { Listen } from './listen.ts'
import type { GroupMaintenance } from './maintain-groups.ts'
import type { MassSilenceWatch } from './mass-silence.ts'
import type { EventLog } from './ports/log.ts'
import type { Views } from './ports/views.ts'
import type { Project } from './project.ts'
import type { Present } from './projections/present.ts'
import type { ReadModel } from './projections/read-model.ts'
import type { Snapshots } from './snapshot.ts'
import type { Tally } from './tally.ts'
import type { Traffic } from './traffic.ts'

export type ViewsParts = {
  readonly model: Omit<ReadModel, 'accounts'>
  readonly docket: Pick<Docket, 'proposals' | 'preview' | 'waiting' | 'changed' | 'answered'>
  readonly board: Pick<HeardBoard, 'all' | 'savedAt'>
  readonly massSilence: Pick<MassSilenceWatch, 'standing'>
  readonly groups: Pick<GroupMaintenance, 'standing'>
  readonly listen: Pick<Listen, 'trouble' | 'listening'>
  readonly tally: Tally
  readonly snapshots: Pick<Snapshots, 'figures'>
  readonly traffic: Pick<Traffic, 'days' | 'total'>
  readonly project: Pick<Project, 'position' | 'passed'>
  readonly log: Pick<EventLog, 'head'>
  readonly clock: Clock
  readonly policy: Policy
  /** What the passing of time and the outbox have not got done, and whether somebody outside knows that they do. */
  readonly duties: Pick<Duties, 'figures'>
  /** Who is connected; whether the edge takes connections, and since when it does or does not. */
  readonly edge: {
    has(vessel: VesselId): boolean
    state(): { readonly up: boolean; readonly since: Seconds }
  }
}

type Seen = { readonly present: () => Promise<Present>; tell(vessel: VesselId | null): void }

/** What pages, API and metrics see: the rows that the log made, and what only the running hub knows. */
export function createViews(parts: ViewsParts): Views & Seen {
  const { model, board, listen, tally, traffic, project, log, clock, policy } = parts
  const listeners = new Set<(vessel: VesselId | null) => void>()
  const now = () => toSeconds(clock.now())
  parts.docket.answered(() => tell(null))

  function tell(vessel: VesselId | null): void {
    if (vessel !== null) parts.docket.changed(vessel)
    for (const listener of listeners) listener(vessel)
  }

  /**
   * What is true now, once the rows hold everything that the register speaks of: a watermark ahead of its rows would
   * make what is only held on pass for told. A log that is away has nothing new to wait for.
   */
  async function present(): Promise<Present> {
    const at = {
      now: now(),
      hearsUntil: listen.trouble()?.since ?? now(),
      heard: new Map(board.all()),
      policy,
      massSilences: parts.massSilence.standing(),
      groupExcuses: parts.groups.standing(),
    }
    const head = await log.head().catch(() => 0)
    await project.passed(head)
    return at
  }

  return {
    present,
    fleet: async () => model.fleet(await present()),
    vessel: async (id) =>
      model.vessel(id, await present(), {
        connected: parts.edge.has(id),
        bytesByDay: await traffic.days(id, now()),
        payloadFaults: tally.faults(id),
      }),
    timeline: async (id, query) => model.timeline(id, query, await present()),
    reckoning: async (id, query) => model.reckoning(id, query, await present()),
    alerts: async (query) => model.alerts(query, await present()),
    proposals: parts.docket.proposals,
    preview: parts.docket.preview,
    waiting: parts.docket.waiting,
    alert: async (vessel, id) => model.alert(vessel, id, await present()),
    maintenance: async (query) => model.maintenance(query, await present()),
    health: () => healthOf(listen.trouble(), parts.edge.state(), now()),
    figures: async () => ({
      logPosition: await log.head(),
      projectionPosition: project.position(),
      registerAgeS: board.savedAt() === null ? null : now() - (board.savedAt() ?? 0),
      snapshot: parts.snapshots.figures(),
      listening: listen.listening().since !== null,
      ...(await parts.duties.figures()),
      beats: tally.beats(),
      payloadFaults: tally.allFaults(),
      strangersRefused: [...tally.strangers()].map(([kind, count]) => ({ kind, count })),
      traffic: [...traffic.total()].map(([vessel, bytes]) => ({ vessel, ...bytes })),
    }),
    changed(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    tell,
  }
}

const healthOf = (
  trouble: ReturnType<Listen['trouble']>,
  edge: ReturnType<ViewsParts['edge']['state']>,
  now: Seconds,
): ReturnType<Views['health']> => ({
  ready: trouble === null && edge.up,
  at: iso(now),
  log: { writable: trouble === null, since: trouble && iso(trouble.since), why: trouble?.why ?? null },
  link: { up: edge.up, since: iso(edge.since), why: edge.up ? null : 'the hub takes no connections' },
})
