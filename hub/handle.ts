import { Fault } from '../shared/fault.ts'
import type { Decision } from './core/decision.ts'
import type { WatchEvent } from './core/events.ts'
import type { Folded } from './core/stored/stored-state.ts'
import type { Batch, EventLog, Position } from './ports/log.ts'

export type Handled<S, A> = {
  readonly answer: A
  readonly state: S
  readonly position: Position
  /** Whether anything was stored. */
  readonly changed: boolean
}

/** The one way in: everything that changes a stream goes through here. */
export interface Handle<S, E> {
  /**
   * Loads the stream, decides, appends, and answers only when the events are stored. When somebody else has appended
   * meanwhile it decides again on what is true now. Commands of one stream run one at a time, streams side by side;
   * `handled` is called within that turn, also when nothing was to be stored.
   */
  command<A>(
    stream: string,
    decide: (state: S) => Decision<E, A>,
    handled?: (outcome: Handled<S, A>) => void,
  ): Promise<Handled<S, A>>
  /** As it is now, in turn with the commands. */
  state(stream: string): Promise<S>
  /** What the log says others have appended: the next command of that stream reads it first. */
  noticed(batch: Pick<Batch, 'stream' | 'position'>): void
  /** What is known of every stream, to be resumed from by a later process. */
  folded(): ReadonlyMap<string, Folded<S>>
  /** From these states on only what came later is read. */
  resume(folded: ReadonlyMap<string, Folded<S>>): void
}

export type HandleOptions<S, E> = {
  readonly log: EventLog
  readonly initial: (stream: string) => S
  readonly evolve: (state: S, event: E) => S
  /** The edge where stored events become this stream's: null for a foreign one. */
  readonly own: (event: WatchEvent) => E | null
  readonly nowMs: () => number
  readonly newId: () => string
  readonly signal: AbortSignal
}

const ATTEMPTS = 20

export function createHandle<S, E extends WatchEvent>(options: HandleOptions<S, E>): Handle<S, E> {
  const { log, evolve, own, signal } = options
  const loaded = new Map<string, Folded<S>>()
  /** Of an earlier process: what came later is still to be read. */
  const resumed = new Map<string, Folded<S>>()
  const heads = new Map<string, Position>()
  const inTurn = createQueues()

  const fold = (state: S, events: readonly WatchEvent[]) =>
    events.reduce((folded, event) => {
      const mine = own(event)
      return mine === null ? folded : evolve(folded, mine)
    }, state)

  async function catchUp(stream: string): Promise<Folded<S>> {
    const from = loaded.get(stream) ?? resumed.get(stream)
    let { state, version } = from ?? { state: options.initial(stream), version: 0 }
    for await (const batch of log.read(stream, version, signal)) {
      state = fold(state, batch.events)
      version = batch.position
    }
    const now = { state, version }
    // A stream that does not exist is not kept: anybody can ask for a name.
    if (version > 0) loaded.set(stream, now)
    resumed.delete(stream)
    return now
  }

  const current = (stream: string): Folded<S> | null => {
    const at = loaded.get(stream)
    return at && (heads.get(stream) ?? 0) <= at.version ? at : null
  }

  async function run<A>(stream: string, decide: (state: S) => Decision<E, A>): Promise<Handled<S, A>> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const { state, version } = current(stream) ?? (await catchUp(stream))
      const { events, answer } = decide(state)
      if (events.length === 0) return { answer, state, position: version, changed: false }
      const batch = { id: options.newId(), at: options.nowMs(), events }
      const appended = await log.append(stream, version, batch, signal)
      if (appended.kind === 'conflict') {
        await catchUp(stream)
        continue
      }
      const next = { state: fold(state, events), version: appended.position }
      loaded.set(stream, next)
      return { answer, state: next.state, position: appended.position, changed: true }
    }
    throw new Fault('conflict', `${stream} is being changed by others faster than it can be read`, { retry: true })
  }

  return {
    command: (stream, decide, handled) =>
      inTurn(stream, async () => {
        const outcome = await run(stream, decide)
        handled?.(outcome)
        return outcome
      }),
    state: (stream) => inTurn(stream, async () => (current(stream) ?? (await catchUp(stream))).state),
    noticed(batch) {
      heads.set(batch.stream, Math.max(heads.get(batch.stream) ?? 0, batch.position))
    },
    folded: () => new Map([...resumed, ...loaded]),
    resume(folded) {
      for (const [stream, at] of folded) resumed.set(stream, at)
    },
  }
}

/** What is of one name runs one at a time, in the order in which it came. */
function createQueues() {
  const queues = new Map<string, Promise<unknown>>()
  return <T>(name: string, doing: () => Promise<T>): Promise<T> => {
    const turn = (queues.get(name) ?? Promise.resolve()).then(doing)
    const settled = turn.then(
      () => undefined,
      () => undefined,
    )
    queues.set(name, settled)
    void settled.then(() => {
      if (queues.get(name) === settled) queues.delete(name)
    })
    return turn
  }
}
