import type { Clock } from '../../../shared/runtime/clock.ts'
import type { Log } from '../../../shared/runtime/log.ts'
import type { IssueTracker } from '../../ports/tracker.ts'
import { secretAt } from '../secret-file.ts'
import { createDryRun } from './dry-run.ts'
import type { JiraMapping } from './mapping.ts'
import { createJiraTracker } from './tracker.ts'
import type { Fetch } from './transport.ts'

/** `jira:` in hub.yaml, as it was read. */
export type JiraConfig = Omit<JiraMapping, 'assignee' | 'priorities' | 'closeTransition'> & {
  readonly site: string
  readonly email: string
  readonly tokenFile: string
  readonly tokenExpires?: number | undefined
  readonly assignee?: string | undefined
  readonly closeTransition?: string | undefined
  readonly priorities: { readonly [S in keyof JiraMapping['priorities']]?: string | undefined }
  readonly timeout: number
  readonly dryRun: boolean
}

export type Around = { readonly clock: Clock; readonly log: Log; readonly fetch: Fetch }

/** The tracker that the settings name. Faults: `invalid` without a token, `forbidden` for one that others can read. */
export function openTracker(config: JiraConfig, { clock, log, fetch }: Around): IssueTracker {
  const mapping = mappingOf(config)
  if (config.dryRun) return createDryRun(mapping, log)
  const { site, email, tokenExpires = null, timeout } = config
  const token = secretAt(config.tokenFile, 'jira.tokenFile')
  return createJiraTracker({ site, email, token, tokenExpires, timeoutMs: timeout * 1000, mapping, clock, fetch })
}

function mappingOf(config: JiraConfig): JiraMapping {
  const {
    project,
    issueType,
    components,
    assignee = null,
    closeTransition = null,
    fields,
    labels,
    optionalFields,
  } = config
  const { low, medium, high, critical } = config.priorities
  const priorities = {
    ...(low === undefined ? {} : { low }),
    ...(medium === undefined ? {} : { medium }),
    ...(high === undefined ? {} : { high }),
    ...(critical === undefined ? {} : { critical }),
  }
  return { project, issueType, priorities, components, assignee, fields, labels, optionalFields, closeTransition }
}
