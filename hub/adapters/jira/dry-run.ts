import { createHash } from 'node:crypto'
import type { Log } from '../../../shared/runtime/log.ts'
import type { Asked, Issue, IssueTracker } from '../../ports/tracker.ts'
import { issueOf, type JiraMapping } from './mapping.ts'
import { previewOf } from './preview.ts'

const ok = async <T>(value: T): Promise<Asked<T>> => ({ kind: 'ok', value })

/** Renders and says what would be sent, and sends nothing. Its issues are named by their label and stay as they are made. */
export function createDryRun(mapping: JiraMapping, log: Log): IssueTracker {
  const dry = (what: string, content: unknown) => log.info({ dryRun: what, content }, 'dry run: nothing was sent')
  return {
    name: 'a dry run',
    optionalFields: mapping.optionalFields,
    preflight: async () => [{ what: 'dry run', standing: 'good', words: 'nothing is sent to JIRA' }],
    probe: () => ok(null),
    find: () => ok([]),
    similar: () => ok([]),
    preview: (order) => previewOf(mapping, order, new Map()),
    create(order) {
      const id = idOf(order.label)
      dry('create', issueOf(mapping, order))
      return ok({ id, key: `DRY-${id}`, url: '' })
    },
    fetch: (ids) => ok({ issues: ids.map(asMade), missing: [] }),
    comment(id, op, blocks) {
      dry('comment', { id, op, blocks })
      return ok(null)
    },
    transition: () => ok(null),
    link: () => ok(null),
    label: () => ok(null),
    remember: () => ok(null),
  }
}

/** Beyond any id that a real issue has: once requests are sent, none of these is taken for somebody's issue. */
const idOf = (label: string): string =>
  `9${String(createHash('sha256').update(label).digest().readUIntBE(0, 6)).padStart(16, '0')}`

const asMade = (id: string): Issue => ({
  id,
  key: `DRY-${id}`,
  url: '',
  summary: '',
  updatedMs: 0,
  status: 'new',
  resolution: null,
  labels: [],
  madeWith: null,
})
