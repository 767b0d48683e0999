import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'

/** The real programs that some suites need. `.ci/run` installs them; without one its suites are left out by name. */
const programs = {
  influxd: ['/usr/bin/influxd', '/usr/sbin/influxd'],
  chromium: ['/usr/bin/chromium'],
  openssl: ['/usr/bin/openssl'],
} as const

export type Program = keyof typeof programs

const find = (program: Program): string | undefined =>
  programs[program].find((path) => {
    try {
      accessSync(path, constants.X_OK)
      return true
    } catch {
      return false
    }
  })

/** For `test(..., needs('influxd'))`: leaves the suite out, saying for want of what; under `CI=true` that is a failure. */
export function needs(...wanted: Program[]): { skip: string | false } {
  const missing = wanted.filter((program) => find(program) === undefined)
  if (missing.length === 0) return { skip: false }
  if (process.env.CI === 'true')
    throw new Error(`CI must have ${missing.join(' and ')}: .ci/run installs what the tests need`)
  return { skip: `needs ${missing.join(' and ')}` }
}

/** For suites that mount a disk: root may do so, but not in every container. */
export function needsMounts(): { skip: string | false } {
  if (spawnSync('unshare', ['--mount', '--propagation', 'unchanged', 'true']).status === 0) return { skip: false }
  if (process.env.CI === 'true') throw new Error('CI must be allowed to mount: some suites fill a small disk')
  return { skip: 'needs leave to mount a disk (root)' }
}

export function pathOf(program: Program): string {
  const path = find(program)
  if (path === undefined) throw new Error(`${program} is not installed`)
  return path
}
