import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { Fault } from '../../shared/fault.ts'
import { writeWhole } from '../../shared/runtime/secret.ts'
import type { Seconds } from '../../shared/time.ts'

/** What a demo with a data folder of its own remembers, so that its stories go on after a restart. */
export type Remembered = {
  readonly begin: Seconds
  readonly credentials: Readonly<Record<string, string>>
  readonly cut: readonly string[]
}

const schema = v.object({ begin: v.number(), credentials: v.record(v.string(), v.string()), cut: v.array(v.string()) })

/** Null when this folder has seen no demo yet. */
export function recall(file: string): Remembered | null {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return null
  }
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text)
  if (read.success) return read.output
  throw new Fault('corrupt', `${file} is not what the demo wrote there`, { hint: 'name an empty folder with --data' })
}

export const remember = (file: string, remembered: Remembered): void =>
  writeWhole(file, JSON.stringify(remembered, null, 2))
