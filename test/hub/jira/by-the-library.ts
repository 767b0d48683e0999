import {
  BulkFetchIssueRequestSchema,
  CommentSchema,
  IssueUpdateDetailsSchema,
  LinkIssueRequestJsonSchema,
  RemoteIssueLinkRequestSchema,
  SearchAndReconcileRequestSchema,
} from 'jira.js/cloud'
import type { Asked } from '../../../deploy/demo/jira/jira.ts'
import { adfFaults } from './adf-schema.ts'

type Checked = { safeParse(value: unknown): { readonly success: boolean; readonly error?: unknown } }

/** What jira.js knows of the requests; what it sends, it does not check itself. */
const REQUESTS: readonly (readonly [method: string, path: RegExp, schema: Checked])[] = [
  ['POST', /\/issue$/, IssueUpdateDetailsSchema],
  ['PUT', /\/issue\/[^/]+$/, IssueUpdateDetailsSchema],
  ['POST', /\/transitions$/, IssueUpdateDetailsSchema],
  ['POST', /\/comment$/, CommentSchema],
  ['POST', /\/issueLink$/, LinkIssueRequestJsonSchema],
  ['POST', /\/remotelink$/, RemoteIssueLinkRequestSchema],
  ['POST', /\/issue\/bulkfetch$/, BulkFetchIssueRequestSchema],
  ['POST', /\/search\/jql$/, SearchAndReconcileRequestSchema],
]

/** What jira.js, and Atlassian's schema of documents, say against a request. */
export function requestFaults({ method, path, body }: Asked): string[] {
  if (method === 'GET') return []
  const schema = REQUESTS.find(([verb, way]) => verb === method && way.test(path.split('?')[0] ?? ''))?.[2]
  if (schema === undefined) return [`${method} ${path} is no request of ours`]
  const sent = JSON.parse(body)
  const { success, error } = schema.safeParse(sent)
  const documents = [sent.fields?.description, /\/comment$/.test(path) ? sent.body : undefined]
  return [...(success ? [] : [String(error)]), ...documents.filter((one) => one !== undefined).flatMap(adfFaults)]
}
