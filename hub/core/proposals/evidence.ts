import { counted, countedTogether, sumsOf, uptime } from '../../../shared/availability.ts'
import type { Block } from '../../../shared/draft-text.ts'
import { bestKnowledge } from '../../../shared/layers.ts'
import { type ComponentId, UP } from '../../../shared/model.ts'
import { DAY_S, dayOf, iso, type Seconds } from '../../../shared/time.ts'
import { isGraver, type Severity, severityOf } from '../alerts/severity.ts'
import { nameOf } from '../components/component-name.ts'
import type { Context } from '../context.ts'
import { excusedOf } from '../excuses/excuse.ts'
import type { Incident } from '../incidents/incident.ts'
import { endOfWindow, lastMeasured, layersOf, watched } from '../knowledge/knowledge.ts'
import type { TicketDraft } from '../tickets/ticket-draft.ts'
import type { Vessel } from '../vessel.ts'
import type { Facts } from './proposal.ts'

/** What a proposal that covers these incidents says. */
export function factsOf(vessel: Vessel, incidents: readonly Incident[], context: Context): Facts {
  const components = incidents.flatMap(({ component }) => component ?? [])
  const isSilent = incidents.some(({ component }) => component === null)
  const since = Math.min(...incidents.map(({ began }) => began))
  return {
    incidents: incidents.map(({ id }) => id),
    components,
    since,
    seen: isSilent ? 'silent' : 'measured',
    severity: severityAt(vessel, isSilent ? null : components, since, context),
    missedDays: null,
    uptime: uptimeOf(vessel, isSilent ? null : components, context),
  }
}

export const chronicFactsOf = (
  vessel: Vessel,
  component: ComponentId,
  missedDays: number,
  context: Context,
): Facts => ({
  incidents: [],
  components: [component],
  since: context.now - context.policy.proposals.chronic.ofDays * DAY_S,
  seen: 'measured',
  severity: 'medium',
  missedDays,
  uptime: uptimeOf(vessel, [component], context),
})

function severityAt(
  vessel: Vessel,
  components: readonly ComponentId[] | null,
  since: Seconds,
  { now, policy }: Context,
): Severity {
  const all = watched(vessel, now)
  const gone = all.filter((one) => lastMeasured(vessel, one) !== UP).length
  const gonePercent = components === null || all.length === 0 ? 100 : (100 * gone) / all.length
  const cases = (components ?? [null]).map((component) => {
    const kind = component === null ? ('silent' as const) : ('down' as const)
    return severityOf(policy.severity, { kind, component, since, gonePercent }, now)
  })
  return cases.reduce((worst, one) => (isGraver(one, worst) ? one : worst), 'low')
}

/** Of the components together; null: of all. */
function uptimeOf(vessel: Vessel, of: readonly ComponentId[] | null, context: Context): Facts['uptime'] {
  const end = endOfWindow(vessel, context)
  const span = { from: end - 30 * DAY_S, to: end }
  const figures = watched(vessel, context.now)
    .filter(({ id }) => of === null || of.includes(id))
    .map((component) => {
      const layers = layersOf(vessel, component, context)
      return counted(bestKnowledge(layers, span), layers, span)
    })
  const together = countedTogether(figures, excusedOf(vessel.excuses, null), span)
  const over = (days: number) => uptime(sumsOf(together, { from: end - days * DAY_S, to: end }))
  return { '24h': over(1), '7d': over(7), '30d': over(30) }
}

/**
 * What the ticket would say; whoever approves may edit it. It is read later than it is written, and sent as it was approved: so it
 * names times in place of ages, and says up to when its figures are.
 */
export function draftOf(vessel: Vessel, facts: Facts, context: Context): TicketDraft {
  const { id, policy } = context
  const profile = vessel.admission.profile
  const name = profile?.name ?? id
  const what = facts.components.map((component) => nameOf(component, policy)).join(', ')
  const since = `since ${utc(facts.since)}`
  const summary =
    facts.missedDays !== null
      ? `${name}: ${what} missed its SLA on ${facts.missedDays} of the ${policy.proposals.chronic.ofDays} days to ${lastDay(vessel, context)}`
      : facts.seen === 'silent'
        ? `${name}: silent ${since}`
        : `${name}: ${what} down ${since}`
  return { summary, severity: facts.severity, blocks: blocksOf(vessel, facts, what, context) }
}

/** What an engineer needs who reads only the ticket. */
function blocksOf(vessel: Vessel, facts: Facts, what: string, context: Context): readonly Block[] {
  const { id, policy } = context
  const profile = vessel.admission.profile
  const isSilent = facts.seen === 'silent'
  const outage = [
    ...(isSilent ? ['The vessel is silent: no message has come from it.'] : [`Down: ${what}`]),
    `Since: ${utc(facts.since)} (${isSilent ? 'when it was last heard' : 'measured on board'})`,
    ...(isSilent && what !== '' ? [`Down before it fell silent: ${what}`] : []),
    ...(facts.missedDays === null
      ? []
      : [
          `Days below the SLA: ${facts.missedDays} of the ${policy.proposals.chronic.ofDays} to ${lastDay(vessel, context)}`,
        ]),
    uptimeWords(facts, endOfWindow(vessel, context)),
    ...earlierWords(vessel, facts),
  ]
  const where = [
    `Vessel: ${profile?.name ?? id} (${id}${profile?.imo ? `, IMO ${profile.imo}` : ''})`,
    ...(profile?.group ? [`Group: ${profile.group}`] : []),
    ...(profile?.link ? [`Link: ${profile.link}`] : []),
    ...(profile?.contact ? [`Contact: ${profile.contact}`] : []),
  ]
  return [
    { kind: 'heading', text: 'What is down' },
    { kind: 'list', items: outage },
    { kind: 'heading', text: 'Where' },
    { kind: 'list', items: where },
    { kind: 'text', text: 'Watchkeeper says in a comment when it becomes graver, and when it works again.' },
  ]
}

/** How often the same was out lately. */
function earlierWords({ incidents }: Vessel, facts: Facts): readonly string[] {
  const earlier = incidents.filter(
    ({ id, component, ended, why }) =>
      ended !== null &&
      why !== 'never-was' &&
      !facts.incidents.includes(id) &&
      (component === null ? facts.components.length === 0 : facts.components.includes(component)),
  )
  return earlier.length === 0 ? [] : [`Earlier outages of the same in 36 days: ${earlier.length}`]
}

const uptimeWords = ({ components, uptime }: Facts, end: Seconds): string =>
  `Uptime ${components.length === 1 ? '' : 'of all components together '}up to ${utc(end)}: 24 h ${percent(uptime['24h'])}, 7 d ${percent(uptime['7d'])}, 30 d ${percent(uptime['30d'])}`

/** Two decimals, floored, as on the pages nothing but 100 is shown as 100. */
const percent = (share: number | null): string =>
  share === null
    ? 'not known'
    : `${share >= 100 ? '100.00' : (Math.min(9999, Math.floor(share * 100 + 1e-9)) / 100).toFixed(2)} %`

/** The last of the whole days that a chronic component is judged by. */
const lastDay = (vessel: Vessel, context: Context): string =>
  iso((dayOf(endOfWindow(vessel, context)) - 1) * DAY_S).slice(0, 10)

/** `2026-11-24 06:12 UTC` */
const utc = (at: Seconds): string => `${iso(at).slice(0, 16).replace('T', ' ')} UTC`
