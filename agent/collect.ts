import type { Reading } from '../shared/link/reading.ts'
import type { Clock } from '../shared/runtime/clock.ts'
import type { Log } from '../shared/runtime/log.ts'
import { HOUR_S, MINUTE_S, type Seconds, toSeconds } from '../shared/time.ts'
import { alike, type Finding, newAmong, wellAgain } from './core/finding.ts'
import { failed, isOpen, type Pulse, STEADY, waitMs } from './core/pulse.ts'
import { byComponent, checksOf, type MeasuredComponent } from './core/reading.ts'
import { SourceFault } from './core/source-fault.ts'
import type { SampleSource } from './ports.ts'
import { type Begin, createReads, type Reads } from './reads.ts'

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

const REPAIR_EVERY_MS = 15 * MINUTE_S * 1000
const REPAIR_S = 26 * HOUR_S
const WIDE_REPAIR_EVERY_MS = 24 * HOUR_S * 1000
const WIDE_REPAIR_S = 72 * HOUR_S
const SLICE_PAUSE_MS = 1000
const CLOCK_STEP_MS = 5000

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
  const readsFrom = (from: Begin) =>
    createReads(source, components, from, (until) => sleep(clock, SLICE_PAUSE_MS, until))
  let reads = readsFrom(begin)
  let waited = false
  const repairs = createRepairs(clock)
  let pulse: Pulse = STEADY
  let said: string | null = null
  let examined = ''
  const findings = createFindingsLog(log)

  async function attempt(work: () => Promise<void>): Promise<void> {
    try {
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
  }

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
    if (isOpen(pulse)) await source.ping(signal)
    if (keeper) beginAnew(keeper)
    const now = toSeconds(clock.now())
    const repairS = repairs.dueS()
    for await (const reading of reads.next(now, repairS, signal)) listener.onRead(reading, now)
    repairs.done(repairS)
    const quiet = reads.quiet().join()
    if (repairS === null && quiet === examined) return
    await examine(parts, findings, signal)
    examined = quiet
  }

  while (!signal.aborted) {
    const ready = keeper?.ready() ?? true
    if (ready) await attempt(readNew)
    else waited = true
    const nextMs = clock.monotonic() + waitMs(pulse, random())
    const slicesLeft = () => reads.hasOlder() && clock.monotonic() + SLICE_PAUSE_MS < nextMs && !signal.aborted
    for (let going = ready && pulse.failures === 0; going && slicesLeft(); ) {
      await sleep(clock, SLICE_PAUSE_MS, signal)
      going = await readOlder(reads, parts, signal)
    }
    await sleep(clock, nextMs - clock.monotonic(), signal)
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

/** What cannot be found out about checks is no failure: they were read. */
async function examine(
  { source, components, listener, log }: CollectorParts,
  findingsLog: FindingsLog,
  signal: AbortSignal,
): Promise<void> {
  try {
    const faults = await source.examine(checksOf(components), signal)
    const findings = byComponent(components, faults).flatMap(([{ id }, own]) =>
      own.flatMap((fault, check) => (fault === null ? [] : [{ component: id, check, fault }])),
    )
    findingsLog(findings)
    listener.onFindings(findings)
  } catch (error) {
    if (!(error instanceof SourceFault)) throw error
    if (!signal.aborted) log.info({ code: error.code }, `checks could not be examined: ${error.message}`)
  }
}

type FindingsLog = (findings: readonly Finding[]) => void

/** Each kind of finding about a component once, and when there is none any more. */
function createFindingsLog(log: Log): FindingsLog {
  let before: readonly Finding[] = []
  return (findings) => {
    for (const { components, fault } of alike(newAmong(findings, before))) {
      log.warn({ components, code: fault.code, hint: fault.hint }, `${components.join(', ')}: ${fault.message}`)
    }
    const well = wellAgain(findings, before)
    if (well.length > 0) log.info({ components: well }, `${well.join(', ')}: all is well with what is read`)
    before = findings
  }
}

/** When the past has to be looked at again, and how far back. */
function createRepairs(clock: Clock) {
  const skewMs = () => clock.now() - clock.monotonic()
  let lastMs = Number.NEGATIVE_INFINITY
  let lastWideMs = clock.monotonic()
  let lastSkewMs = skewMs()
  /** Something was unusual: at the next chance, and far back. */
  const wanted = (): void => {
    lastMs = Number.NEGATIVE_INFINITY
    lastWideMs = Number.NEGATIVE_INFINITY
  }
  return {
    wanted,
    dueS(): number | null {
      if (Math.abs(skewMs() - lastSkewMs) > CLOCK_STEP_MS) wanted()
      lastSkewMs = skewMs()
      if (clock.monotonic() - lastMs < REPAIR_EVERY_MS) return null
      return clock.monotonic() - lastWideMs < WIDE_REPAIR_EVERY_MS ? REPAIR_S : WIDE_REPAIR_S
    },
    done(repairS: number | null): void {
      if (repairS === null) return
      lastMs = clock.monotonic()
      if (repairS === WIDE_REPAIR_S) lastWideMs = lastMs
    },
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
