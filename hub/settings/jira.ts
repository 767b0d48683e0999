import * as v from 'valibot'
import { isLoopback } from '../../shared/address.ts'
import { duration } from '../../shared/duration.ts'

const text = v.pipe(v.string(), v.nonEmpty('must not be empty'))

/** JIRA's own number of something. */
const id = v.pipe(
  v.union([v.number(), v.string()]),
  v.transform(String),
  v.regex(/^\d+$/, 'must be the id that JIRA gives it, a number'),
)

const site = v.pipe(
  v.string(),
  v.url('must be the address of the site'),
  v.transform((url) => url.replace(/\/+$/, '')),
  v.check((url) => {
    const { protocol, hostname } = new URL(url)
    return protocol === 'https:' || isLoopback(hostname)
  }, 'must begin with https'),
)

const day = v.pipe(
  v.string(),
  v.isoDate('must be a day such as 2027-05-01'),
  v.transform((date) => Date.parse(date) / 1000),
)

const label = v.pipe(text, v.maxLength(255), v.regex(/^\S+$/, 'is one word: JIRA takes no space in a label'))

/** What an issue is made with by a setting of its own, or by what is approved. */
const RESERVED: Readonly<Record<string, string>> = {
  project: 'is set by jira.project',
  issuetype: 'is set by jira.issueType',
  priority: 'is set by jira.priorities',
  components: 'is set by jira.components',
  assignee: 'is set by jira.assignee',
  labels: 'is set by jira.labels, beside those by which the hub finds its issues',
  summary: 'is what an approver sees and edits',
  description: 'is what an approver sees and edits',
}

const fields = v.pipe(
  v.record(text, v.unknown()),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    for (const name of Object.keys(dataset.value))
      if (RESERVED[name] !== undefined) addIssue({ message: `${name} ${RESERVED[name]}: leave it out here` })
  }),
)

/** `jira:` in hub.yaml: where approved tickets go, and how they become issues there. */
export const jiraSettings = v.strictObject({
  site,
  email: text,
  tokenFile: text,
  /** A token of Atlassian ends after a year at most. */
  tokenExpires: v.optional(day),
  project: v.pipe(v.string(), v.regex(/^[A-Z][A-Z0-9_]+$/, 'must be the key of a project, such as OPS')),
  issueType: id,
  priorities: v.optional(
    v.strictObject({
      low: v.optional(id),
      medium: v.optional(id),
      high: v.optional(id),
      critical: v.optional(id),
    }),
    {},
  ),
  components: v.optional(v.array(id), []),
  assignee: v.optional(text),
  /** Further fields as JIRA takes them. */
  fields: v.optional(fields, {}),
  /** Beside those of the hub. */
  labels: v.optional(v.array(label), []),
  /** Left out when JIRA refuses them, rather than have no ticket. */
  optionalFields: v.optional(v.array(text), []),
  /** What is done in the issue when the outage is over. */
  onRecovery: v.optional(v.picklist(['comment', 'transition']), 'comment'),
  /** The transition that does it, where its first choice is not the one: the workflow's own name of it. */
  closeTransition: v.optional(text),
  /** Resolutions after which an issue is not opened again. */
  wontFix: v.optional(v.array(text), ["Won't Do", 'Duplicate']),
  /** Close an issue that turns out to be a double, instead of only linking it with the one that stays. */
  closeDoubles: v.optional(v.boolean(), false),
  /** How long an unknown outcome is looked for; longer than JIRA's search ever lags. */
  settle: v.optional(duration(60), '10m'),
  timeout: v.optional(duration(1), '20s'),
  /** Render and log what would be sent, and send nothing. */
  dryRun: v.optional(v.boolean(), false),
  /** The secret of a webhook at /hooks/jira; without it the hub polls only. */
  webhookSecretFile: v.optional(text),
})

export const jiraExample = `
jira:
  site: https://example.atlassian.net
  email: watchkeeper@example.com
  tokenFile: /etc/watchkeeper/jira-token
  tokenExpires: 2027-05-01
  project: OPS
  issueType: 10101
  priorities: { low: 4, medium: 3, high: 2, critical: 1 }
  components: [10201]
  assignee: 5b109f2e9729b51b54dc274d
  fields: { customfield_10050: Fleet }
  labels: [fleet]
  optionalFields: [assignee]
  onRecovery: transition
  closeTransition: Resolve
  wontFix: ["Won't Do", Duplicate]
  closeDoubles: false
  settle: 10m
  timeout: 20s
  dryRun: false
  webhookSecretFile: /etc/watchkeeper/jira-webhook-secret
`
