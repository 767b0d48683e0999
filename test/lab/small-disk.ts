import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { appendFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { atEnd } from '../at-end.ts'
import { givenFolder } from '../given-folder.ts'

export type SmallDisk = {
  readonly folder: string
  /** Until not a page more goes onto it. */
  fill(): void
  /** Takes away what filled it. */
  free(): void
}

/** A disk of its own, in memory, so small that it can be filled. Suites that use it say `needsMounts()`. */
export async function givenSmallDisk(t: TestContext, size: string): Promise<SmallDisk> {
  const folder = await givenFolder(t)
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'watchkeeper', folder])
  atEnd(t, () => execFileSync('umount', ['--lazy', folder]))
  const ballast = join(folder, 'ballast')
  return {
    folder,
    fill() {
      const page = Buffer.alloc(4096)
      const addForEver = () => {
        for (;;) appendFileSync(ballast, page)
      }
      assert.throws(addForEver, { code: 'ENOSPC' })
    },
    free: () => rmSync(ballast, { force: true }),
  }
}
