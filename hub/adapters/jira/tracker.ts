import type { CloudClient } from 'jira.js/cloud'
import type { Block } from '../../../shared/draft-text.ts'
import type { Clock } from '../../../shared/runtime/clock.ts'
import type { Asked, IssueRef, IssueStatus, IssueTracker } from '../../ports/tracker.ts'
import { adfOf } from './adf.ts'
import { outcomeOf, RequestFailed } from './failure.ts'
import { issueOf, type JiraMapping } from './mapping.ts'
import { neededPermissions, preflightOf } from './preflight.ts'
import { nameKey, previewOf } from './preview.ts'
import { ISSUE_FIELDS, inPath, issueFrom, linksOf, refOf } from './read.ts'
import { labelled, sees, similarTo } from './search.ts'
import { createTransport, type Fetch } from './transport.ts'
import { wayTo } from './ways.ts'

export type JiraOptions = {
  readonly site: string
  readonly email: string
  readonly token: string
  /** In seconds since the epoch; null when nobody said. */
  readonly tokenExpires: number | null
  readonly timeoutMs: number
  readonly mapping: JiraMapping
  readonly clock: Clock
  readonly fetch: Fetch
}

/** JIRA Cloud, through jira.js over our own transport; the library is loaded with the first request. */
export function createJiraTracker(options: JiraOptions): IssueTracker {
  const { site, email, token, mapping } = options
  const authorization = `Basic ${Buffer.from(`${email}:${token}`).toString('base64')}`
  const names = new Map<string, string>()
  let loading: Promise<CloudClient> | null = null
  const jira = (): Promise<CloudClient> => {
    loading ??= import('jira.js/cloud').then(({ createCloudClient }) =>
      createCloudClient(createTransport({ ...options, authorization })),
    )
    return loading
  }
  const probe = () => outcomeOf(async () => mayWork(await jira(), mapping.project))

  return {
    name: `JIRA at ${new URL(site).host}`,
    optionalFields: mapping.optionalFields,
    preflight: async () => preflightOf(await jira(), options, (field, id, name) => names.set(nameKey(field, id), name)),
    probe,
    find: (label, known) =>
      outcomeOf(async () => {
        const client = await jira()
        // Who may not see gets an empty answer, not a refusal.
        await mayWork(client, mapping.project)
        const issues = await labelled(client, site, [label], 50)
        if (issues.length === 0 && known.length > 0) await sees(client, site, known)
        return issues
      }),
    similar: (labels, words) =>
      outcomeOf(async () => similarTo(await jira(), { site, project: mapping.project }, labels, words)),
    preview: (order) => previewOf(mapping, order, names),
    create: async (order) => {
      const asked = await outcomeOf(async () =>
        refOf(site, await (await jira()).issues.createIssue(issueOf(mapping, order))),
      )
      if (asked.kind !== 'refused') return asked
      if ('project' in asked.problems) return notShown(mapping.project, asked.words)
      return Object.keys(asked.problems).length > 0 ? asked : refusedOrShutOut(asked, await probe())
    },
    fetch: (ids) => outcomeOf(async () => fetched(await jira(), site, ids)),
    comment: (id, op, blocks) => outcomeOf(async () => commented(await jira(), id, op, blocks)),
    transition: (id, to) => outcomeOf(async () => moved(await jira(), options, id, to)),
    link: (duplicate, original) => outcomeOf(async () => linked(await jira(), duplicate, original)),
    label: (id, labels) =>
      outcomeOf(async () => {
        const update = { labels: labels.map((add) => ({ add })) }
        await (await jira()).issues.editIssue({ issueIdOrKey: inPath(id), update })
        return null
      }),
    remember: (id, { id: globalId, href: url, title }) =>
      outcomeOf(async () => {
        const object = { url, title }
        await (await jira()).issueRemoteLinks.createOrUpdateRemoteIssueLink({
          issueIdOrKey: inPath(id),
          globalId,
          object,
        })
        return null
      }),
  }
}

const notShown = (project: string, words: string) =>
  ({ kind: 'unauthorized', words: `JIRA does not show the project ${project}: ${words}` }) as const

/** A refusal that names no field is of this issue only if the hub may make others; nothing was made either way. */
function refusedOrShutOut<T>(refused: Asked<T>, probed: Asked<null>): Asked<T> {
  if (probed.kind === 'ok') return refused
  return probed.kind === 'unauthorized' ? probed : { kind: 'not-sent', words: probed.words }
}

/** A project that is not shown is one more permission that is missing. */
async function mayWork(jira: CloudClient, project: string): Promise<null> {
  const asked = await outcomeOf(() => neededPermissions(jira, project, ['BROWSE_PROJECTS', 'CREATE_ISSUES']))
  if (asked.kind === 'refused') {
    throw new RequestFailed({
      kind: 'unauthorized',
      words: `JIRA does not show the project ${project}: ${asked.words}`,
    })
  }
  if (asked.kind !== 'ok') throw new RequestFailed(asked)
  if (asked.value.length === 0) return null
  throw new RequestFailed({ kind: 'unauthorized', words: `JIRA: no ${asked.value.join(', ')} in ${project}` })
}

async function fetched(jira: CloudClient, site: string, ids: readonly string[]) {
  const answer = await jira.issues.bulkFetchIssues({ issueIdsOrKeys: [...ids], fields: ISSUE_FIELDS })
  const issues = (answer.issues ?? []).map((issue) => issueFrom(site, issue))
  const refused = new Set((answer.issueErrors ?? []).map(({ id }) => id))
  return { issues, missing: ids.filter((id) => refused.has(id)) }
}

/** The mark stands in the text: comments are not listed with their properties. */
async function commented(jira: CloudClient, id: string, op: string, blocks: readonly Block[]): Promise<null> {
  const issueIdOrKey = inPath(id)
  const page = await jira.issueComments.getComments({ issueIdOrKey, orderBy: '-created', maxResults: 100 })
  if ((page.comments ?? []).some(({ body }) => JSON.stringify(body ?? null).includes(`"${op}"`))) return null
  const body = adfOf([...blocks, { kind: 'text', text: op }])
  await jira.issueComments.addComment({ issueIdOrKey, body, properties: [{ key: 'watchkeeper.op', value: op }] })
  return null
}

async function moved(
  jira: CloudClient,
  { site, mapping: { closeTransition } }: Pick<JiraOptions, 'site' | 'mapping'>,
  id: string,
  to: IssueStatus,
): Promise<string | null> {
  const issueIdOrKey = inPath(id)
  const { status } = issueFrom(site, await jira.issues.getIssue({ issueIdOrKey, fields: ISSUE_FIELDS }))
  if (to === 'new' ? status !== 'done' : status === to) return null
  const { transitions = [] } = await jira.issues.getTransitions({ issueIdOrKey })
  const way = wayTo(to, transitions, closeTransition)
  if (way?.id === undefined) {
    const named = to === 'done' && closeTransition !== null ? ` by "${closeTransition}"` : ''
    const words = `JIRA: its workflow has no way to ${to}${named} from here`
    throw new RequestFailed({ kind: 'refused', words, problems: {} })
  }
  await jira.issues.doTransition({ issueIdOrKey, transition: { id: way.id } })
  return way.name ?? way.id
}

async function linked(jira: CloudClient, duplicate: IssueRef, original: IssueRef): Promise<null> {
  const shown = await jira.issues.getIssue({ issueIdOrKey: inPath(duplicate.id), fields: ['issuelinks'] })
  if (linksOf(shown).includes(original.id)) return null
  await jira.issueLinks.linkIssues({
    type: { name: 'Duplicate' },
    inwardIssue: { id: duplicate.id },
    outwardIssue: { id: original.id },
  })
  return null
}
