import * as v from 'valibot'
import { duration } from '../../shared/duration.ts'
import { type ComponentId, isComponentId } from '../../shared/model.ts'
import { DAY_S, type Seconds } from '../../shared/time.ts'
import { isZone } from '../../shared/zone.ts'
import { ALERT_KINDS } from '../core/alerts/alert-kind.ts'
import { SEVERITIES } from '../core/alerts/severity.ts'

const count = v.pipe(v.number(), v.integer(), v.minValue(1, 'must be at least 1'))
const percent = v.pipe(v.number(), v.minValue(0, 'must be at least 0'), v.maxValue(100, 'must be at most 100'))
const component = v.pipe(v.string(), v.guard(isComponentId, 'must be the id of a component, as agents have it'))

const componentKey = v.pipe(v.string(), v.check(isComponentId, 'must be the id of a component, as agents have it'))

const severityRule = v.strictObject({
  kind: v.optional(v.picklist(ALERT_KINDS)),
  component: v.optional(component),
  after: v.optional(duration()),
  /** Share of the vessel that is gone. */
  gone: v.optional(percent),
  severity: v.picklist(SEVERITIES),
})

/** What alarms, and when a ticket is proposed: the keys of hub.yaml. */
export const policyEntries = {
  /** The time zone of the contract, in which a month begins and ends. */
  reports: v.optional(
    v.strictObject({
      zone: v.optional(v.pipe(v.string(), v.check(isZone, 'must be a time zone such as Europe/Oslo')), 'UTC'),
    }),
    {},
  ),
  ticketAfter: v.optional(duration(60), '3d'),
  incident: v.optional(
    v.strictObject({
      resolveAfter: v.optional(duration(), '30m'),
      togetherWithin: v.optional(duration(0), '10m'),
    }),
    {},
  ),
  alerts: v.optional(
    v.strictObject({
      down: v.optional(v.strictObject({ for: v.optional(duration(0), '15m') }), {}),
      silent: v.optional(v.strictObject({ alertAfter: v.optional(duration(), '1h') }), {}),
      sla: v.optional(v.strictObject({ closeAbove: v.optional(percent, 1) }), {}),
      noData: v.optional(v.strictObject({ for: v.optional(duration(), '1h') }), {}),
      massSilence: v.optional(
        v.strictObject({ share: v.optional(percent, 30), within: v.optional(duration(), '15m') }),
        {},
      ),
      flapping: v.optional(
        v.strictObject({ transitions: v.optional(count, 6), within: v.optional(duration(), '1h') }),
        {},
      ),
    }),
    {},
  ),
  proposals: v.optional(
    v.strictObject({
      per: v.optional(v.picklist(['vessel', 'component']), 'vessel'),
      remindAfter: v.optional(duration(60), '4h'),
      escalateAfter: v.optional(duration(60), '1d'),
      expireAfter: v.optional(duration(60), '30d'),
      raiseAgainAfter: v.optional(duration(60), '7d'),
      chronic: v.optional(v.strictObject({ missed: v.optional(count, 3), ofDays: v.optional(count, 7) }), {}),
    }),
    {},
  ),
  tickets: v.optional(v.strictObject({ reopenWithin: v.optional(duration(0), '7d') }), {}),
  /** In place of the table that stands in the guide; the gravest rule that fits holds. */
  severity: v.optional(v.array(severityRule)),
  components: v.optional(
    v.record(componentKey, v.strictObject({ name: v.optional(v.string()), dependsOn: v.optional(v.array(component)) })),
    {},
  ),
}

type PolicySettings = v.InferOutput<v.StrictObjectSchema<typeof policyEntries, undefined>>

const MOST_DAYS = 30

/** What does not go together, each as a sentence. */
export function policyProblems(settings: PolicySettings & { readonly silentAfter: Seconds }): readonly string[] {
  const { alerts, incident, ticketAfter, proposals, silentAfter } = settings
  const rules: readonly (readonly [boolean, string])[] = [
    [
      alerts.silent.alertAfter < silentAfter,
      'alerts.silent.alertAfter is shorter than silentAfter: nobody can be called before the vessel is called silent',
    ],
    [ticketAfter <= incident.resolveAfter, 'ticketAfter must be longer than incident.resolveAfter'],
    [ticketAfter <= incident.togetherWithin, 'ticketAfter must be longer than incident.togetherWithin'],
    [ticketAfter > MOST_DAYS * DAY_S, `ticketAfter may be at most ${MOST_DAYS}d: vessels tell no longer ago`],
    [
      proposals.expireAfter <= Math.max(proposals.remindAfter, proposals.escalateAfter),
      'proposals.expireAfter must be longer than remindAfter and escalateAfter',
    ],
    [proposals.chronic.missed > proposals.chronic.ofDays, 'proposals.chronic.missed cannot be more than ofDays'],
    [proposals.chronic.ofDays > MOST_DAYS, `proposals.chronic.ofDays may be at most ${MOST_DAYS}`],
  ]
  const circles = dependents(settings).filter(([id]) => reaches(settings, id, id))
  return [
    ...rules.filter(([isWrong]) => isWrong).map(([, sentence]) => sentence),
    ...circles.map(
      ([id]) => `components.${id}.dependsOn leads back to ${id}: its alerts would be held under themselves`,
    ),
  ]
}

export const dependents = ({
  components,
}: Pick<PolicySettings, 'components'>): [ComponentId, readonly ComponentId[]][] =>
  Object.entries(components).flatMap(([id, { dependsOn }]) =>
    isComponentId(id) && dependsOn !== undefined ? [[id, dependsOn]] : [],
  )

function reaches(settings: Pick<PolicySettings, 'components'>, from: ComponentId, to: ComponentId): boolean {
  const edges = new Map(dependents(settings))
  const seen = new Set<ComponentId>()
  const visit = (id: ComponentId): boolean =>
    (edges.get(id) ?? []).some((next) => {
      if (next === to) return true
      if (seen.has(next)) return false
      seen.add(next)
      return visit(next)
    })
  return visit(from)
}
