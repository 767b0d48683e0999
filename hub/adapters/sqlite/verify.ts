import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { Fault } from '../../../shared/fault.ts'
import type { Position } from '../../ports/log.ts'
import { logLayout, openBatches, type StoredBatch } from './batches.ts'
import { NOTHING_BEFORE, positionAfter, seal } from './chain.ts'
import { openDatabase } from './open.ts'

export type ChainReport = {
  readonly batches: number
  readonly streams: number
  readonly heads: Heads
  readonly broken: readonly ChainBreak[]
}

/** One hash over the last batch of every stream up to a position: written down elsewhere, it proves later that nothing was cut off. */
export type Heads = { readonly position: Position; readonly hash: string }

export type ChainBreak = { readonly stream: string; readonly position: Position; readonly reason: string }

/** Goes through the whole log and says where a batch was changed, moved or taken out, and whether it still has the heads that were `kept`. */
export function verifyLog(file: string, kept: Heads | null = null): ChainReport {
  if (!existsSync(file))
    throw new Fault('not-found', `there is no event log at ${file}`, {
      hint: 'is dataDir right, and has the hub ever run?',
    })
  const db = openDatabase(file, logLayout(refuseToMake))
  try {
    const { page } = openBatches(db, file)
    const last = new Map<string, StoredBatch>()
    const broken: ChainBreak[] = []
    let head: Position = 0
    let hashAtKept: string | null = null
    let count = 0
    for (let batches = page(0); batches.length > 0; batches = page(head)) {
      for (const batch of batches) {
        const reason = breakIn(last.get(batch.stream), head, batch)
        if (reason) broken.push({ stream: batch.stream, position: batch.position, reason })
        last.set(batch.stream, batch)
        head = batch.position
        if (head === kept?.position) hashAtKept = hashOfHeads(last)
        count++
      }
    }
    if (kept !== null && hashAtKept !== kept.hash) throw notThoseKept(file, kept, head)
    return { batches: count, streams: last.size, heads: { position: head, hash: hashOfHeads(last) }, broken }
  } finally {
    db.close()
  }
}

function breakIn(before: StoredBatch | undefined, head: Position, batch: StoredBatch): string | null {
  if (batch.previous !== (before?.position ?? 0))
    return `follows batch ${batch.previous}, but batch ${before?.position ?? 0} stands before it`
  const sealed = seal(before?.hash ?? NOTHING_BEFORE, batch)
  if (Buffer.compare(sealed, batch.hash) !== 0) return 'was changed after it was stored'
  return batch.position === positionAfter(head, batch.hash)
    ? null
    : `does not follow batch ${head}: what stood between was taken out`
}

function hashOfHeads(last: ReadonlyMap<string, StoredBatch>): string {
  const heads = [...last.values()].sort((a, b) => (a.stream < b.stream ? -1 : 1))
  const hash = createHash('sha256')
  for (const { stream, hash: own } of heads) hash.update(JSON.stringify(stream)).update(own)
  return hash.digest('hex')
}

const notThoseKept = (file: string, { position }: Heads, head: Position): Fault =>
  new Fault(
    'corrupt',
    head < position
      ? `${file} ends at batch ${head}: it reached to ${position} when these heads were written down`
      : `${file} does not hold what it held up to batch ${position} when these heads were written down`,
    {
      hint: 'unless an older backup was restored, somebody took something away: keep the file, and compare it with a backup',
    },
  )

const refuseToMake = () => {
  throw new Fault('corrupt', 'the event log is empty', { hint: 'restore the last backup' })
}
