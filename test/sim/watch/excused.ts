import { DAY_S } from '../../../shared/time.ts'
import type { Spell } from './oracle.ts'

/**
 * What is not counted, reckoned from what people asked for, day by day on the calendar of UTC and without a line of the
 * product's arithmetic.
 */

/** `on`: days of the week, 0 is Sunday; `lastDay`: the last on which one begins. */
export type Plan =
  | ({ readonly kind: 'once' } & Spell)
  | {
      readonly kind: 'recurs'
      readonly firstDay: number
      readonly lastDay: number | null
      readonly on: readonly number[]
      readonly beginS: number
      readonly lengthS: number
    }

/** As it was entered and changed, each at its time. */
export type Entry = {
  /** Null: the whole vessel. */
  readonly component: string | null
  readonly versions: readonly { readonly at: number; readonly plan: Plan }[]
  readonly withdrawnAt: number | null
}

/** Nothing of a world is so late. */
const FAR_S = 100 * DAY_S

/** What of the component (null: the vessel) is excused, as it stood at the time. */
export const excusedAsOf = (entries: readonly Entry[], component: string | null, asOf: number): readonly Spell[] =>
  entries
    .filter((entry) => entry.component === null || entry.component === component)
    .flatMap((entry) => standing(entry, asOf))

/** What is changed to be once is replaced whole. What is changed to recur stays where it has begun: what recurred to its end, what was once until then. */
function standing({ versions, withdrawnAt }: Entry, asOf: number): readonly Spell[] {
  if (withdrawnAt !== null && withdrawnAt <= asOf) return []
  let spells: readonly Spell[] = []
  let before: Plan | null = null
  for (const { at, plan } of versions) {
    if (at > asOf) break
    const fresh = spellsOf(plan, at + FAR_S)
    if (plan.kind === 'once' || before === null) spells = fresh
    else {
      const end = before.kind === 'once' ? at : Infinity
      const begun = spells.filter(({ from }) => from <= at).map(({ from, to }) => ({ from, to: Math.min(to, end) }))
      const until = Math.max(...begun.map(({ to }) => to))
      const later = fresh.filter(({ from, to }) => from > at && to > until)
      spells = [...begun, ...later.map(({ from, to }) => ({ from: Math.max(from, until), to }))]
    }
    before = plan
  }
  return spells
}

function spellsOf(plan: Plan, until: number): readonly Spell[] {
  if (plan.kind === 'once') return [{ from: plan.from, to: plan.to }]
  const found: Spell[] = []
  for (let day = plan.firstDay; day <= (plan.lastDay ?? until); day += DAY_S) {
    // The epoch began on a Thursday.
    if (plan.on.includes((Math.floor(day / DAY_S) + 4) % 7))
      found.push({ from: day + plan.beginS, to: day + plan.beginS + plan.lengthS })
  }
  return found
}

/** The same time, each second once. */
export function asOne(spells: readonly Spell[]): readonly Spell[] {
  const found: Spell[] = []
  for (const spell of spells.toSorted((a, b) => a.from - b.from)) {
    const last = found.at(-1)
    if (last && spell.from <= last.to) found[found.length - 1] = { from: last.from, to: Math.max(last.to, spell.to) }
    else found.push(spell)
  }
  return found
}

/** How long they last within the span. */
export const lengthWithin = (spells: readonly Spell[], span: Spell): number =>
  asOne(spells).reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, span.to) - Math.max(from, span.from)), 0)
