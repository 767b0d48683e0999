import type { VesselId } from '../shared/model.ts'
import type { Clock } from '../shared/runtime/clock.ts'
import type { Log } from '../shared/runtime/log.ts'
import { toSeconds } from '../shared/time.ts'
import { type ActParts, createAct } from './act.ts'
import { type AdminParts, createAdmin } from './admin.ts'
import { createAdmit } from './admit.ts'
import { type Admission, type AdmissionEvent, type Entry, locksOut } from './core/admission/admission.ts'
import type { Turns } from './core/admission/contest.ts'
import { decideAlert } from './core/alerts/alert-command.ts'
import type { Surroundings } from './core/context.ts'
import { decideMaintenance } from './core/decide.ts'
import type { Decision } from './core/decision.ts'
import { type VesselEvent, vesselStream, type WatchEvent } from './core/events.ts'
import { decideNote, type NoteCommand } from './core/notes/note-command.ts'
import type { Policy } from './core/policy.ts'
import { isOf } from './core/subject.ts'
import { decideTicket } from './core/tickets/ticket-command.ts'
import { isKnown, type Vessel } from './core/vessel.ts'
import { createDeadlines } from './deadlines.ts'
import { createDocket } from './docket.ts'
import { createDuties, type WatchdogTarget } from './duties.ts'
import type { Handle } from './handle.ts'
import { fleetHandle, vesselHandle } from './handles.ts'
import { createHeardBoard, type HeardBoard } from './heard.ts'
import { createHistory, type HistoryParts } from './history.ts'
import { createIngest, type IngestParts } from './ingest.ts'
import { createListen, type Listen } from './listen.ts'
import { createGroupMaintenance, createMaintainGroup, type MaintainGroupParts } from './maintain-groups.ts'
import { createMassSilence } from './mass-silence.ts'
import { createOutbox, type TicketTarget } from './outbox/outbox.ts'
import type { Admin } from './ports/admin.ts'
import type { Act, Annotate, Decide, DecideTicket, Maintain, MaintainGroup } from './ports/deeds.ts'
import type { History } from './ports/history.ts'
import type { Link, LinkListener } from './ports/link.ts'
import type { Batch, EventLog, Position } from './ports/log.ts'
import type { Notifier } from './ports/notifier.ts'
import type { ReadStore } from './ports/read-store.ts'
import type { Register } from './ports/register.ts'
import type { Reports } from './ports/reports.ts'
import type { Views } from './ports/views.ts'
import { createProject } from './project.ts'
import { createProjection } from './projections/projection.ts'
import { createReadModel } from './projections/read-model.ts'
import { vesselOf } from './projections/rows.ts'
import { createReports, type ReportsParts } from './reports.ts'
import { createSnapshots, type SnapshotParts } from './snapshot.ts'
import { createTally, type Tally } from './tally.ts'
import { createTraffic, type Traffic } from './traffic.ts'
import { createViews } from './views.ts'
import { createWarn } from './warn.ts'

export type RiverParts = {
  readonly events: EventLog
  readonly register: Register
  readonly store: ReadStore
  readonly snapshot: Pick<SnapshotParts, 'file' | 'program'>
  readonly link: () => Pick<Link, 'ack' | 'disconnect' | 'test'>
  readonly clock: Clock
  readonly log: Log
  readonly newId: () => string
  readonly policy: Policy
  /** Null while nothing says where tickets go: they wait. */
  readonly tickets: TicketTarget | null
  readonly notifiers: readonly Notifier[]
  readonly random: () => number
  /** Null while nobody outside watches. */
  readonly watchdog: WatchdogTarget | null
}

/** What flows from the edge to the pages, whatever stands at either end. */
export type River = {
  /** Settles when everything that the log says is known, and the hub listens. */
  start(): Promise<void>
  stop(): Promise<void>
  readonly listener: LinkListener
  readonly views: Views
  readonly history: History
  readonly decide: Decide
  readonly decideTicket: DecideTicket
  /** The tracker says that one of its issues changed. */
  hint(issue: string): void
  readonly act: Act
  readonly annotate: Annotate
  readonly maintain: Maintain
  readonly maintainGroup: MaintainGroup
  readonly reports: Reports
  readonly admin: Admin
}

export function createRiver(parts: RiverParts): River {
  const { events, register, store, link, clock, log, policy } = parts
  const ending = new AbortController()
  const { vessels, fleet, snapshots } = handles(parts, ending.signal)
  const tally = createTally()
  const traffic = createTraffic(register)
  const listen = createListen({ handle: fleet, clock, log, changed: () => listensAnew() })
  const board = createHeardBoard({ register, traffic, clock, listen })
  const { around, deadlines, massSilence, groups } = watches(parts, { vessels, fleet }, listen, board)
  const warn = createWarn(log, policy.silentAfterS)
  const entrance = createEntrance(events, { handle: vessels, board, listen, tally, clock, log, link, around, heard })
  const outbox = createOutbox({ ...parts, handle: vessels, fleet, views: () => views })
  const following = { log: events, projection: createProjection(store), clock, signal: ending.signal }
  const project = createProject({ ...following, applied, failed: listen.failed })
  const edge = createEdge(clock)
  const duties = createDuties({ fleet, project, listen, deadlines, outbox, link, edge, clock, log }, parts.watchdog)
  const docket = createDocket({ ...parts, handle: vessels, project, deadlines, outbox })
  const seen = { model: createReadModel(store), docket, board, listen, tally, traffic, project, edge, duties }
  const views = createViews({ ...seen, snapshots, massSilence, groups, log: events, clock, policy })

  function heard(vessel: VesselId, state: Vessel): void {
    deadlines.moved(vessel, state)
    warn(vessel, state)
    views.tell(vessel)
  }

  function applied(batch: Batch): void {
    for (const handle of [vessels, fleet]) handle.noticed(batch)
    const vessel = vesselOf(batch.stream)
    if (vessel && batch.events.some(isLockOut)) link().disconnect(vessel)
    if (vessel && batch.events.some((event) => isEntered(event) || callsPeople(event))) deadlines.look([vessel])
    massSilence.noticed(batch.events)
    outbox.noticed(vessel, batch.events)
    views.tell(vessel)
  }

  function listensAnew(): void {
    views.tell(null)
    deadlines.countAnew()
  }

  return {
    views,
    ...past({ ...parts, ...seen, fleet, present: views.present }),
    decide: docket.decide,
    ...doors({ handle: vessels, deadlines, project, clock, groups, vessels: store.vessels, outbox }),
    hint: (issue) => outbox.tickets?.hint(issue),
    listener: { ...entrance, tested: duties.tested, ...counted(tally, traffic, clock), ...edge.visits },
    async start() {
      const [aliveAt] = await Promise.all([board.load(), snapshots.start()])
      await project.passed(await events.head())
      board.recall(store.vessels())
      await Promise.all([massSilence.look(), groups.load()])
      await listen.start(aliveAt)
      edge.opened()
      outbox.start(store.vessels().map(({ id }) => id))
      duties.start()
    },
    async stop() {
      duties.stop()
      deadlines.stop()
      await outbox.stop()
      await listen.stop()
      await Promise.all([board.stop(), snapshots.stop()])
      ending.abort()
      await project.done
    },
  }
}

/** What was, and what of it was promised. */
function past(parts: HistoryParts & Omit<ReportsParts, 'history'>): Pick<River, 'history' | 'reports'> {
  const history = createHistory(parts)
  return { history, reports: createReports({ ...parts, history }) }
}

/** Where what people want comes in. */
const doors = (
  parts: ActParts & MaintainGroupParts & AdminParts,
): Pick<River, 'act' | 'annotate' | 'decideTicket' | 'maintain' | 'maintainGroup' | 'admin'> => ({
  act: createAct(parts)(decideAlert),
  annotate: createAct(parts)((vessel, command: NoteCommand, { now }) =>
    decideNote({ isVessel: isKnown(vessel), notes: vessel.notes }, command, now),
  ),
  decideTicket: createAct(parts)(decideTicket),
  maintain: createAct(parts)(decideMaintenance),
  maintainGroup: createMaintainGroup(parts),
  admin: createAdmin(parts),
})

/** What is decided by the passing of time, and by many at once. */
function watches(
  { store, clock, policy }: RiverParts,
  { vessels, fleet }: Pick<ReturnType<typeof handles>, 'vessels' | 'fleet'>,
  listen: Listen,
  board: HeardBoard,
) {
  const { failed, listening } = listen
  const changed = (ids: readonly VesselId[]) => deadlines.look(ids)
  const massSilence = createMassSilence({ handle: fleet, vessels: store.vessels, policy, clock, changed, failed })
  const { standing } = massSilence
  const groups = createGroupMaintenance({ handle: fleet, vessels: store.vessels, clock })
  const around = (id: VesselId): Surroundings => ({
    id,
    policy,
    listening: listening(),
    massSilences: standing(),
    groupExcuses: groups.standing(),
  })
  const deadlines = createDeadlines({ handle: vessels, board, listen, clock, around })
  return { around, deadlines, massSilence, groups }
}

/** What decides, and what of it outlives the process. */
function handles(parts: RiverParts, signal: AbortSignal) {
  const { events, clock, newId, snapshot } = parts
  const common = { log: events, nowMs: () => clock.now(), newId, signal }
  const vessels = vesselHandle(common)
  const fleet = fleetHandle(common)
  return { vessels, fleet, snapshots: createSnapshots({ ...parts, ...snapshot, vessels, fleet }) }
}

/** Where vessels come in, and what they say then: who takes turns in that waits at the door. */
function createEntrance(log: EventLog, parts: Omit<IngestParts, 'turns'>): Pick<LinkListener, 'admit' | 'received'> {
  const turns = new Map<VesselId, Turns>()
  const { handle, clock } = parts
  return {
    admit: createAdmit({ log, clock, turns, command: admission(handle) }),
    received: createIngest({ ...parts, turns }),
  }
}

const admission =
  (vessels: Handle<Vessel, VesselEvent>) =>
  async (
    vessel: VesselId,
    head: Position,
    decide: (admission: Admission) => Decision<AdmissionEvent, Entry>,
  ): Promise<Entry> => {
    const stream = vesselStream(vessel)
    vessels.noticed({ stream, position: head })
    return (await vessels.command(stream, (state) => decide(state.admission))).answer
  }

const isLockOut = (event: WatchEvent): boolean => isOf(event, 'vessel', 'credential') && locksOut(event)

/** Entered about the vessel by a person, who may use another process: what it makes of the alerts is decided here. */
const isEntered = ({ type }: WatchEvent): boolean =>
  type === 'vessel-added' || type === 'vessel-changed' || type === 'vessel-retired'

/** It came back from outside, and calls for a person: it is told when it is time. */
const callsPeople = ({ type }: WatchEvent): boolean => type === 'ticket-refused' || type === 'ticket-held'

/** What the edge says of those who come and of what they send. */
const counted = (tally: Tally, traffic: Traffic, clock: Clock): Pick<LinkListener, 'refused' | 'traffic'> => ({
  refused: (vessel, kind) => tally.refused(vessel, kind, toSeconds(clock.now())),
  traffic: (vessel, bytes) => traffic.count(vessel, bytes, toSeconds(clock.now())),
})

/** Who is connected, and whether anybody can be. */
function createEdge(clock: Clock) {
  const connected = new Set<VesselId>()
  let state = { up: false, since: toSeconds(clock.now()) }
  return {
    has: (vessel: VesselId) => connected.has(vessel),
    state: () => state,
    opened: () => {
      state = { up: true, since: toSeconds(clock.now()) }
    },
    visits: {
      connected: (vessel: VesselId) => void connected.add(vessel),
      disconnected: (vessel: VesselId) => void connected.delete(vessel),
    },
  }
}
