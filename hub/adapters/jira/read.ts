import type { CloudClient } from 'jira.js/cloud'
import * as v from 'valibot'
import type { Issue, IssueRef, IssueStatus } from '../../ports/tracker.ts'
import { readAs } from './failure.ts'
import { OUR_LABEL } from './mapping.ts'

const idSchema = v.pipe(v.string(), v.regex(/^\d{1,18}$/))
const keySchema = v.pipe(v.string(), v.regex(/^[A-Z][A-Z0-9_]{1,254}-\d{1,18}$/))

const refSchema = v.object({ id: idSchema, key: keySchema })

/** What proves an issue to be ours; anybody may have put something else there. */
const proof = v.fallback(v.nullable(v.object({ label: v.string() })), null)

const issueSchema = v.object({
  ...refSchema.entries,
  properties: v.optional(v.object({ [OUR_LABEL]: v.optional(proof, null) }), {}),
  fields: v.object({
    status: v.object({ statusCategory: v.object({ key: v.string() }) }),
    summary: v.optional(v.string(), ''),
    updated: v.optional(v.pipe(v.string(), v.transform(Date.parse), v.number()), '1970-01-01T00:00:00Z'),
    resolution: v.nullish(v.object({ name: v.string() })),
    labels: v.optional(v.array(v.string()), []),
  }),
})

export const ISSUE_FIELDS = ['summary', 'status', 'resolution', 'labels', 'updated']

const STATUS_OF: Readonly<Record<string, IssueStatus>> = { new: 'new', indeterminate: 'in-progress', done: 'done' }

type Answered = Awaited<ReturnType<CloudClient['issues']['getIssue']>>

/** An issue as JIRA shows it. */
export function issueFrom(site: string, answered: Answered): Issue {
  const { id, key, fields, properties } = readAs(issueSchema, answered, 'an issue')
  return {
    ...refOf(site, { id, key }),
    summary: fields.summary,
    updatedMs: fields.updated,
    status: STATUS_OF[fields.status.statusCategory.key] ?? 'new',
    resolution: fields.resolution?.name ?? null,
    labels: fields.labels,
    madeWith: properties[OUR_LABEL]?.label ?? null,
  }
}

const end = v.optional(v.object({ id: v.string() }))
const linksSchema = v.object({
  fields: v.object({ issuelinks: v.optional(v.array(v.object({ inwardIssue: end, outwardIssue: end })), []) }),
})

/** The ids of the issues that this one is linked with. */
export function linksOf(answered: Answered): readonly string[] {
  return readAs(linksSchema, answered, 'links').fields.issuelinks.flatMap(({ inwardIssue, outwardIssue }) =>
    [inwardIssue, outwardIssue].flatMap((other) => (other === undefined ? [] : [other.id])),
  )
}

export function refOf(site: string, answered: { id: string; key: string }): IssueRef {
  const { id, key } = readAs(refSchema, answered, 'an id and key')
  return { id, key, url: `${site}/browse/${key}` }
}

/** jira.js puts what it is given into the path as it is. */
export function inPath(id: string): string {
  if (!v.is(idSchema, id)) throw new RangeError(`${JSON.stringify(id)} is not the id of an issue`)
  return id
}
