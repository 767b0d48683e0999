import type { Excuse, GroupExcuse } from '../../../shared/api/maintenance.ts'
import type { Health } from '../../../shared/api/problem.ts'
import { type Asked, choice, filterForm, groupChoice, vesselChoice } from '../../filter.ts'
import { type Html, html } from '../../html.ts'
import { banner } from '../banner.ts'
import { takeaway } from '../history/parts.ts'
import { refusal } from './fields.ts'
import { type Choices, entryForm, type Filter } from './forms.ts'
import { excuseItem, groupItem, type ItemView } from './item.ts'

export type MaintenanceView = ItemView & {
  readonly health: Health
  readonly choices: Choices
  readonly filter: Filter
}

export const maintenanceMain = (view: MaintenanceView): Html => html`<main id="main" class="narrow alerts maintenance">
${banner(view.health)}
<header class="title"><h1>Maintenance</h1> <p>Time that is not counted: it raises no alert and is left out of the SLA, and all of it stays visible.</p></header>
${view.refused !== null && refusal(view.refused)}
${view.entry === null ? html`<p class="quiet">Entering, changing and withdrawing needs the role operator.</p>` : entryForm(view.choices, view.entry)}
${filter(asked(view.filter), view.choices)}
${SECTIONS.map(([state, title]) => section(view, state, title))}
${listed(view).length === 0 && html`<p class="empty">Nothing ${Object.values(view.filter).some((one) => one !== null) ? 'of this kind is excused' : 'is excused'}. Entered maintenance of a vessel or a group stands here, with who and why, whatever becomes of it.</p>`}
${takeaway('maintenance', asked(view.filter))}
</main>`

const filter = (chosen: Asked, { vessels, groups }: Choices): Html =>
  filterForm('/maintenance', chosen, [
    choice('state', 'State', chosen.state, SECTIONS),
    groupChoice(chosen, groups),
    vesselChoice(chosen, vessels),
  ])

/** The filter as the address says it. */
const asked = ({ state, group, vessel }: Filter): Asked => ({
  state: state ?? '',
  group: group ?? '',
  vessel: vessel ?? '',
})

const SECTIONS = [
  ['now', 'Now'],
  ['coming', 'To come'],
  ['past', 'Over'],
  ['withdrawn', 'Withdrawn'],
] as const

/** What a vessel has of the maintenance of its group is said with that, unless the vessel is asked for. */
function listed({ maintenance: { excuses, groups }, filter }: MaintenanceView): readonly (Excuse | GroupExcuse)[] {
  if (filter.vessel !== null) return excuses
  const own = excuses.filter(({ ofGroup }) => !groups.some(({ id }) => id === ofGroup))
  return [...groups, ...own]
}

function section(view: MaintenanceView, state: Excuse['state'], title: string) {
  const of = listed(view).filter((one) => one.state === state)
  return (
    of.length > 0 &&
    html`<section id="${`maintenance-${state}`}" aria-labelledby="${`maintenance-${state}-title`}"><h2 id="${`maintenance-${state}-title`}">${title} <span class="muted">${of.length}</span></h2>
${of.map((one) => ('vessel' in one ? excuseItem(one, view) : groupItem(one, view)))}</section>`
  )
}
