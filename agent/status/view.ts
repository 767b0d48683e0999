import { counted, sumsOf, uptime } from '../../shared/availability.ts'
import { isUnknown, type Known, measuredOnly } from '../../shared/layers.ts'
import type { Journal, JournalComponent } from '../../shared/link/journal.ts'
import { type ComponentId, DOWN, UP, type VesselId } from '../../shared/model.ts'
import { DAY_S, iso, OPEN, type Seconds } from '../../shared/time.ts'
import { clip, map, type Piece, pieceAt, type Timeline } from '../../shared/timeline.ts'
import type { CrewCause, CrewComponent, CrewState, CrewTrouble, CrewView } from '../../web/crew/view.ts'

/** What the agent knows about itself, in its own terms. */
export type Facts = {
  readonly now: Seconds
  readonly vessel: VesselId
  readonly name: string
  readonly version: string
  /** Of what is configured, in that order. */
  readonly names: ReadonlyMap<ComponentId, string>
  readonly journal: Journal | null
  /** When what was measured last is this old, it says nothing of now. */
  readonly currentForS: number
  readonly shore: {
    readonly connected: boolean
    readonly since: Seconds | null
    readonly because: CrewView['shore']['because']
    readonly lastContact: Seconds | null
    /** The least second that shore may not have; null when it has all, undefined when that is not known. */
    readonly untold: Seconds | null | undefined
    readonly bytesToday: CrewView['shore']['bytesToday']
  }
  readonly troubles: readonly CrewTrouble[]
  readonly losses: CrewView['losses']
}

/** The page's view of it. Figures end where the measuring ends, or now when that is too long ago. */
export function crewView({ now, journal, currentForS, names, shore, ...rest }: Facts): CrewView {
  const to = journal?.to ?? null
  const current = to !== null && now - to <= currentForS
  const end = current ? Math.min(to, now) : now
  return {
    ...rest,
    at: iso(now),
    measuredTo: instant(lastMeasured(journal, names, end)),
    components: [...names].map(([id, name]) => {
      const component = journal?.components.find((one) => one.id === id && !one.removed)
      return component === undefined ? notMeasuredYet(id, name) : crewComponent(component, name, to, end)
    }),
    shore: {
      connected: shore.connected,
      since: instant(shore.since),
      because: shore.because,
      lastContact: instant(shore.lastContact),
      bytesToday: shore.bytesToday,
      waiting:
        shore.untold === undefined ? 'not known' : shore.untold === null ? 'nothing' : { since: iso(shore.untold) },
    },
  }
}

/** The journal has a component from its first measurement on. */
const notMeasuredYet = (id: ComponentId, name: string): CrewComponent => ({
  id,
  name,
  state: 'unknown',
  cause: 'new',
  since: null,
  uptime24h: null,
  measured24hS: 0,
  intervals: [],
})

function crewComponent(
  { id, timeline }: JournalComponent,
  name: string,
  to: Seconds | null,
  end: Seconds,
): CrewComponent {
  const day = { from: end - DAY_S, to: end }
  const begin = timeline[0]?.from ?? end
  const inService = [{ from: begin, to: OPEN, state: true as const }]
  const layers = { measured: timeline, watermark: to, silence: [], listening: [], excused: [], inService }
  const known = measuredOnly(layers, { from: Math.min(begin, day.from), to: end })
  const states = map(known, stateOf)
  const now = pieceAt(states, end - 1)
  const sums = sumsOf(counted(known, layers, day), day)
  return {
    id,
    name,
    state: now?.state ?? 'unknown',
    cause: causeOf(pieceAt(known, end - 1)?.state ?? 'not-told'),
    since: to === null || now === undefined ? null : iso(Math.max(spellBegin(states, now), begin)),
    uptime24h: uptime(sums),
    measured24hS: sums.up + sums.down,
    intervals: clip(states, { from: Math.max(day.from, begin), to: end }).map((piece) => ({
      state: piece.state,
      from: iso(piece.from),
      to: iso(piece.to),
    })),
  }
}

/** The last second of which a state is known, of any component: the record goes on while nothing is measured. */
function lastMeasured(journal: Journal | null, names: Facts['names'], end: Seconds): Seconds | null {
  const ends = (journal?.components ?? [])
    .filter(({ id, removed }) => names.has(id) && !removed)
    .flatMap(({ timeline }) => timeline.findLast(({ state }) => state === UP || state === DOWN)?.to ?? [])
  return ends.length === 0 ? null : Math.min(Math.max(...ends), journal?.to ?? end, end)
}

/** As on shore: what was not measured in between ends no downtime. */
function spellBegin(states: Timeline<CrewState>, now: Piece<CrewState>): Seconds {
  if (now.state !== 'down') return now.from
  const wentUp = states.findLast(({ state, from }) => state === 'up' && from < now.from)
  return states.find(({ state, from }) => state === 'down' && from >= (wentUp?.to ?? 0))?.from ?? now.from
}

const instant = (at: Seconds | null): string | null => (at === null ? null : iso(at))

const stateOf = (known: Known): CrewState => (isUnknown(known) ? 'unknown' : known === 'up' ? 'up' : 'down')

function causeOf(known: Known): CrewCause | null {
  switch (known) {
    case 'up':
    case 'down':
    case 'silent':
      return null
    case 'database':
    case 'not-told':
    case 'not-listening':
      return 'database'
    case 'not-configured':
      return 'new'
    case 'no-samples':
    case 'agent-off':
    case 'other':
      return known
  }
}
