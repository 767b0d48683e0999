import type { CloudClient } from 'jira.js/cloud'
import type { Block } from '../../../shared/draft-text.ts'
import type { IssueOrder } from '../../ports/tracker.ts'
import { adfOf, cut } from './adf.ts'

/** How a ticket becomes an issue of one project. */
export type JiraMapping = {
  readonly project: string
  /** Ids, as JIRA gives them; names may be translated and doubled. */
  readonly issueType: string
  readonly priorities: Readonly<Partial<Record<IssueOrder['draft']['severity'], string>>>
  readonly components: readonly string[]
  readonly assignee: string | null
  /** Further fields as JIRA takes them, by their id. */
  readonly fields: Readonly<Record<string, unknown>>
  /** Beside ours. */
  readonly labels: readonly string[]
  readonly optionalFields: readonly string[]
  /** The name of the transition that closes an issue; null: one that does. */
  readonly closeTransition: string | null
}

type NewIssue = Parameters<CloudClient['issues']['createIssue']>[0]

/** Carried by every issue of ours, beside the label of the one outage. */
export const OUR_LABEL = 'watchkeeper'

const MOST_SUMMARY = 255

/** Everything goes in one request: what proves the issue to be ours is there from its first moment. */
export function issueOf(mapping: JiraMapping, { label, assets, back, attempt, draft, without }: IssueOrder): NewIssue {
  const priority = mapping.priorities[draft.severity]
  const fields: Record<string, unknown> = {
    ...mapping.fields,
    project: { key: mapping.project },
    issuetype: { id: mapping.issueType },
    summary: cut(draft.summary.replace(/\s+/g, ' ').trim(), MOST_SUMMARY),
    description: adfOf(blocksOf({ draft, back })),
    labels: [OUR_LABEL, ...assets, label, ...mapping.labels],
    ...(priority === undefined ? {} : { priority: { id: priority } }),
    ...(mapping.components.length === 0 ? {} : { components: mapping.components.map((id) => ({ id })) }),
    ...(mapping.assignee === null ? {} : { assignee: { id: mapping.assignee } }),
  }
  for (const field of without) if (mapping.optionalFields.includes(field)) delete fields[field]
  return { fields, properties: [{ key: OUR_LABEL, value: { label, attempt } }] }
}

/** The way back stands below what was approved. */
const blocksOf = ({ draft, back }: Pick<IssueOrder, 'draft' | 'back'>): readonly Block[] =>
  back === null ? draft.blocks : [...draft.blocks, { kind: 'link', text: back.title, href: back.href }]

/** The fields that every issue is made with, for a check against the screens of the project. */
export const fieldsOf = (mapping: JiraMapping): readonly string[] => [
  ...new Set([
    'summary',
    'description',
    'labels',
    ...(Object.keys(mapping.priorities).length > 0 ? ['priority'] : []),
    ...(mapping.components.length > 0 ? ['components'] : []),
    ...(mapping.assignee === null ? [] : ['assignee']),
    ...Object.keys(mapping.fields),
  ]),
]
