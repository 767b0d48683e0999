import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as v from 'valibot'
import { jiraSettings } from '../../../hub/settings/jira.ts'

const least = {
  site: 'https://example.atlassian.net',
  email: 'watchkeeper@example.com',
  tokenFile: '/etc/watchkeeper/jira-token',
  project: 'OPS',
  issueType: 10101,
}
const wordsOf = (more: object): string | undefined =>
  v.safeParse(jiraSettings, { ...least, ...more }).issues?.[0].message

test('a field that has a setting of its own, or that an approver sees, is refused with where it is set', () => {
  assert.equal(wordsOf({ fields: { customfield_10050: 'Fleet' } }), undefined)
  assert.match(wordsOf({ fields: { labels: ['fleet'] } }) ?? '', /labels is set by jira\.labels/)
  assert.match(wordsOf({ fields: { summary: 'Server down' } }) ?? '', /summary is what an approver sees and edits/)
  for (const field of ['project', 'issuetype', 'priority', 'components', 'assignee', 'description'])
    assert.match(wordsOf({ fields: { [field]: 'x' } }) ?? '', new RegExp(`^${field} .*leave it out here`))
})

test('labels are words', () => {
  assert.equal(wordsOf({ labels: ['fleet', 'satellite-team'] }), undefined)
  assert.match(wordsOf({ labels: ['the fleet'] }) ?? '', /no space/)
})
