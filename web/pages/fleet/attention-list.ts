import type { Fleet } from '../../../shared/api/fleet.ts'
import type { Note } from '../../../shared/api/note.ts'
import { attention, type Concern, type MissedSince } from '../../attention.ts'
import { lasting } from '../../format.ts'
import { flag, type Hole, type Html, html } from '../../html.ts'
import { personName } from '../../person.ts'
import { belowSla, mark, neverHeard, plainMark } from '../../state.ts'
import { address } from './tile.ts'

/** So that a fleet in which everything is wrong still makes a page, and on a wall, where nobody scrolls, none is cut off. */
const MOST = 100
const MOST_ON_WALL = 12

export function attentionList(fleet: Fleet, missedSince: MissedSince, wall: boolean): Html {
  const most = wall ? MOST_ON_WALL : MOST
  const concerns = attention(fleet, missedSince)
  return html`<section id="attention" aria-labelledby="attention-title">
<h2 id="attention-title">Needs attention <span class="muted">${concerns.length > 0 && `${concerns.length}, `}oldest first</span></h2>
${
  concerns.length === 0
    ? html`<p class="quiet">Nothing: no vessel is silent, down or below its SLA.</p>`
    : html`<ol class="concerns">${concerns.slice(0, most).map((concern) => concernItem(concern, wall))}</ol>`
}
${concerns.length > most && html`<p class="quiet">And ${concerns.length - most} more, newer than these${!wall && ': choose a state above to see them'}.</p>`}
</section>`
}

const concernItem = (
  concern: Concern,
  wall: boolean,
): Html => html`<li id="${`concern-${concern.vessel.id}`}" data-name="${concern.vessel.name}">
${concern.state === 'up' ? belowSla : mark(concern.state)}
<a href="${address(concern.vessel.id)}">${concern.vessel.name}</a>
<span class="age">${concern.ageS !== null && lasting(concern.ageS)}</span>
<span class="what">${concern.what}${!wall && noteMark(concern.vessel.note)}</span>
</li>`

/** The newest note stands by for who points at the mark or comes to it by keyboard. */
const noteMark = (note: Note | null): Hole =>
  note !== null &&
  html` · <span class="aged noted" tabindex="0" data-exact="${`${personName(note.by)}: ${note.text}`}">note<span class="aloud">${` of ${personName(note.by)}: ${note.text}`}</span></span>`

export function waitingList(fleet: Fleet): Html {
  const waiting = fleet.vessels.filter(({ presence }) => neverHeard(presence))
  return html`<section id="waiting" aria-labelledby="waiting-title" data-none="${flag(waiting.length === 0)}">
<h2 id="waiting-title">Waiting for first contact</h2>
${
  waiting.length === 0
    ? html`<p class="quiet">No vessel: each has been heard.</p>`
    : html`<ul class="concerns">${waiting
        .slice(0, MOST)
        .map(
          ({ id, name }) =>
            html`<li data-name="${name}">${plainMark('unknown')} <a href="${address(id)}">${name}</a></li>`,
        )}</ul>`
}
${waiting.length > MOST && html`<p class="quiet">And ${waiting.length - MOST} more.</p>`}
</section>`
}
