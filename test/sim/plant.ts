import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Mutant } from './mutants.ts'

const root = join(import.meta.dirname, '../..')

export type Hunt = { readonly caughtBy: string | null; readonly output: string }

/** Runs the simulation on a copy of the source with the bug planted: the first seed that catches it, and what it found. */
export async function hunt({ edits, seed, by }: Mutant, seeds: number): Promise<Hunt> {
  const folder = mkdtempSync(join(tmpdir(), 'watchkeeper-mutant-'))
  try {
    for (const part of ['shared', 'hub', 'web', 'deploy', 'test', 'package.json']) {
      cpSync(join(root, part), join(folder, part), { recursive: true })
    }
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
    for (const [file, find, replacement] of edits) plant(join(folder, file), find, replacement)
    const output = await simulated(folder, by, seed, seeds)
    if (!/^\d+ passed, \d+ failed$/m.test(output)) throw new Error(`the simulation did not run: ${output.slice(-500)}`)
    return { caughtBy: /^seed .*\n.*$/m.exec(output)?.[0] ?? null, output }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function plant(path: string, find: string, replacement: string): void {
  const source = readFileSync(path, 'utf8')
  if (places(source, find) !== 1) throw new Error(`${path}: not exactly once: ${find}`)
  writeFileSync(
    path,
    source.replace(find, () => replacement),
  )
}

const places = (source: string, find: string): number => source.split(find).length - 1

/** The edits whose place is no longer in the source, or is not the only one. */
export const misfits = ({ edits }: Mutant): readonly string[] =>
  edits
    .filter(([file, find]) => places(readFileSync(join(root, file), 'utf8'), find) !== 1)
    .map(([file, find]) => `${file}: ${find}`)

function simulated(folder: string, by: Mutant['by'], seed: number, seeds: number): Promise<string> {
  const args = [by, '--seed', String(seed), '--seeds', String(seeds), '--first', '--quiet']
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 1 << 26, timeout: 300_000 }, (_, stdout, stderr) => {
      resolve(stdout + stderr)
    })
  })
}
