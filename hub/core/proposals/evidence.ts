import { counted, countedTogether, sumsOf, uptime } from '../../../shared/availability.ts'
import type { Block } from '../../../shared/draft-text.ts'
import { bestKnowledge } from '../../../shared/layers.ts'
import { type ComponentId, UP } from '../../../shared/model.ts'
import { DAY_S, HOUR_S, iso, type Seconds } from '../../../shared/time.ts'
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

/** What the ticket would say; whoever approves may edit it. */
export function draftOf(vessel: Vessel, facts: Facts, context: Context): TicketDraft {
  const { id, now, policy } = context
  const profile = vessel.admission.profile
  const name = profile?.name ?? id
  const what = facts.components.map((component) => nameOf(component, policy)).join(', ')
  const age = ageWords(now - facts.since)
  const summary =
    facts.missedDays !== null
      ? `${name}: ${what} missed its SLA on ${facts.missedDays} of ${policy.proposals.chronic.ofDays} days`
      : facts.seen === 'silent'
        ? `${name}: not heard for ${age}`
        : `${name}: ${what} down for ${age}`
  return { summary, severity: facts.severity, blocks: blocksOf(vessel, facts, what, context) }
}

/** What an engineer needs who reads only the ticket. */
function blocksOf(vessel: Vessel, facts: Facts, what: string, { id, policy }: Context): readonly Block[] {
  const profile = vessel.admission.profile
  const isSilent = facts.seen === 'silent'
  const outage = [
    ...(isSilent ? ['The vessel is not heard: no message has come from it.'] : [`Down: ${what}`]),
    `Since: ${utc(facts.since)} (${isSilent ? 'when it was last heard' : 'measured on board'})`,
    ...(isSilent && what !== '' ? [`Down before it fell silent: ${what}`] : []),
    ...(facts.missedDays === null
      ? []
      : [`Days below the SLA: ${facts.missedDays} of ${policy.proposals.chronic.ofDays}`]),
    `Uptime 24 h / 7 d / 30 d: ${Object.values(facts.uptime).map(percent).join(' / ')}`,
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

const percent = (share: number | null): string => (share === null ? 'not known' : `${share.toFixed(2)} %`)

/** `2026-11-24 06:12 UTC` */
const utc = (at: Seconds): string => `${iso(at).slice(0, 16).replace('T', ' ')} UTC`

const ageWords = (seconds: Seconds): string =>
  seconds >= 2 * DAY_S ? `${Math.floor(seconds / DAY_S)} days` : `${Math.floor(seconds / HOUR_S)} hours`
