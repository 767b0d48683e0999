import { deserialize, serialize } from 'node:v8'
import * as v from 'valibot'
import type { Fleet } from '../fleet.ts'
import type { Vessel } from '../vessel.ts'
import { text, whole } from './parts.ts'

/**
 * Of what is kept of the states, and of how they come out of the log. Raise it with every change of either: a snapshot of
 * another shape is left out, and the log is folded instead. A test folds a log that is known and says when it has to be.
 */
export const STATE_SHAPE = 9

/** A stream's state as it was at the position of the stream's last batch. */
export type Folded<S> = { readonly state: S; readonly version: number }

/** Everything that decides, at one position of the log. */
export type Deciding = {
  readonly vessels: ReadonlyMap<string, Folded<Vessel>>
  readonly fleet: ReadonlyMap<string, Folded<Fleet>>
}

/**
 * What a snapshot was made with. `program` names its version and what it runs on, which write and fold in ways of their
 * own. `batch` is the id of the log's batch at `position`: no other log has it there.
 */
export type Origin = {
  readonly program: string
  readonly log: string
  readonly position: number
  readonly batch: string
}

/**
 * A snapshot in parts, each made when it is asked for: what it was made with, then every stream's state. The states are
 * read back without a schema. It would be a second description of every type of the core, and would prove less than what
 * is checked: that the file is as this program wrote it (its digest), in this very shape, from this log.
 */
export function* encodeDeciding({ vessels, fleet }: Deciding, origin: Origin): Generator<Uint8Array> {
  yield Buffer.from(JSON.stringify({ shape: STATE_SHAPE, ...origin }))
  for (const [stream, folded] of vessels) yield serialize({ of: 'vessels', stream, ...folded })
  for (const [stream, folded] of fleet) yield serialize({ of: 'fleet', stream, ...folded })
}

/** What a snapshot says; or, in words, why this program cannot use it. */
export function decodeDeciding(
  [first, ...parts]: readonly Uint8Array[],
  program: string,
): { readonly origin: Origin; readonly deciding: Deciding } | string {
  const read = v.safeParse(originSchema, jsonOf(first))
  if (!read.success) return 'it is no snapshot of watchkeeper'
  const { shape, ...origin } = read.output
  if (shape !== STATE_SHAPE) return `its states have shape ${shape}, those of this watchkeeper ${STATE_SHAPE}`
  if (origin.program !== program) return `watchkeeper ${origin.program} made it, and this is ${program}`
  return { origin, deciding: statesOf(parts) }
}

function statesOf(parts: readonly Uint8Array[]): Deciding {
  const vessels = new Map<string, Folded<Vessel>>()
  const fleet = new Map<string, Folded<Fleet>>()
  for (const part of parts) {
    const { of, stream, ...folded } = deserialize(part)
    if (of === 'fleet') fleet.set(stream, folded)
    else vessels.set(stream, folded)
  }
  return { vessels, fleet }
}

function jsonOf(part: Uint8Array | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(part ?? []).toString())
  } catch {
    return null
  }
}

const originSchema = v.object({ shape: whole, program: text, log: text, position: whole, batch: text })
