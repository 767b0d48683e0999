import { documentFault, objectOf, onlyKeys } from './document.ts'
import { editFaults, newIssueFaults } from './fields.ts'
import { parseJql } from './jql.ts'
import { bad, type Context, no, type Operation, ok, type Reply } from './reply.ts'
import { byId, byIdOrKey, issueJson, projectOf, propertiesJson, statusJson } from './shown.ts'
import { type FieldMeta, indexed, PRIORITIES, STATUSES, type StoredIssue } from './state.ts'

/** What the stand-in can do: the operations that tickets need, as JIRA Cloud documents them. */
export const OPERATIONS: readonly (readonly [method: string, path: RegExp, operation: Operation])[] = [
  ['GET', /^\/myself$/, ({ site }) => ok({ self: `${site}/rest/api/3/user`, ...USER })],
  ['GET', /^\/mypermissions$/, permissions],
  ['GET', /^\/priority\/search$/, () => ok({ isLast: true, startAt: 0, maxResults: 50, total: 4, values: PRIORITIES })],
  ['GET', /^\/issue\/createmeta\/([^/]+)\/issuetypes$/, issueTypes],
  ['GET', /^\/issue\/createmeta\/([^/]+)\/issuetypes\/([^/]+)$/, fieldsOfType],
  ['POST', /^\/search\/jql$/, search],
  ['POST', /^\/issue\/bulkfetch$/, bulkFetch],
  ['POST', /^\/issue$/, createIssue],
  ['POST', /^\/issueLink$/, linkIssues],
  ['GET', /^\/issue\/([^/]+)$/, withIssue((context, issue) => ok(issueJson(context.site, issue)))],
  ['PUT', /^\/issue\/([^/]+)$/, withIssue(editIssue)],
  ['GET', /^\/issue\/([^/]+)\/comment$/, withIssue(listComments)],
  ['POST', /^\/issue\/([^/]+)\/comment$/, withIssue(addComment)],
  ['GET', /^\/issue\/([^/]+)\/transitions$/, withIssue(listTransitions)],
  ['POST', /^\/issue\/([^/]+)\/transitions$/, withIssue(doTransition)],
  ['POST', /^\/issue\/([^/]+)\/remotelink$/, withIssue(linkRemote)],
]

const USER = { accountId: 'watchkeeper', accountType: 'atlassian', active: true, displayName: 'Watchkeeper' }

function permissions({ state, query, mayBrowse, mayCreate }: Context): Reply {
  const wanted = (query.get('permissions') ?? '').split(',').filter((name) => name !== '')
  if (wanted.length === 0) return bad('The permissions query parameter is required')
  const key = query.get('projectKey')
  if (key !== null && (!mayBrowse || projectOf(state, key) === undefined))
    return no(404, `No project could be found with key '${key}'.`)
  const granted = wanted.map((name, at) => {
    const havePermission = mayBrowse && (mayCreate || name !== 'CREATE_ISSUES')
    return [name, { id: String(at + 10), key: name, name, havePermission }]
  })
  return ok({ permissions: Object.fromEntries(granted) })
}

function issueTypes({ state, mayBrowse, site }: Context, [key = '']: readonly string[]): Reply {
  const project = mayBrowse ? projectOf(state, key) : undefined
  if (project === undefined) return no(400, 'No project could be found')
  const types = project.types.map(({ id, name }) => ({
    self: `${site}/rest/api/3/issuetype/${id}`,
    id,
    name,
    subtask: false,
  }))
  return ok({ startAt: 0, maxResults: 50, total: types.length, issueTypes: types })
}

function fieldsOfType({ state, query, mayBrowse }: Context, [key = '', type = '']: readonly string[]): Reply {
  const project = mayBrowse ? projectOf(state, key) : undefined
  if (!project?.types.some(({ id }) => id === type)) return no(400, 'No issue type could be found')
  const startAt = Number(query.get('startAt') ?? 0)
  const maxResults = Math.min(Number(query.get('maxResults') ?? 50), 50)
  const fields = project.fields
    .slice(startAt, startAt + maxResults)
    .map(({ fieldId, name, required, allowed, kind }) => ({
      fieldId,
      key: fieldId,
      name,
      required,
      hasDefaultValue: false,
      operations: kind === 'labels' || kind === 'options' ? ['add', 'set', 'remove'] : ['set'],
      schema: schemaOf(fieldId, kind),
      ...(allowed === undefined
        ? {}
        : { allowedValues: kind === 'select' ? allowed.map(({ id, name: value }) => ({ id, value })) : allowed }),
    }))
  return ok({ startAt, maxResults, total: project.fields.length, fields })
}

/** A field as JIRA describes its values. */
function schemaOf(fieldId: string, kind: FieldMeta['kind']) {
  const ofJira = fieldId.startsWith('customfield_') ? { custom: CUSTOM[kind] ?? '', customId: 1 } : { system: fieldId }
  if (kind === 'labels') return { type: 'array', items: 'string', ...ofJira }
  if (kind === 'options') return { type: 'array', items: 'component', ...ofJira }
  const type = kind === 'document' ? 'string' : kind === 'option' ? 'priority' : kind === 'select' ? 'option' : kind
  return { type, ...ofJira }
}

const CUSTOM: Readonly<Partial<Record<FieldMeta['kind'], string>>> = {
  string: 'com.atlassian.jira.plugin.system.customfieldtypes:textfield',
  document: 'com.atlassian.jira.plugin.system.customfieldtypes:textarea',
  select: 'com.atlassian.jira.plugin.system.customfieldtypes:select',
}

function search({ state, body, nowMs, mayBrowse, site }: Context): Reply {
  const known = [
    'jql',
    'fields',
    'maxResults',
    'nextPageToken',
    'properties',
    'reconcileIssues',
    'expand',
    'fieldsByKeys',
  ]
  if (!onlyKeys(body, known) || typeof body.jql !== 'string') return bad('Invalid request payload')
  const most = body.maxResults ?? 50
  if (typeof most !== 'number' || most < 1 || most > 5000) return bad('maxResults must be between 1 and 5000')
  const reconciled = Array.isArray(body.reconcileIssues) ? body.reconcileIssues : []
  if (reconciled.length > 50) return bad('at most 50 issues can be reconciled')
  const query = parseJql(
    body.jql,
    state.projects.map(({ key }) => key),
    nowMs,
  )
  if ('error' in query) return bad(query.error)
  const seen = [...state.issues.values()].flatMap((issue) => {
    const fresh = reconciled.includes(issue.id) ? indexed(issue) : undefined
    const known = fresh ?? issue.index.findLast(({ fromMs }) => fromMs <= nowMs)?.seen
    return known === undefined || known.deleted || !query.matches(known) ? [] : [{ known, issue }]
  })
  const from = Number(body.nextPageToken ?? 0)
  const all = mayBrowse ? seen.sort((a, b) => query.compare(a.known, b.known)) : []
  const page = all.slice(from, from + most)
  const isLast = from + most >= all.length
  const fields = Array.isArray(body.fields)
  const asked = Array.isArray(body.properties) ? body.properties.map(String) : []
  if (asked.length > 5) return bad('at most 5 properties can be asked for')
  const issues = page.map(({ issue }) =>
    fields ? { ...issueJson(site, issue), ...propertiesJson(issue, asked) } : { id: String(issue.id) },
  )
  return ok({ isLast, issues, ...(isLast ? {} : { nextPageToken: String(from + most) }) })
}

function bulkFetch({ state, body, mayBrowse, site }: Context): Reply {
  const ids = body.issueIdsOrKeys
  if (!Array.isArray(ids) || ids.length === 0 || ids.length > 100) return bad('Between 1 and 100 issues can be fetched')
  const found = ids.map((id) => ({ id: String(id), issue: mayBrowse ? byIdOrKey(state, String(id)) : undefined }))
  return ok({
    issues: found.flatMap(({ issue }) => (issue === undefined ? [] : [issueJson(site, issue)])),
    issueErrors: found.flatMap(({ id, issue }) =>
      issue === undefined
        ? [{ id, errorMessage: 'Issue does not exist or you do not have permission to see it.' }]
        : [],
    ),
  })
}

function createIssue(context: Context): Reply {
  const { state, body, nowMs, mayBrowse, site } = context
  if (!onlyKeys(body, ['fields', 'update', 'properties', 'historyMetadata', 'transition']))
    return bad('Invalid request payload')
  const fields = objectOf(body.fields) ?? {}
  const project = mayBrowse ? projectOf(state, String(objectOf(fields.project)?.key)) : undefined
  if (project === undefined) return bad({ project: 'valid project is required' })
  if (!context.mayCreate) return no(403, 'You do not have permission to create issues in this project.')
  const type = String(objectOf(fields.issuetype)?.id)
  const faults = newIssueFaults(project, fields, type)
  if (Object.keys(faults).length > 0) return bad(faults)
  const properties = propertiesOf(body.properties)
  if (properties === null) return bad('Invalid properties')
  const id = state.nextId++
  const number = (state.nextNumber.get(project.key) ?? 0) + 1 + context.keyGap()
  state.nextNumber.set(project.key, number)
  const issue: StoredIssue = {
    id,
    key: `${project.key}-${number}`,
    project: project.key,
    type,
    createdMs: nowMs,
    updatedMs: nowMs,
    status: '10000',
    resolution: null,
    fields: { ...fields },
    properties: new Map(properties),
    comments: [],
    remotes: [],
    links: [],
    deleted: false,
    index: [],
  }
  state.issues.set(id, issue)
  context.changed(issue, 'jira:issue_created')
  return { status: 201, body: { id: String(id), key: issue.key, self: `${site}/rest/api/3/issue/${id}` } }
}

function propertiesOf(value: unknown): [string, unknown][] | null {
  if (value === undefined) return []
  if (!Array.isArray(value)) return null
  const entries = value.map((one): [string, unknown] => [String(objectOf(one)?.key ?? ''), objectOf(one)?.value])
  return entries.every(([key, content]) => key !== '' && key.length <= 255 && content !== undefined) ? entries : null
}

function editIssue(context: Context, issue: StoredIssue): Reply {
  const { state, body } = context
  if (!onlyKeys(body, ['fields', 'update', 'properties', 'historyMetadata'])) return bad('Invalid request payload')
  const project = projectOf(state, issue.project)
  const fields = objectOf(body.fields) ?? {}
  const labels = new Set(Array.isArray(issue.fields.labels) ? issue.fields.labels.map(String) : [])
  for (const change of (objectOf(body.update)?.labels as unknown[] | undefined) ?? []) {
    const { add, remove } = objectOf(change) ?? {}
    if (typeof add === 'string') labels.add(add)
    if (typeof remove === 'string') labels.delete(remove)
  }
  const next = { ...fields, labels: [...labels] }
  const faults = project === undefined ? { project: 'gone' } : editFaults(project, next)
  if (Object.keys(faults).length > 0) return bad(faults)
  issue.fields = { ...issue.fields, ...next }
  context.changed(issue, 'jira:issue_updated')
  return { status: 204, body: null }
}

function listComments({ query }: Context, issue: StoredIssue): Reply {
  const newest = query.get('orderBy') === '-created'
  const all = newest ? issue.comments.toReversed() : issue.comments
  const from = Number(query.get('startAt') ?? 0)
  const most = Math.min(Number(query.get('maxResults') ?? 100), 5000)
  const comments = all.slice(from, from + most).map(({ id, body, createdMs }) => commentJson(id, body, createdMs))
  return ok({ startAt: from, maxResults: most, total: all.length, comments })
}

const commentJson = (id: string, body: unknown, createdMs: number) => ({
  id,
  body,
  created: new Date(createdMs).toISOString(),
})

function addComment(context: Context, issue: StoredIssue): Reply {
  const { body, nowMs } = context
  const fault = documentFault(body.body)
  if (fault !== null) return bad({ comment: fault })
  const properties = propertiesOf(body.properties)
  if (properties === null) return bad('Invalid properties')
  const id = String(issue.id * 100 + issue.comments.length)
  const kept = properties.map(([key, value]) => ({ key, value }))
  issue.comments.push({ id, body: body.body, properties: kept, createdMs: nowMs })
  context.changed(issue, 'jira:issue_updated')
  return { status: 201, body: commentJson(id, body.body, nowMs) }
}

const open = ({ ways }: Context, issue: StoredIssue) => ways.filter(({ from }) => from.includes(issue.status))

function listTransitions(context: Context, issue: StoredIssue): Reply {
  const { site } = context
  const transitions = open(context, issue).map(({ id, name, to }) => ({
    id,
    name,
    to: statusJson(site, to),
    hasScreen: false,
  }))
  return ok({ transitions })
}

function doTransition(context: Context, issue: StoredIssue): Reply {
  const id = objectOf(context.body.transition)?.id
  if (typeof id !== 'string') return bad('transition: must be given with its id')
  const way = open(context, issue).find((one) => one.id === id)
  if (way === undefined)
    return bad(
      `It seems that you have tried to perform a workflow operation (${id}) that is not valid for ${STATUSES[issue.status].name}.`,
    )
  issue.status = way.to
  issue.resolution = way.resolution
  context.changed(issue, 'jira:issue_updated')
  return { status: 204, body: null }
}

/** One per global id: a second one takes its place. */
function linkRemote({ body, site }: Context, issue: StoredIssue): Reply {
  if (!onlyKeys(body, ['globalId', 'application', 'relationship', 'object'])) return bad('Invalid request payload')
  const { url, title } = objectOf(body.object) ?? {}
  if (typeof title !== 'string' || title === '') return bad({ title: "'title' is required." })
  if (typeof url !== 'string' || !URL.canParse(url)) return bad({ url: "'url' must be a valid URL." })
  const globalId = typeof body.globalId === 'string' ? body.globalId : url
  if (globalId.length > 255) return bad({ globalId: "'globalId' is too long." })
  const known = issue.remotes.find((one) => one.globalId === globalId)
  const link = known ?? { id: 10_000 + issue.remotes.length, globalId, object: null }
  link.object = { url, title }
  if (known === undefined) issue.remotes.push(link)
  const self = `${site}/rest/api/3/issue/${issue.id}/remotelink/${link.id}`
  return { status: known === undefined ? 201 : 200, body: { id: link.id, self } }
}

function linkIssues(context: Context): Reply {
  const { state, body, mayBrowse } = context
  const of = (end: unknown) => {
    const { id, key } = objectOf(end) ?? {}
    return mayBrowse ? byIdOrKey(state, String(id ?? key)) : undefined
  }
  const inward = of(body.inwardIssue)
  const outward = of(body.outwardIssue)
  if (inward === undefined || outward === undefined)
    return no(404, 'Issue does not exist or you do not have permission to see it.')
  if (objectOf(body.type)?.name !== 'Duplicate') return no(404, 'No issue link type with that name found.')
  const link = { type: 'Duplicate', inward: inward.id, outward: outward.id }
  for (const issue of [inward, outward]) {
    issue.links.push(link)
    context.changed(issue, 'jira:issue_updated')
  }
  return { status: 201, body: null }
}

function withIssue(operation: (context: Context, issue: StoredIssue) => Reply): Operation {
  return (context, [id = '']) => {
    const issue = context.mayBrowse ? (byId(context.state, id) ?? byIdOrKey(context.state, id)) : undefined
    if (issue === undefined) return no(404, 'Issue does not exist or you do not have permission to see it.')
    return operation(context, issue)
  }
}
