import type { Excuse, Maintenance } from '../../shared/api/maintenance.ts'
import type { Health } from '../../shared/api/problem.ts'
import { duration, secondsOf, time } from '../format.ts'
import { type Hole, type Html, html } from '../html.ts'
import { personName } from '../person.ts'
import { banner } from './banner.ts'
import { categoryWords } from './category.ts'
import { type EntryForm, entryForm, excuseForms, type Refused, refusal, vesselChoice } from './maintenance-forms.ts'

export type MaintenanceView = {
  readonly maintenance: Maintenance
  readonly health: Health
  readonly vessels: readonly { readonly id: string; readonly name: string }[]
  /** Null until a vessel is chosen. */
  readonly entry: EntryForm | null
  /** What somebody wanted to do with one of the list. */
  readonly refused: Refused | null
}

export const maintenanceMain = (view: MaintenanceView): Html => html`<main id="main" class="narrow alerts maintenance">
${banner(view.health)}
<header class="title"><h1>Maintenance</h1> <p>Time that is not counted: it raises no alert and is left out of the SLA, and all of it stays visible.</p></header>
${view.refused !== null && refusal(view.refused)}
${vesselChoice(view.vessels, view.entry?.vessel.id ?? null)}
${view.entry !== null && entryForm(view.entry)}
${view.maintenance.excuses.length === 0 && html`<p class="empty">Nothing is excused${view.entry === null ? '' : ` of ${view.entry.vessel.name}`}.</p>`}
${section(view, 'now', 'Now')}
${section(view, 'coming', 'To come')}
${section(view, 'past', 'Over')}
${section(view, 'withdrawn', 'Withdrawn')}
<p class="data">As data: <a href="/api/v1/maintenance">/api/v1/maintenance</a></p>
</main>`

function section(view: MaintenanceView, state: Excuse['state'], title: string): Hole {
  const { excuses, at } = view.maintenance
  const of = excuses.filter((excuse) => excuse.state === state)
  return (
    of.length > 0 &&
    html`<section id="${`maintenance-${state}`}" aria-labelledby="${`maintenance-${state}-title`}"><h2 id="${`maintenance-${state}-title`}">${title} <span class="muted">${of.length}</span></h2>
${of.map((excuse) => item(excuse, at, view))}</section>`
  )
}

/** Of its element, and of the place on the page that a form comes back to. */
export const excuseElement = ({ vessel, id }: Excuse): string => `excuse-${vessel.id}-${id}`

function item(excuse: Excuse, now: string, { refused }: MaintenanceView): Html {
  const { vessel, component, category, reason, withdrawn } = excuse
  const tried = refused?.vessel === vessel.id && refused.excuse === excuse.id ? refused : null
  return html`<article class="alert" id="${excuseElement(excuse)}" data-state="${excuse.state}">
<header><h3>${categoryWords(category)} <span class="muted">of ${component?.name ?? 'the whole vessel'} on</span> <a href="${`/vessels/${vessel.id}`}">${vessel.name}</a></h3>
<p class="age">${lengthOf(excuse)}</p></header>
<p>${extent(excuse)} · “${reason}”</p>
${isDue(excuse, now) && html`<p class="kept" role="status">Its review was due ${excuse.reviewAt !== null && time(excuse.reviewAt)}: say when it ends, or withdraw it.</p>`}
<ul class="deeds"><li>${deed('entered', excuse.entered, null)}</li>${excuse.changed.map(
    (one) => html`<li>${deed('changed', one, one.reason)}</li>`,
  )}${withdrawn !== null && html`<li>${deed('withdrawn', withdrawn, withdrawn.reason)}</li>`}</ul>
${withdrawn === null && excuseForms(excuse, excuseElement(excuse), tried)}
</article>`
}

const lengthOf = ({ from, to }: Excuse): string =>
  to === null ? 'open-ended' : duration(secondsOf(to) - secondsOf(from))

function extent({ from, to, reviewAt }: Excuse): Hole {
  if (to !== null) return [time(from), ' to ', time(to)]
  return ['From ', time(from), ' without an end', reviewAt !== null && [', reviewed ', time(reviewAt)]]
}

const isDue = ({ to, reviewAt, state }: Excuse, now: string): boolean =>
  state === 'now' && to === null && reviewAt !== null && reviewAt <= now

const deed = (did: string, { by, at }: Excuse['entered'], why: string | null): Hole => [
  time(at),
  ` ${did} by ${personName(by)}`,
  why !== null && `: “${why}”`,
]
