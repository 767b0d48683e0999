import { existsSync, readFileSync } from 'node:fs'
import { writeWhole } from '../../../shared/runtime/secret.ts'
import { type JiraState, newState, OPS, type StoredIssue } from './state.ts'

/** What the stand-in has committed outlives the process, as JIRA outlives the hub. */
export function recallJira(file: string): JiraState {
  const state = newState([OPS])
  if (!existsSync(file)) return state
  const kept = JSON.parse(readFileSync(file, 'utf8')) as Kept
  for (const { properties, ...issue } of kept.issues)
    state.issues.set(issue.id, { remotes: [], ...issue, properties: new Map(properties) })
  for (const [project, number] of kept.numbers) state.nextNumber.set(project, number)
  state.nextId = kept.nextId
  return state
}

export function rememberJira(file: string, { issues, nextNumber, nextId }: JiraState): void {
  const all = [...issues.values()].map((issue) => ({ ...issue, properties: [...issue.properties] }))
  writeWhole(file, JSON.stringify({ issues: all, numbers: [...nextNumber], nextId } satisfies Kept))
}

type Kept = {
  readonly issues: readonly (Omit<StoredIssue, 'properties' | 'remotes'> & {
    /** Not there in what an earlier version kept. */
    readonly remotes?: StoredIssue['remotes']
    readonly properties: readonly (readonly [string, unknown])[]
  })[]
  readonly numbers: readonly (readonly [string, number])[]
  readonly nextId: number
}
