import type { Health } from '../../shared/api/problem.ts'
import { utc } from '../format.ts'
import { type Hole, type Html, html } from '../html.ts'

/** On every page: what keeps the hub from doing its work, and what that means for what is shown below. */
export const banner = (health: Health): Html => html`<div id="banner">${trouble(health)}</div>`

function trouble({ log, link }: Health): Hole {
  if (!log.writable)
    return alarm(
      `The hub cannot write${since(log.since)}: ${log.why ?? 'the reason is not known'}.`,
      'It acknowledges nothing until it can; the vessels keep what they have and tell it again. What is below does not change meanwhile.',
    )
  if (!link.up)
    return alarm(
      `The hub cannot hear its vessels${since(link.since)}: ${link.why ?? 'the reason is not known'}.`,
      'This is not silence of the vessels, and is not counted as such.',
    )
  return null
}

const since = (instant: string | null): string => (instant === null ? '' : ` since ${utc(instant)}`)

const alarm = (what: string, meaning: string): Html =>
  html`<div class="banner" role="alert"><p><strong>${what}</strong> ${meaning}</p></div>`
