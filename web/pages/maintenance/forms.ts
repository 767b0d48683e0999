import type { Excuse, GroupExcuse } from '../../../shared/api/maintenance.ts'
import { CATEGORIES } from '../../../shared/excuse.ts'
import type { Pattern } from '../../../shared/pattern.ts'
import { iso } from '../../../shared/time.ts'
import { instantAt, lastInstantAt, wallAt } from '../../../shared/zone.ts'
import { secondsOf } from '../../format.ts'
import { type Html, html } from '../../html.ts'
import { option } from '../../option.ts'
import { categoryWords } from './category.ts'
import {
  choice,
  clocksField,
  type Entry,
  field,
  isTried,
  onceFields,
  recurringFields,
  refusal,
  repeatFields,
  reviewField,
  why,
} from './fields.ts'
import { type Preview, previewPiece } from './preview.ts'

type Named = { readonly id: string; readonly name: string }

/** What maintenance can be of. */
export type Choices = {
  readonly vessels: readonly Named[]
  readonly groups: readonly string[]
  readonly components: readonly Named[]
}

export type EntryForm = Entry & { readonly preview: Preview | null }

export type ExcuseAction = 'change' | 'withdraw'

/** What somebody wanted to do with one of the list, and what came of it; `vessel` is null of one of a group. */
export type Refused = Entry & {
  readonly vessel: string | null
  readonly excuse: string
  readonly action: ExcuseAction
  readonly preview: Preview | null
}

/** Which of the list, as the address of the page says it; null for all. */
export type Filter = Readonly<Record<'state' | 'group' | 'vessel', string | null>>

/** Everything that is entered anew. */
export function entryForm(choices: Choices, form: EntryForm): Html {
  const { values, errors } = form
  const whose = values.group ? `group:${values.group}` : values.vessel ? `vessel:${values.vessel}` : ''
  const of = html`<p class="field"><label for="entry-of">Vessel or group</label> <select id="entry-of" name="of" required>
${option('', 'choose a vessel or a group', whose)}
<optgroup label="All vessels of a group">${choices.groups.map((group) => option(`group:${group}`, `all of ${group}`, whose))}</optgroup>
<optgroup label="One vessel">${choices.vessels.map(({ id, name }) => option(`vessel:${id}`, name, whose))}</optgroup>
</select> <span class="error" id="entry-of-error">${errors.vessel}</span></p>`
  const inside = html`<summary>Enter maintenance</summary>
<form method="post" action="/maintenance" hx-post="/maintenance/preview" hx-trigger="change" hx-validate="false" hx-sync="replace" hx-target="#entry-preview" hx-swap="outerHTML">
${refusal(form)}
${of}
${choice(form, 'entry', 'component', 'Part', [
  ['', 'everything on board'],
  ...choices.components.map(({ id, name }) => [id, name] as const),
])}
${choice(
  form,
  'entry',
  'category',
  'Category',
  CATEGORIES.map((one) => [one, categoryWords(one)]),
)}
${why(form, 'entry')}
${repeatFields(form, 'entry', true)}
${clocksField(form, 'entry', 'the vessel (of a group: each its own)')}
${onceFields(form, 'entry')}
${recurringFields(form, 'entry')}
${reviewField(form, 'entry')}
${previewPiece('entry', form.preview)}
${buttons('Enter maintenance')}
</form>`
  return html`<section class="panel">${details('entry', inside, isTried(form) || form.preview !== null)}</section>`
}

/** The first is what Enter in a field means: to look at it first. */
const buttons = (title: string): Html =>
  html`<p class="actions"><button type="submit" name="step" value="preview" formnovalidate>Show what it means</button> <button type="submit" name="step" value="save" class="yes">${title}</button></p>`

/** What can be done with one that stands: other times, or taken back with two answers, why and yes. */
export function excuseForms(excuse: Excuse | GroupExcuse, element: string, refused: Refused | null): Html {
  const of = (action: ExcuseAction) => (refused?.action === action ? refused : null)
  const isOfGroup = !('vessel' in excuse)
  const address = isOfGroup
    ? `/maintenance/groups/${excuse.id}`
    : `/vessels/${excuse.vessel.id}/maintenance/${excuse.id}`
  const change = of('change') ?? { ...fresh, values: isOfGroup ? groupValues(excuse) : excuseValues(excuse) }
  const withdraw = of('withdraw') ?? fresh
  const clocks = isOfGroup ? 'each vessel' : `the vessel (${excuse.vessel.zone})`
  const id = `${element}-change`
  const times =
    excuse.recurs === null
      ? [html`<input type="hidden" name="repeats" value="once">`, onceFields(change, id)]
      : [
          html`<p class="quiet">A change holds from now on: what has begun stays as it was. To end it, give it a last day.</p>`,
          repeatFields(change, id, false),
          recurringFields(change, id),
        ]
  const whose = isOfGroup
    ? html`<input type="hidden" name="of" value="${`group:${excuse.group}`}">`
    : html`<input type="hidden" name="of" value="${`vessel:${excuse.vessel.id}`}">`
  const changing = html`<summary>Change its times</summary>
<form method="post" action="${`${address}/change`}" hx-post="/maintenance/preview" hx-trigger="change" hx-validate="false" hx-sync="replace" hx-target="${`#${id}-preview`}" hx-swap="outerHTML">
${whose}${clocksField(change, id, clocks)}
${times}
${reviewField(change, id)}
${why(change, id)}
${previewPiece(id, refused?.action === 'change' ? refused.preview : null)}
${buttons('Change its times')}
</form>`
  return html`<div class="actions">${details(id, changing, of('change') !== null)}${details(`${element}-withdraw`, withdrawing(withdraw, `${element}-withdraw`, `${address}/withdraw`), of('withdraw') !== null)}</div>`
}

function withdrawing(given: Entry, id: string, address: string): Html {
  const sure = (box: string) => html`<input id="${box}" type="checkbox" name="sure" value="yes" required>`
  return html`<summary>Withdraw</summary>
<form method="post" action="${address}">
${field(given, id, 'sure', 'Yes: all of this time counts again', sure)}
${why(given, id)}
<button type="submit">Withdraw</button>
</form>`
}

const fresh: Entry = { values: {}, errors: {}, refusal: null }

/** As the fields of a form show what stands; by UTC where the clocks of the vessel show one of its times twice. */
function excuseValues({ from, to, reviewAt, recurs, vessel }: Excuse): Entry['values'] {
  const isPlain = isSaidBy(from, vessel.zone, instantAt) && (to === null || isSaidBy(to, vessel.zone, lastInstantAt))
  const zone = (recurs === null ? isPlain : recurs.zone !== 'UTC') ? 'vessel' : 'UTC'
  const local = (instant: string | null) =>
    instant === null ? '' : iso(wallAt(secondsOf(instant), zone === 'UTC' ? zone : vessel.zone)).slice(0, 16)
  return {
    zone,
    reviewAt: local(reviewAt),
    ...(recurs === null ? { repeats: 'once', from: local(from), to: local(to) } : patternValues(recurs.pattern)),
  }
}

const isSaidBy = (instant: string, zone: string, meant: typeof instantAt): boolean =>
  meant(wallAt(secondsOf(instant), zone), zone) === secondsOf(instant)

function groupValues({ from, to, reviewAt, recurs, zone }: GroupExcuse): Entry['values'] {
  const minute = (text: string | null) => text?.slice(0, 16) ?? ''
  return {
    zone,
    reviewAt: minute(reviewAt),
    ...(recurs === null ? { repeats: 'once', from: minute(from), to: minute(to) } : patternValues(recurs.pattern)),
  }
}

function patternValues({ repeats, firstDay, lastDay, begins, ends }: Pattern): Entry['values'] {
  const days = 'on' in repeats ? { weekdays: repeats.on.join() } : {}
  const day = repeats.kind === 'monthly' ? { day: String(repeats.day) } : {}
  const nth = repeats.kind === 'monthly-weekday' ? { nth: String(repeats.nth) } : {}
  const { kind, every } = repeats
  return {
    repeats: kind,
    every: String(every),
    ...days,
    ...day,
    ...nth,
    firstDay,
    lastDay: lastDay ?? '',
    begins,
    ends,
  }
}

const details = (id: string, inside: Html, open: boolean): Html =>
  open ? html`<details id="${id}" open>${inside}</details>` : html`<details id="${id}">${inside}</details>`

/** What stands in the form for somebody who begins. */
export const beginning = (now: string, { vessel, group }: Filter): Entry['values'] => ({
  ...(vessel !== null && { vessel }),
  ...(group !== null && { group }),
  zone: 'vessel',
  firstDay: now.slice(0, 10),
  begins: '22:00',
  ends: '02:00',
})
