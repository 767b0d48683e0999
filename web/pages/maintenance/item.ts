import type { Excuse, GroupExcuse, Maintenance } from '../../../shared/api/maintenance.ts'
import { wallAt } from '../../../shared/zone.ts'
import { duration, secondsOf, time } from '../../format.ts'
import { type Hole, type Html, html } from '../../html.ts'
import { personName } from '../../person.ts'
import { categoryWords } from './category.ts'
import { type EntryForm, excuseForms, type Refused } from './forms.ts'

export type ItemView = {
  readonly maintenance: Maintenance
  /** Null for who may look and not act. */
  readonly entry: EntryForm | null
  /** What somebody wanted to do with one of the list. */
  readonly refused: Refused | null
}

/** One of a vessel. */
export function excuseItem(excuse: Excuse, view: ItemView): Html {
  const { vessel, component, recurs, next, from, to, ofGroup } = excuse
  const element = `excuse-${vessel.id}-${excuse.id}`
  const of = html`of ${component?.name ?? 'the whole vessel'} on <a href="${`/vessels/${vessel.id}`}">${vessel.name}</a>`
  const when =
    recurs !== null
      ? [
          capital(recurs.words),
          nextWords(
            next.map((span) => zoned(span, recurs.zone)),
            recurs.zone,
          ),
        ]
      : [time(from), to === null ? ' without an end' : [' to ', time(to)]]
  const length =
    recurs !== null ? 'recurs' : to === null ? 'open-ended' : `${duration(secondsOf(to) - secondsOf(from))} in all`
  const part =
    ofGroup !== null &&
    html`<p class="kept">Its part in maintenance of a group: changed and withdrawn <a href="/maintenance">there</a>, for all of it.</p>`
  const refused = view.refused?.vessel === vessel.id && view.refused.excuse === excuse.id ? view.refused : null
  const mayAct = view.entry !== null && excuse.withdrawn === null && ofGroup === null
  return item(excuse, element, of, length, when, view, [part, mayAct && excuseForms(excuse, element, refused)])
}

/** One of a group, for all of its vessels. */
export function groupItem(excuse: GroupExcuse, view: ItemView): Html {
  const { group, component, recurs, next, from, to, zone, vessels } = excuse
  const element = `excuse-${excuse.id}`
  const of = html`of ${component?.name ?? 'the whole vessel'}, all of <a href="${`/maintenance?${new URLSearchParams({ group })}`}">${group}</a>`
  const clocks = zone === 'UTC' ? ' UTC' : ', by the clocks of each vessel'
  const when =
    recurs !== null
      ? [capital(recurs.words), nextWords(next.map(wallSpan), zone === 'UTC' ? zone : 'by the clocks of each vessel')]
      : to === null
        ? `${wall(from)}${clocks}, without an end`
        : `${wallSpan({ from, to })}${clocks}`
  const list = html`<details id="${`${element}-vessels`}"><summary>${vessels.length} ${vessels.length === 1 ? 'vessel has a part' : 'vessels have a part'} in it</summary><p class="members">${vessels.map(({ id, name }) => html`<a href="${`/maintenance?vessel=${id}`}">${name}</a> `)}</p></details>`
  const refused = view.refused?.vessel === null && view.refused.excuse === excuse.id ? view.refused : null
  const mayAct = view.entry !== null && excuse.withdrawn === null
  return item(excuse, element, of, recurs === null ? 'once' : 'recurs', when, view, [
    list,
    mayAct && excuseForms(excuse, element, refused),
  ])
}

function item(
  excuse: Excuse | GroupExcuse,
  element: string,
  of: Html,
  length: string,
  when: Hole,
  { maintenance: { at } }: ItemView,
  more: Hole,
): Html {
  const { category, reason, withdrawn, state, reviewAt, to } = excuse
  const isDue = to === null && reviewAt !== null && reviewAt <= at && (state === 'now' || state === 'coming')
  return html`<article class="alert" id="${element}" data-state="${state}">
<header><h3>${categoryWords(category)} <span class="muted">${of}</span></h3>
<p class="age">${length}</p></header>
<p>${when}</p>
<p>“${reason}”</p>
${to === null && reviewAt !== null && !isDue && withdrawn === null && html`<p class="quiet">Looked at again ${time(reviewAt)}.</p>`}
${isDue && html`<p class="kept" role="status">Its review was due ${reviewAt !== null && time(reviewAt)}: say when it ends, or withdraw it.</p>`}
<ul class="deeds muted"><li>${deed('entered', excuse.entered, null)}</li>${excuse.changed.map(
    (one) => html`<li>${deed('changed', one, one.reason)}</li>`,
  )}${withdrawn !== null && html`<li>${deed('withdrawn', withdrawn, withdrawn.reason)}</li>`}</ul>
${more}
</article>`
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

const nextWords = ([next, ...more]: readonly string[], clocks: string): Hole =>
  next !== undefined &&
  html`.<br>Next, ${clocks}: ${next}${more.length > 0 && html`<br><span class="muted">Then ${more.join('; ')}</span>`}`

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const

/** `Tue 2026-12-01 22:00`, of what a clock shows. */
export function wall(text: string): string {
  const day = text.slice(0, 10)
  return `${DAYS[new Date(`${day}T00:00:00Z`).getUTCDay()]} ${day} ${text.slice(11, 16)}`
}

/** The second day is said when it is another one. */
export const wallSpan = ({ from, to }: { readonly from: string; readonly to: string | null }): string => {
  if (to === null) return `${wall(from)} on`
  return `${wall(from)} to ${from.slice(0, 10) === to.slice(0, 10) ? to.slice(11, 16) : wall(to)}`
}

/** As the clocks of a zone show it. */
function zoned({ from, to }: { readonly from: string; readonly to: string | null }, zone: string): string {
  const shown = (instant: string): string => new Date(wallAt(secondsOf(instant), zone) * 1000).toISOString()
  return wallSpan({ from: shown(from), to: to === null ? null : shown(to) })
}

const deed = (did: string, { by, at }: Excuse['entered'], reason: string | null): Hole => [
  time(at),
  ` ${did} by ${personName(by)}`,
  reason !== null && `: “${reason}”`,
]
