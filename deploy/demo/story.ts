import { HOUR_S, MINUTE_S, OPEN, type Seconds, type Span } from '../../shared/time.ts'
import { replace, type Timeline } from '../../shared/timeline.ts'
import { chance } from './chance.ts'
import type { DemoVessel } from './fleet.ts'

/** What is the case on board; of `unmeasured` time Telegraf has written no point. */
export type Condition = 'up' | 'down' | 'unmeasured'

export const COMPONENTS = ['access-point', 'dashboard', 'server'] as const
export type DemoComponent = (typeof COMPONENTS)[number]

/** How much there is in the vessels' databases when the demo first starts. */
export const HISTORY_S = 72 * HOUR_S

export const LINK_LOST_S = 48 * HOUR_S
export const JUST_SILENT_S = 25 * MINUTE_S
export const IN_YARD_S = 40 * HOUR_S
export const SERVER_OFF_S = 50 * MINUTE_S
/** Whose link is healed tells of a past, and is well by now: what becomes of its ticket does not hang on chance. */
const WELL_S = HOUR_S

/**
 * The truth of one component over `[from, to)`: small outages by chance, and over them what the vessel's plot says.
 * It depends on its arguments alone. `begin` is when the demo was first started.
 */
export function truth(vessel: DemoVessel, component: DemoComponent, begin: Seconds, window: Span): Timeline<Condition> {
  const written = { from: Math.max(window.from, begin - HISTORY_S), to: window.to }
  if (written.from >= written.to) return []
  let timeline: Timeline<Condition> = [{ ...written, state: 'up' }]
  const tell = (span: Span, state: Condition) => {
    const inside = { from: Math.max(span.from, written.from), to: Math.min(span.to, written.to) }
    timeline = replace(timeline, inside, [{ ...inside, state }])
  }
  for (const outage of smallOutages(vessel, component, written)) tell(outage, 'down')
  for (const { span, state } of plotted(vessel, component, begin, written)) tell(span, state)
  return timeline
}

type Told = { readonly span: Span; readonly state: Condition }

function plotted({ id, plot }: DemoVessel, component: DemoComponent, begin: Seconds, window: Span): readonly Told[] {
  const since = (ago: Seconds, state: Condition = 'down'): Told => ({ span: { from: begin - ago, to: OPEN }, state })
  switch (plot) {
    case 'dead-access-point':
      return component === 'access-point' ? [since(31 * HOUR_S)] : []
    case 'flapping-server':
      return component === 'server' ? flaps(id, { from: Math.max(begin - 5 * HOUR_S, window.from), to: window.to }) : []
    case 'lost-link':
      return [
        ...(component === 'server'
          ? [{ span: { from: begin - 20 * HOUR_S, to: begin - 20 * HOUR_S + 47 * MINUTE_S }, state: 'down' as const }]
          : []),
        since(WELL_S, 'up'),
      ]
    case 'just-silent':
      return [since(WELL_S, 'up')]
    case 'telegraf-stopped':
      return [since(3 * HOUR_S, 'unmeasured')]
    case 'yard':
      return [since(IN_YARD_S)]
    case 'new-server':
      return component === 'server' ? [since(SERVER_OFF_S)] : []
    case 'calm':
    case 'database-stops':
    case 'never-heard':
      return []
  }
}

const LONGEST_OUTAGE_H = 1
const OUTAGES_AN_HOUR = 1 / 15

/** About one in fifteen hours has one: mostly minutes, sometimes most of an hour. */
function* smallOutages(vessel: DemoVessel, component: DemoComponent, window: Span): Iterable<Span> {
  for (let hour = Math.floor(window.from / HOUR_S) - LONGEST_OUTAGE_H; hour * HOUR_S < window.to; hour++) {
    const random = chance(vessel.id, component, hour)
    if (random() >= OUTAGES_AN_HOUR) continue
    const from = hour * HOUR_S + Math.floor(random() * HOUR_S)
    const minutes = random() < 0.8 ? 1 + random() * 7 : 10 + random() * 35
    yield { from, to: from + Math.floor(minutes * MINUTE_S) }
  }
}

const FLAP_S = 8 * MINUTE_S

/** Down once in every eight minutes, for one to four. */
function flaps(id: string, window: Span): readonly Told[] {
  const told: Told[] = []
  for (let slot = Math.floor(window.from / FLAP_S); slot * FLAP_S < window.to; slot++) {
    const random = chance(id, 'flap', slot)
    const from = slot * FLAP_S + Math.floor(random() * 3 * MINUTE_S)
    told.push({ span: { from, to: from + MINUTE_S + Math.floor(random() * 3 * MINUTE_S) }, state: 'down' })
  }
  return told
}
