import type { Log } from '../shared/runtime/log.ts'
import { alike, type Finding, newAmong, wellAgain } from './core/finding.ts'
import { byComponent, checksOf, type MeasuredComponent } from './core/reading.ts'
import { SourceFault } from './core/source-fault.ts'
import type { SampleSource } from './ports.ts'

export type ExamineParts = {
  readonly source: Pick<SampleSource, 'examine'>
  readonly components: readonly MeasuredComponent[]
  readonly log: Log
  readonly found: (findings: readonly Finding[]) => void
}

/** Asks the database why checks say nothing. That it cannot be found out is no failure: the checks were read. */
export function createExamine({
  source,
  components,
  log,
  found,
}: ExamineParts): (signal: AbortSignal) => Promise<void> {
  let before: readonly Finding[] = []

  /** Each kind of finding about a component once, and when there is none any more. */
  function say(findings: readonly Finding[]): void {
    for (const { components: ids, fault } of alike(newAmong(findings, before)))
      log.warn({ components: ids, code: fault.code, hint: fault.hint }, `${ids.join(', ')}: ${fault.message}`)
    const well = wellAgain(findings, before)
    if (well.length > 0) log.info({ components: well }, `${well.join(', ')}: all is well with what is read`)
    before = findings
  }

  return async (signal) => {
    try {
      const faults = await source.examine(checksOf(components), signal)
      const findings = byComponent(components, faults).flatMap(([{ id }, own]) =>
        own.flatMap((fault, check) => (fault === null ? [] : [{ component: id, check, fault }])),
      )
      say(findings)
      found(findings)
    } catch (error) {
      if (!(error instanceof SourceFault)) throw error
      if (!signal.aborted) log.info({ code: error.code }, `checks could not be examined: ${error.message}`)
    }
  }
}
