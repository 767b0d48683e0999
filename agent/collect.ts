import type { Reading } from '../shared/link/reading.ts'
import type { Clock } from '../shared/runtime/clock.ts'
import type { Log } from '../shared/runtime/log.ts'
import { type Seconds, toSeconds } from '../shared/time.ts'
import type { Finding } from './core/finding.ts'
import { failed, isOpen, type Pulse, STEADY, waitMs } from './core/pulse.ts'
import type { MeasuredComponent } from './core/reading.ts'
import { SourceFault } from './core/source-fault.ts'
import { createExamine } from './examine.ts'
import type { SampleSource } from './ports.ts'
import { type Begin, createReads, type Reads } from './reads.ts'
import { createRepairs, type Repairs } from './repairs.ts'

export interface CollectListener {
  /** A new stretch up to `window.to`, or an older one again because late points amended it. */
  onRead(reading: Reading, now: Seconds): void
  /** What the database holds of a stretch that the journal lacks: after a first start what is older, and what was lost. */
  onWidened(reading: Reading, now: Seconds): void
  /** Nothing could be read; `fault.code` is short enough for the wire. */
  onFailed(fault: SourceFault, now: Seconds): void
  /** Why checks say nothing, or are not to be trusted, although the database answers; empty when all is well. */
  onFindings(findings: readonly Finding[]): void
}

/** The journal that is read for. */
export type Keeper = {
  /** Whether a reading would be taken now. */
  ready(): boolean
  /** Where it stands, as if the agent began now. */
  stand(): Begin
}

export type Collector = { start(begin: Begin): void; stop(): Promise<void> }

export type CollectorParts = {
  readonly source: SampleSource
  readonly components: readonly MeasuredComponent[]
  readonly clock: Clock
  /** In [0, 1). */
  readonly random: () => number
  readonly listener: CollectListener
  readonly keeper?: Keeper
  readonly log: Log
}

const SLICE_PAUSE_MS = 1000

/**
 * Stage 1: reads the vessel's database for ever. Every 30 s what is new; every 15 min, and after anything unusual,
 * what has changed of the past. A failure is told and never taken for a measurement.
 */
export function createCollector(parts: CollectorParts): Collector {
  const stopped = new AbortController()
  let running: Promise<void> | null = null
  return {
    start: (begin) => {
      running ??= collect(parts, begin, stopped.signal)
    },
    stop: async () => {
      stopped.abort()
      await running
    },
  }
}

async function collect(parts: CollectorParts, begin: Begin, signal: AbortSignal): Promise<void> {
  const { source, components, clock, random, listener, keeper, log } = parts
  const repairs = createRepairs(clock)
  const attempts = createAttempts(parts, repairs)
  const examine = createExamine({ source, components, log, found: listener.onFindings })
  const readsFrom = (from: Begin) =>
    createReads(source, components, from, (until) => sleep(clock, SLICE_PAUSE_MS, until))
  let reads = readsFrom(begin)
  let waited = false
  let examined = ''

  /** Where the journal had to wait for the clock, or was cut back with it, what was read may not have been taken. */
  function beginAnew({ stand }: Keeper): void {
    const to = reads.readTo()
    const begun = stand()
    if (!waited && (to === null || (begun !== null && begun.to >= to))) return
    reads = readsFrom(begun && { ...begun, missing: [...begun.missing, ...reads.missing()] })
    repairs.wanted()
    waited = false
  }

  async function readNew(): Promise<void> {
    if (keeper) beginAnew(keeper)
    const now = toSeconds(clock.now())
    const repairS = repairs.dueS()
    for await (const reading of reads.next(now, repairS, signal)) listener.onRead(reading, now)
    repairs.done(repairS)
    const quiet = reads.quiet().join()
    if (repairS === null && quiet === examined) return
    await examine(signal)
    examined = quiet
  }

  /** A slice a second for as long as there are some, there is any use in it, and what is new can wait. */
  async function readOlderUntil(endMs: number): Promise<void> {
    while (reads.hasOlder() && clock.monotonic() + SLICE_PAUSE_MS < endMs) {
      await sleep(clock, SLICE_PAUSE_MS, signal)
      if (signal.aborted || !(await readOlder(reads, parts, signal))) return
    }
  }

  while (!signal.aborted) {
    const ready = keeper?.ready() ?? true
    if (ready) await attempts.make(readNew, signal)
    else waited = true
    const nextMs = clock.monotonic() + waitMs(attempts.pulse(), random())
    if (ready && attempts.pulse().failures === 0) await readOlderUntil(nextMs)
    await sleep(clock, nextMs - clock.monotonic(), signal)
  }
}

/** Tells of each failure, logs each kind once, and knows how often it was in vain. */
function createAttempts({ source, clock, listener, log }: CollectorParts, repairs: Repairs) {
  let pulse: Pulse = STEADY
  let said: string | null = null
  return {
    pulse: () => pulse,
    async make(work: () => Promise<void>, signal: AbortSignal): Promise<void> {
      try {
        if (isOpen(pulse)) await source.ping(signal)
        await work()
        if (pulse.failures > 0) log.info({ failures: pulse.failures }, 'the database can be read again')
        pulse = STEADY
        said = null
      } catch (error) {
        if (signal.aborted) return
        if (!(error instanceof SourceFault)) throw error
        pulse = failed(pulse, error.cure)
        repairs.wanted()
        if (error.message !== said) log.warn({ code: error.code, hint: error.hint }, error.message)
        said = error.message
        listener.onFailed(error, toSeconds(clock.now()))
      }
    },
  }
}

/** Whether there was any use in it: what is older can wait, so that it cannot be read is told to nobody but the log. */
async function readOlder(
  reads: Reads,
  { clock, listener, log }: CollectorParts,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const reading = await reads.older(signal)
    if (reading !== null) listener.onWidened(reading, toSeconds(clock.now()))
    return true
  } catch (error) {
    if (!(error instanceof SourceFault)) throw error
    if (!signal.aborted) log.info({ code: error.code }, `older points could not be read: ${error.message}`)
    return false
  }
}

const sleep = (clock: Clock, ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted || ms <= 0) return resolve()
    const end = () => {
      cancel()
      signal.removeEventListener('abort', end)
      resolve()
    }
    const cancel = clock.after(ms, end)
    signal.addEventListener('abort', end, { once: true })
  })
