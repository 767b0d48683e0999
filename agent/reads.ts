import type { Reading } from '../shared/link/reading.ts'
import type { Sample } from '../shared/sampling.ts'
import { DAY_S, HOUR_S, MINUTE_S, type Seconds, type Span } from '../shared/time.ts'
import * as collected from './core/reading.ts'
import { hourOf, type Prints, printsOf, pruned, slices, toReadAgain, within } from './core/repair.ts'
import type { SampleSource } from './ports.ts'

/** Where the journal stands: complete up to `to` but for what is `missing`, to be heard again from `since`; null without one. */
export type Begin = { readonly since: Seconds; readonly to: Seconds; readonly missing: readonly Span[] } | null

export type Reads = {
  /** What is new since the last read, and with `repairS` what has changed within so much of the past. Newest first. */
  next(now: Seconds, repairS: number | null, signal: AbortSignal): AsyncGenerator<Reading>
  /** After a first start, or when some are missing: whether there are older slices to be read; the next of them, and a stretch as a whole with its last. */
  hasOlder(): boolean
  older(signal: AbortSignal): Promise<Reading | null>
  /** The stretches that older slices are still to be read of. */
  missing(): readonly Span[]
  /** Up to when the database has been read; null before the first time. */
  readTo(): Seconds | null
  /** The checks that had no sample in time when they were read last. */
  quiet(): readonly number[]
}

const FIRST_READ_S = 26 * HOUR_S
const OVERLAP_S = 5 * MINUTE_S
const SLICE_S = 6 * HOUR_S
const LONGEST_S = 35 * DAY_S
const UNPACED_S = 72 * HOUR_S
const FORGET_PRINTS_S = 96 * HOUR_S

type Timelines = Reading['timelines']
type Backlog = { readonly window: Span; readonly left: readonly Span[]; readonly parts: readonly Timelines[] }

/** Knows what has been read of the database, and reads what is missing or has changed. A read that fails changes nothing. */
export function createReads(
  source: SampleSource,
  components: readonly collected.MeasuredComponent[],
  begin: Begin,
  pause: (signal: AbortSignal) => Promise<void>,
): Reads {
  const checks = collected.checksOf(components)
  const holdS = collected.longestHoldS(components)
  let since = begin?.since ?? null
  let readTo = begin?.to ?? null
  let prints: Prints = new Map()
  let oldest: readonly (Seconds | null)[] | null = null
  let quiet: readonly number[] = []
  let backlogs = (begin?.missing ?? []).map(backlogOf)

  const read = (span: Span, signal: AbortSignal) =>
    source.read(checks, { from: span.from - holdS, to: span.to }, signal)

  /** Slice by slice, so that few samples are in memory; and the samples of the newest slice. */
  async function readSpan(span: Span, signal: AbortSignal) {
    const parts: Timelines[] = []
    let newest: readonly (readonly Sample[])[] | null = null
    for (const slice of slices(span, SLICE_S)) {
      if (newest && span.to - span.from > UNPACED_S) await pause(signal)
      const samples = await read(slice, signal)
      newest ??= samples
      parts.push(collected.timelinesOf(components, samples, slice))
    }
    return { parts, newest: newest ?? [] }
  }

  /** Asked after the rows, so that what the database drops meanwhile is not taken for a change. */
  async function askOldest(signal: AbortSignal) {
    oldest = await source.oldest(checks, signal)
    return oldest
  }

  const askPrints = async (from: Seconds, now: Seconds, signal: AbortSignal): Promise<Prints> =>
    printsOf(await source.fingerprints(checks, { from, to: now }, signal))

  async function* next(now: Seconds, repairS: number | null, signal: AbortSignal): AsyncGenerator<Reading> {
    const first = readTo === null
    const wanted = since ?? (readTo === null ? now - FIRST_READ_S : Math.min(readTo, now) - OVERLAP_S)
    const openHour = repairS === null ? now : hourOf(now - OVERLAP_S)
    // Who was away for longer than shore looks back, or whose clock was, reads no more than that: of the rest nothing is said.
    const recent = { from: Math.max(now - LONGEST_S, Math.min(wanted, openHour)), to: now }
    const pastS = first ? 0 : repairS
    const past = Math.max(now - LONGEST_S, Math.min(now - (pastS ?? 0), wanted))
    const seen = pastS === null ? new Map() : await askPrints(hourOf(past), now, signal)
    for (const span of toReadAgain(prints, seen, recent, holdS)) {
      const { parts, newest } = await readSpan(span, signal)
      const known = repairS === null && oldest && reachBack(newest, span.from) ? oldest : await askOldest(signal)
      let { to } = span
      if (to === now) {
        to = Math.max(span.from + 1, collected.completeTo(checks, newest, now), Math.min(readTo ?? 0, now))
        quiet = collected.quietChecks(checks, newest, now)
        since = null
        readTo = to
      }
      prints = new Map([...prints, ...within(seen, span)])
      yield readingOf(parts, { from: span.from, to }, known)
    }
    prints = pruned(prints, now - FORGET_PRINTS_S)
    if (first) backlogs = [olderThan(recent.from, now)].filter(({ from, to }) => from < to).map(backlogOf)
  }

  function readingOf(parts: readonly Timelines[], window: Span, times: readonly (Seconds | null)[]): Reading {
    return { window, timelines: collected.joined(parts, window), speaksFrom: collected.speaksFrom(components, times) }
  }

  function olderThan(to: Seconds, now: Seconds): Span {
    const firsts = (oldest ?? []).filter((at) => at !== null)
    return { from: Math.max(now - LONGEST_S, Math.min(now, ...firsts)), to }
  }

  async function older(signal: AbortSignal): Promise<Reading | null> {
    const [backlog, ...others] = backlogs
    const [slice, ...left] = backlog?.left ?? []
    if (backlog === undefined || slice === undefined) return null
    const { window } = backlog
    const parts = [...backlog.parts, collected.timelinesOf(components, await read(slice, signal), slice)]
    const reading = left.length > 0 ? null : readingOf(parts, window, await askOldest(signal))
    backlogs = reading === null ? [{ window, left, parts }, ...others] : others
    return reading
  }

  return {
    next,
    older,
    hasOlder: () => backlogs.length > 0,
    missing: () => backlogs.map(({ window }) => window),
    readTo: () => readTo,
    quiet: () => quiet,
  }
}

const backlogOf = (window: Span): Backlog => ({ window, left: slices(window, SLICE_S), parts: [] })

/** Every check's samples begin before the span does: nothing of it can have been dropped. */
const reachBack = (samples: readonly (readonly Sample[])[], from: Seconds): boolean =>
  samples.every(([first]) => first !== undefined && first.at <= from)
