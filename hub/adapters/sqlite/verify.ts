import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { Fault } from '../../../shared/fault.ts'
import type { Position } from '../../ports/log.ts'
import { logLayout, openBatches, type StoredBatch } from './batches.ts'
import { NOTHING_BEFORE, seal } from './chain.ts'
import { openDatabase } from './open.ts'

export type ChainReport = {
  readonly batches: number
  readonly streams: number
  /** One hash over the last batch of every stream: written down elsewhere, it proves later that nothing was cut off. */
  readonly heads: string
  readonly broken: readonly ChainBreak[]
}

export type ChainBreak = { readonly stream: string; readonly position: Position; readonly reason: string }

/** Goes through the whole log and says where a batch was changed, moved or taken out. */
export function verifyLog(file: string): ChainReport {
  if (!existsSync(file))
    throw new Fault('not-found', `there is no event log at ${file}`, {
      hint: 'is dataDir right, and has the hub ever run?',
    })
  const db = openDatabase(file, logLayout(refuseToMake))
  try {
    const { page } = openBatches(db, file)
    const last = new Map<string, StoredBatch>()
    const broken: ChainBreak[] = []
    let count = 0
    for (let batches = page(0); batches.length > 0; batches = page(batches.at(-1)?.position ?? 0)) {
      for (const batch of batches) {
        const reason = breakIn(last.get(batch.stream), batch)
        if (reason) broken.push({ stream: batch.stream, position: batch.position, reason })
        last.set(batch.stream, batch)
        count++
      }
    }
    return { batches: count, streams: last.size, heads: hashOfHeads(last), broken }
  } finally {
    db.close()
  }
}

function breakIn(before: StoredBatch | undefined, batch: StoredBatch): string | null {
  if (batch.previous !== (before?.position ?? 0))
    return `follows batch ${batch.previous}, but batch ${before?.position ?? 0} stands before it`
  const sealed = seal(before?.hash ?? NOTHING_BEFORE, batch)
  return Buffer.compare(sealed, batch.hash) === 0 ? null : 'was changed after it was stored'
}

function hashOfHeads(last: ReadonlyMap<string, StoredBatch>): string {
  const heads = [...last.values()].sort((a, b) => (a.stream < b.stream ? -1 : 1))
  const hash = createHash('sha256')
  for (const { stream, hash: own } of heads) hash.update(JSON.stringify(stream)).update(own)
  return hash.digest('hex')
}

const refuseToMake = () => {
  throw new Fault('corrupt', 'the event log is empty', { hint: 'restore the last backup' })
}
