import { createHash } from 'node:crypto'
import type { Version } from '../../ports/log.ts'

/** What a batch's hash seals: everything but its position, which is known only once it is stored. */
export type Sealed = {
  readonly stream: string
  readonly previous: Version
  readonly id: string
  readonly at: number
  /** As stored, to the letter. */
  readonly events: string
}

/** Of the batch before the first of a stream. */
export const NOTHING_BEFORE = new Uint8Array(32)

/** The hash of a batch: over the hash of the one before it in its stream, so that no batch can be changed, moved or taken out unseen. */
export function seal(before: Uint8Array, { stream, previous, id, at, events }: Sealed): Uint8Array {
  return createHash('sha256')
    .update(before)
    .update(JSON.stringify([stream, previous, id, at, events]))
    .digest()
}
