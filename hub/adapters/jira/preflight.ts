import type { CloudClient } from 'jira.js/cloud'
import * as v from 'valibot'
import type { Clock } from '../../../shared/runtime/clock.ts'
import type { Asked, Check, Standing } from '../../ports/tracker.ts'
import { outcomeOf, readAs } from './failure.ts'
import { type Field, fieldChecks, fieldSchema } from './field-checks.ts'
import type { JiraMapping } from './mapping.ts'

type Options = { readonly mapping: JiraMapping; readonly tokenExpires: number | null; readonly clock: Clock }

/** What JIRA calls what it gives an id. */
type Learn = (field: string, id: string, name: string) => void

/** Whether the configuration fits what JIRA says of the project; every line is asked even when another fails. */
export async function preflightOf(
  jira: CloudClient,
  { mapping, tokenExpires, clock }: Options,
  learn: Learn = () => {},
): Promise<Check[]> {
  const { project } = mapping
  const who = await outcomeOf(() => jira.myself.getCurrentUser())
  const missing = await outcomeOf(() => neededPermissions(jira, project, PERMISSIONS))
  const type = await outcomeOf(() => issueTypeIn(jira, mapping))
  const fields = type.kind === 'ok' && type.value !== null ? await outcomeOf(() => fieldsIn(jira, mapping)) : null
  if (type.kind === 'ok' && type.value !== null) learn('issuetype', mapping.issueType, type.value)
  for (const field of fields?.kind === 'ok' ? fields.value : []) {
    learn('field', field.fieldId, field.name)
    for (const { id, name } of field.allowedValues ?? [])
      if (id !== undefined && typeof name === 'string') learn(field.fieldId, id, name)
  }
  return [
    line('token', who, (user) => ['good', `JIRA knows it as ${user.displayName ?? user.accountId ?? 'somebody'}`]),
    expiry(tokenExpires, clock.now() / 1000),
    line('permissions', missing, (names) =>
      names.length === 0
        ? ['good', `all that are needed in ${project}`]
        : ['wrong', `${project} denies ${names.join(', ')}`],
    ),
    line('issue type', type, (name) =>
      name === null
        ? ['wrong', `${project} has no issue type ${mapping.issueType}`]
        : ['good', `${name} in ${project}`],
    ),
    ...(fields === null
      ? []
      : fields.kind === 'ok'
        ? fieldChecks(mapping, fields.value)
        : [line('fields', fields, never)]),
  ]
}

const PERMISSIONS = [
  'BROWSE_PROJECTS',
  'CREATE_ISSUES',
  'EDIT_ISSUES',
  'ADD_COMMENTS',
  'TRANSITION_ISSUES',
  'LINK_ISSUES',
]

const permissionSchema = v.record(v.string(), v.object({ havePermission: v.boolean() }))

/** Those of the permissions that the token does not have in the project. */
export async function neededPermissions(
  jira: CloudClient,
  projectKey: string,
  names: readonly string[],
): Promise<readonly string[]> {
  const { permissions } = await jira.permissions.getMyPermissions({ projectKey, permissions: names.join(',') })
  const granted = readAs(permissionSchema, permissions ?? {}, 'permissions')
  return names.filter((name) => granted[name]?.havePermission !== true)
}

const MOST_PAGES = 20

/** All pages of a list: whoever has many fields has them on several. */
async function everyPage<T>(
  page: (startAt: number) => Promise<{ readonly items: readonly T[]; readonly total: number }>,
) {
  const all: T[] = []
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const { items, total } = await page(all.length)
    all.push(...items)
    if (items.length === 0 || all.length >= total) break
  }
  return all
}

async function issueTypeIn(jira: CloudClient, { project, issueType }: JiraMapping): Promise<string | null> {
  const types = await everyPage(async (startAt) => {
    const page = await jira.issues.getCreateIssueMetaIssueTypes({ projectIdOrKey: project, startAt, maxResults: 50 })
    return { items: page.issueTypes ?? [], total: page.total ?? 0 }
  })
  return types.find(({ id }) => id === issueType)?.name ?? null
}

const fieldsIn = (jira: CloudClient, { project, issueType }: JiraMapping): Promise<readonly Field[]> =>
  everyPage(async (startAt) => {
    const wanted = { projectIdOrKey: project, issueTypeId: issueType, startAt, maxResults: 50 }
    const page = await jira.issues.getCreateIssueMetaIssueTypeId(wanted)
    return { items: readAs(v.array(fieldSchema), page.fields ?? [], 'fields'), total: page.total ?? 0 }
  })

const DAY_S = 86_400

function expiry(expires: number | null, now: number): Check {
  const what = 'token expiry'
  if (expires === null)
    return { what, standing: 'soon', words: 'not known: give jira.tokenExpires, so that it can be said in time' }
  const days = Math.floor((expires - now) / DAY_S)
  const on = new Date(expires * 1000).toISOString().slice(0, 10)
  return {
    what,
    standing: days >= 30 ? 'good' : days >= 7 ? 'soon' : 'wrong',
    words: days < 0 ? `expired on ${on}` : `in ${days} days, on ${on}`,
  }
}

function line<T>(what: string, asked: Asked<T>, judge: (value: T) => readonly [Standing, string]): Check {
  const isNo = asked.kind === 'refused' || asked.kind === 'unauthorized'
  const [standing, words] =
    asked.kind === 'ok' ? judge(asked.value) : ([isNo ? 'wrong' : 'unasked', asked.words] as const)
  return { what, standing, words }
}

const never = (): readonly [Standing, string] => ['good', '']
