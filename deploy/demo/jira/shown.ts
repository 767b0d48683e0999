import { type JiraState, type Project, STATUSES, type StatusId, type StoredIssue } from './state.ts'

export const projectOf = (state: JiraState, key: string): Project | undefined =>
  state.projects.find((project) => project.key === key)

export const byId = (state: JiraState, id: string): StoredIssue | undefined => there(state.issues.get(Number(id)))

export const byIdOrKey = (state: JiraState, idOrKey: string): StoredIssue | undefined =>
  byId(state, idOrKey) ?? there([...state.issues.values()].find(({ key }) => key === idOrKey))

const there = (issue: StoredIssue | undefined) => (issue?.deleted === false ? issue : undefined)

const CATEGORIES = {
  new: { id: 2, key: 'new', name: 'To Do', colorName: 'blue-gray' },
  indeterminate: { id: 4, key: 'indeterminate', name: 'In Progress', colorName: 'yellow' },
  done: { id: 3, key: 'done', name: 'Done', colorName: 'green' },
} as const

export function statusJson(site: string, id: StatusId) {
  const { name, category } = STATUSES[id]
  const self = `${site}/rest/api/3/statuscategory/${CATEGORIES[category].id}`
  return { id, name, self: `${site}/rest/api/3/status/${id}`, statusCategory: { self, ...CATEGORIES[category] } }
}

/** Those of its properties that were asked for. */
export const propertiesJson = ({ properties }: StoredIssue, asked: readonly string[]) =>
  asked.length === 0 ? {} : { properties: Object.fromEntries([...properties].filter(([key]) => asked.includes(key))) }

/** An issue with all its fields, as JIRA answers it. */
export function issueJson(site: string, issue: StoredIssue) {
  return {
    id: String(issue.id),
    key: issue.key,
    self: `${site}/rest/api/3/issue/${issue.id}`,
    fields: {
      ...issue.fields,
      status: statusJson(site, issue.status),
      resolution: issue.resolution === null ? null : { name: issue.resolution },
      created: new Date(issue.createdMs).toISOString(),
      updated: new Date(issue.updatedMs).toISOString(),
      issuelinks: issue.links.map(({ type, inward, outward }, at) => ({
        id: `${issue.id}${at}`,
        type: { name: type },
        ...(inward === issue.id ? { outwardIssue: { id: String(outward) } } : { inwardIssue: { id: String(inward) } }),
      })),
    },
  }
}
