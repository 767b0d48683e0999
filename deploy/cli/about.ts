import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const manifest: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'))

export const VERSION =
  manifest !== null && typeof manifest === 'object' && 'version' in manifest ? String(manifest.version) : ''

/** 2026-11-26: set with each release; a clock before it is plainly wrong. */
export const BUILT_AT = 1_795_651_200
