import { ACTORS, type Audit, SUBJECTS } from '../../../shared/api/audit.ts'
import { choice, days, filterForm, vesselChoice, word } from '../../filter.ts'
import { type Html, html } from '../../html.ts'
import { entryList } from './entries.ts'
import { historyTabs, type ListView, nothing, pager, takeaway } from './parts.ts'

export type AuditView = ListView & {
  readonly audit: Audit
  /** Subjects that whoever asks may not see. */
  readonly withheld: string | null
}

/** The log as people read it. */
export function auditMain(view: AuditView): Html {
  const { audit, asked, withheld } = view
  return html`<main id="main" class="narrow listing">
${historyTabs('audit')}
<header class="title"><h1>Audit</h1> <p>Everything that was ever decided, told or done, the newest first</p></header>
${filterForm('/audit', asked, [
  choice(
    'kind',
    'About',
    asked.kind,
    SUBJECTS.filter((one) => one !== withheld).map((one) => [one, one.charAt(0).toUpperCase() + one.slice(1)]),
  ),
  choice(
    'by',
    'By',
    asked.by,
    ACTORS.map((one) => [one, WHO[one]]),
  ),
  word('name', 'Name', asked.name),
  vesselChoice(asked, view.vessels),
  ...days(asked),
])}
${audit.entries.length === 0 ? nothing(asked, 'The log is empty.') : entryList(audit.entries, 'audit')}
${pager('/audit', asked, audit.next)}
${takeaway('audit', asked)}
<details class="panel" id="whole"><summary>How it is proved that nothing was changed</summary>
<p>Each batch of the log is sealed with a hash over the one before it. On the machine of the hub, also while it runs:</p>
<p><code>watchkeeper verify --config hub.yaml</code></p>
<p>It names every batch that was changed, moved or taken out, and prints one hash of all heads. Kept somewhere else, that hash proves later that nothing was cut off the end.</p></details>
</main>`
}

const WHO: Readonly<Record<(typeof ACTORS)[number], string>> = {
  people: 'People and their programs',
  hub: 'The hub',
  vessel: 'Vessels',
}
