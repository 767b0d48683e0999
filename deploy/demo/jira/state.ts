/** What the stand-in for JIRA Cloud remembers. */
export type JiraState = {
  readonly projects: readonly Project[]
  readonly issues: Map<number, StoredIssue>
  nextId: number
  readonly nextNumber: Map<string, number>
}

export type Project = {
  readonly key: string
  readonly name: string
  readonly types: readonly { readonly id: string; readonly name: string }[]
  readonly fields: readonly FieldMeta[]
}

export type FieldMeta = {
  readonly fieldId: string
  readonly name: string
  readonly required: boolean
  readonly kind: 'string' | 'document' | 'labels' | 'option' | 'options' | 'select' | 'user' | 'project' | 'issuetype'
  readonly allowed?: readonly { readonly id: string; readonly name: string }[]
}

export type StoredIssue = {
  readonly id: number
  key: string
  project: string
  readonly type: string
  readonly createdMs: number
  updatedMs: number
  status: StatusId
  resolution: string | null
  fields: Record<string, unknown>
  readonly properties: Map<string, unknown>
  readonly comments: StoredComment[]
  readonly remotes: RemoteLink[]
  readonly links: { readonly type: string; readonly inward: number; readonly outward: number }[]
  deleted: boolean
  /** What the search knows, and from when: it lags behind. */
  readonly index: { readonly fromMs: number; readonly seen: Indexed }[]
}

export type RemoteLink = { readonly id: number; readonly globalId: string; object: unknown }

export type StoredComment = {
  readonly id: string
  readonly body: unknown
  readonly properties: readonly { readonly key: string; readonly value: unknown }[]
  readonly createdMs: number
}

/** An issue as a search sees it. */
export type Indexed = {
  readonly id: number
  readonly key: string
  readonly project: string
  readonly summary: string
  readonly labels: readonly string[]
  readonly status: string
  readonly category: Category
  readonly resolution: string | null
  readonly createdMs: number
  readonly updatedMs: number
  readonly deleted: boolean
}

export type Category = 'new' | 'indeterminate' | 'done'
export type StatusId = keyof typeof STATUSES

export const STATUSES = {
  '10000': { name: 'To Do', category: 'new' },
  '10001': { name: 'In Progress', category: 'indeterminate' },
  '10002': { name: 'Done', category: 'done' },
} as const satisfies Record<string, { name: string; category: Category }>

export type Transition = {
  readonly id: string
  readonly name: string
  readonly from: readonly StatusId[]
  readonly to: StatusId
  readonly resolution: string | null
}

/** The workflow: what can follow what. */
export const TRANSITIONS: readonly Transition[] = [
  { id: '11', name: 'Reopen', from: ['10001', '10002'], to: '10000', resolution: null },
  { id: '21', name: 'Start', from: ['10000'], to: '10001', resolution: null },
  { id: '31', name: 'Finish', from: ['10000', '10001'], to: '10002', resolution: 'Done' },
  { id: '41', name: 'Decline', from: ['10000', '10001'], to: '10002', resolution: "Won't Do" },
]

export const waysFrom = (status: StatusId): readonly Transition[] =>
  TRANSITIONS.filter(({ from }) => from.includes(status))

export const PRIORITIES = [
  { id: '1', name: 'Highest' },
  { id: '2', name: 'High' },
  { id: '3', name: 'Medium' },
  { id: '4', name: 'Low' },
] as const

const field = (fieldId: string, name: string, kind: FieldMeta['kind'], more: Partial<FieldMeta> = {}): FieldMeta => ({
  fieldId,
  name,
  kind,
  required: false,
  ...more,
})

export const OPS: Project = {
  key: 'OPS',
  name: 'Fleet operations',
  types: [
    { id: '10101', name: 'Incident' },
    { id: '10102', name: 'Task' },
  ],
  fields: [
    field('project', 'Project', 'project', { required: true }),
    field('issuetype', 'Issue Type', 'issuetype', { required: true }),
    field('summary', 'Summary', 'string', { required: true }),
    field('description', 'Description', 'document'),
    field('labels', 'Labels', 'labels'),
    field('priority', 'Priority', 'option', { allowed: PRIORITIES }),
    field('components', 'Components', 'options', { allowed: [{ id: '10201', name: 'Satellite' }] }),
    field('assignee', 'Assignee', 'user', { allowed: [{ id: 'agent-1', name: 'Duty engineer' }] }),
    field('customfield_10050', 'Vessel', 'string'),
    field('customfield_10060', 'Office', 'select', {
      allowed: [
        { id: '10301', name: 'Rotterdam' },
        { id: '10302', name: 'Piraeus' },
      ],
    }),
  ],
}

export const newState = (projects: readonly Project[]): JiraState => ({
  projects,
  issues: new Map(),
  nextId: 10_000,
  nextNumber: new Map(),
})

/** What of an issue the search is to learn. */
export function indexed(issue: StoredIssue): Indexed {
  const { name, category } = STATUSES[issue.status]
  return {
    id: issue.id,
    key: issue.key,
    project: issue.project,
    summary: String(issue.fields.summary ?? ''),
    labels: Array.isArray(issue.fields.labels) ? issue.fields.labels.map(String) : [],
    status: name,
    category,
    resolution: issue.resolution,
    createdMs: issue.createdMs,
    updatedMs: issue.updatedMs,
    deleted: issue.deleted,
  }
}
