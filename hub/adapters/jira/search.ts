import type { CloudClient } from 'jira.js/cloud'
import type { Issue } from '../../ports/tracker.ts'
import { RequestFailed } from './failure.ts'
import { OUR_LABEL } from './mapping.ts'
import { ISSUE_FIELDS, issueFrom } from './read.ts'

/** By labels alone: an issue that was moved to another project is still ours. */
export const labelled = (
  jira: CloudClient,
  site: string,
  labels: readonly string[],
  most: number,
): Promise<readonly Issue[]> =>
  searched(jira, site, `labels in (${labels.map(quoted).join(', ')}) ORDER BY created ASC`, most)

async function searched(jira: CloudClient, site: string, jql: string, maxResults: number): Promise<readonly Issue[]> {
  const { issues } = await jira.issueSearch.searchAndReconsileIssuesUsingJqlPost({
    jql,
    fields: ISSUE_FIELDS,
    properties: [OUR_LABEL],
    maxResults,
  })
  return (issues ?? []).map((issue) => issueFrom(site, issue)).sort((a, b) => Number(a.id) - Number(b.id))
}

/** A search that does not find what is there finds nothing. */
export async function sees(jira: CloudClient, site: string, known: readonly string[]): Promise<void> {
  if ((await labelled(jira, site, [OUR_LABEL, ...known], 1)).length > 0) return
  throw new RequestFailed({
    kind: 'unknown',
    words: 'JIRA: its search does not find the issues that are there, so that it finds nothing says nothing',
    afterS: null,
  })
}

const MOST_SIMILAR = 10

export async function similarTo(
  jira: CloudClient,
  { site, project }: { readonly site: string; readonly project: string },
  labels: readonly string[],
  words: string,
): Promise<readonly Issue[]> {
  const open = `project = ${quoted(project)} AND statusCategory != Done`
  // Among words everything else is an operator of the text search.
  const phrase = words.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
  const clauses = [
    ...(labels.length === 0 ? [] : [`labels in (${labels.map(quoted).join(', ')})`]),
    ...(phrase === '' ? [] : [`summary ~ ${quoted(`"${phrase}"`)}`]),
  ]
  const found: Issue[] = []
  for (const clause of clauses)
    found.push(...(await searched(jira, site, `${open} AND ${clause} ORDER BY created DESC`, MOST_SIMILAR)))
  const once = new Map(found.map((issue) => [issue.id, issue]))
  return [...once.values()].sort((a, b) => Number(b.id) - Number(a.id)).slice(0, MOST_SIMILAR)
}

const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`
