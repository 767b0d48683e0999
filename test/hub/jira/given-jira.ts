import assert from 'node:assert/strict'
import { chance } from '../../../deploy/demo/chance.ts'
import { type Asked, createFakeJira } from '../../../deploy/demo/jira/jira.ts'
import type { JiraState } from '../../../deploy/demo/jira/state.ts'
import type { JiraMapping } from '../../../hub/adapters/jira/mapping.ts'
import { createJiraTracker } from '../../../hub/adapters/jira/tracker.ts'
import type { IssueOrder } from '../../../hub/ports/tracker.ts'
import type { Clock } from '../../../shared/runtime/clock.ts'
import { fetchFrom } from '../../lab/jira-fetch.ts'
import { requestFaults } from './by-the-library.ts'
import { documentFaults } from './documented.ts'

export const SITE = 'https://watch.atlassian.net'
export const T = 1_795_500_000
export const ASSET = 'wk-a-abcdefghij0123456789'
export const LABEL = 'wk-e-abcdefghij0123456789'

export const mapping: JiraMapping = {
  project: 'OPS',
  issueType: '10101',
  priorities: { low: '4', medium: '3', high: '2', critical: '1' },
  components: ['10201'],
  assignee: 'agent-1',
  fields: { customfield_10050: 'MV Aurora' },
  labels: [],
  optionalFields: ['assignee'],
  closeTransition: null,
}

export const order: IssueOrder = {
  label: LABEL,
  assets: [ASSET],
  back: { id: `watchkeeper:${LABEL}`, href: 'https://watch.example.com/vessels/mv-aurora', title: 'MV Aurora' },
  attempt: 1,
  without: [],
  draft: {
    summary: 'MV Aurora: access point down for 3 days',
    severity: 'high',
    blocks: [
      { kind: 'heading', text: 'What is down' },
      { kind: 'text', text: 'The access point answers no ping.\nSince Monday.\n\nNobody has acknowledged it.' },
      { kind: 'list', items: ['uptime 24 h: 0 %', 'uptime 7 d: 57 %'] },
      { kind: 'link', text: 'The vessel', href: 'https://watch.example.com/vessels/mv-aurora' },
    ],
  },
}

/**
 * JIRA's stand-in and the adapter before it, on one clock. Every request that it carries out is held against the schemas of jira.js and of
 * documents; answers are by the adapter itself; both against JIRA's own document where that is at hand. What is wrong fails the test.
 */
export function givenJira(
  clock: Clock,
  options: Partial<{ mapping: JiraMapping; token: string; expires: number; state: JiraState }> = {},
) {
  const requests: Asked[] = []
  const authorization = `Basic ${Buffer.from('watch@example.com:secret').toString('base64')}`
  const jira = createFakeJira({
    site: SITE,
    clock,
    chance: chance('given'),
    ...(options.state && { state: options.state }),
    authorization,
    observe(asked, reply) {
      requests.push(asked)
      const faults = [...(reply.status < 300 ? requestFaults(asked) : []), ...documentFaults(asked, reply)]
      // Thrown here it would pass for a broken connection.
      if (faults.length > 0) queueMicrotask(() => assert.fail(faults.join('\n')))
    },
  })
  const tracker = createJiraTracker({
    site: SITE,
    email: 'watch@example.com',
    token: options.token ?? 'secret',
    tokenExpires: options.expires ?? null,
    timeoutMs: 20_000,
    mapping: options.mapping ?? mapping,
    clock,
    fetch: fetchFrom(() => jira),
  })
  return { jira, tracker, requests }
}
