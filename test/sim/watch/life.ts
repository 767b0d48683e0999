import { DAY_S, HOUR_S, MINUTE_S } from '../../../shared/time.ts'
import type { Chance } from '../chance.ts'
import type { ComponentLife, Spell, VesselLife } from './oracle.ts'

/** What befalls a fleet in some weeks: from `freezeAt` on nothing turns any more. */
export type FleetLife = {
  readonly begin: number
  readonly freezeAt: number
  readonly vessels: readonly VesselLife[]
}

const NAMES = ['aurora', 'borealis', 'castor', 'dorado', 'europa']
const COMPONENTS = ['access-point', 'dashboard', 'server']

/** Every second one is of the other group. */
export const groupOf = ({ vessels }: Pick<FleetLife, 'vessels'>, id: string): string =>
  vessels.findIndex((vessel) => vessel.id === id) % 2 === 0 ? 'north' : 'south'

export function fleetLife(begin: number, chance: Chance): FleetLife {
  const span = { from: begin, to: begin + chance.int(7, 10) * DAY_S }
  const many = chance.happens(0.4) ? spellAfter(begin + chance.next() * 8 * DAY_S, 2 * HOUR_S, 4 * DAY_S, chance) : null
  const vessels = NAMES.slice(0, chance.int(3, NAMES.length)).map((name) => {
    const own = chance.fork()
    const offline = within(span, links(span, many, own))
    return { id: `mv-${name}`, begin, offline, components: componentsOf(span, offline, own) }
  })
  return { begin, freezeAt: span.to, vessels }
}

function componentsOf(span: Spell, offline: readonly Spell[], chance: Chance): readonly ComponentLife[] {
  // What falls with the link falls together: the power, say.
  const power = offline
    .filter(() => chance.happens(0.3))
    .map(({ from, to }) => ({ from: from + chance.int(0, 300), to: chance.happens(0.5) ? to : to + 2 * DAY_S }))
  return COMPONENTS.slice(0, chance.int(1, 3)).map((id) => {
    const own = spells(span, chance.span(6 * HOUR_S, 5 * DAY_S), () => outage(chance), chance)
    const gaps = spells(span, 8 * DAY_S, () => [chance.span(30 * MINUTE_S, 2 * DAY_S)], chance)
    return { id, down: within(span, [...own, ...power]), gaps: within(span, gaps) }
  })
}

function links(span: Spell, many: Spell | null, chance: Chance): readonly Spell[] {
  const length = () => [chance.pick([chance.span(MINUTE_S, 2 * HOUR_S), chance.span(2 * HOUR_S, 5 * DAY_S)])]
  const own = spells(span, chance.span(DAY_S, 8 * DAY_S), length, chance)
  if (many === null || chance.happens(0.2)) return own
  return [...own, { from: many.from + chance.int(0, 600), to: many.to + chance.int(0, HOUR_S) }]
}

/** Down for so long; with several lengths in turn: down, up, down and so on. */
function outage(chance: Chance): readonly number[] {
  switch (chance.pick(['short', 'hours', 'hours', 'days', 'days', 'flaps'] as const)) {
    case 'short':
      return [chance.span(MINUTE_S, 40 * MINUTE_S)]
    case 'hours':
      return [chance.span(HOUR_S, DAY_S)]
    case 'days':
      return [chance.int(2 * DAY_S, 6 * DAY_S)]
    case 'flaps':
      return Array.from({ length: 2 * chance.int(2, 9) + 1 }, () => chance.span(2 * MINUTE_S, 50 * MINUTE_S))
  }
}

function spells(span: Spell, everyS: number, lengths: () => readonly number[], chance: Chance): readonly Spell[] {
  const found: Spell[] = []
  for (let at = span.from + HOUR_S + Math.round(chance.next() * 2 * everyS); at < span.to; ) {
    for (const [i, length] of lengths().entries()) {
      if (i % 2 === 0) found.push({ from: at, to: at + length })
      at += length
    }
    at += HOUR_S + Math.round(chance.next() * 2 * everyS)
  }
  return found
}

const spellAfter = (from: number, least: number, most: number, chance: Chance): Spell => {
  const begin = Math.round(from)
  return { from: begin, to: begin + chance.span(least, most) }
}

/** As one where they touch; what goes on at the end goes on for ever. */
function within({ to }: Spell, found: readonly Spell[]): readonly Spell[] {
  const merged: Spell[] = []
  for (const spell of found.filter(({ from }) => from < to).toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1)
    if (last && spell.from <= last.to) merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, spell.to) }
    else merged.push(spell)
  }
  return merged.map((spell) => (spell.to >= to ? { ...spell, to: Infinity } : spell))
}
