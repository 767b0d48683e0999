import type { GenericSchema, InferOutput } from 'valibot'
import { Fault } from '../../shared/fault.ts'
import { describeProblem, readSettings } from '../../shared/runtime/settings.ts'

/** The settings in a file, or a fault that lists every problem of it. */
export function settingsFrom<S extends GenericSchema>(file: string, schema: S, example: string): InferOutput<S> {
  const read = readSettings(file, schema, example)
  if (read.ok) return read.settings
  throw new Fault('invalid', read.problems.map(describeProblem).join('\n'))
}
