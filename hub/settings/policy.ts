import { isComponentId } from '../../shared/model.ts'
import { DEFAULT_POLICY, type NoticePolicy, type Policy } from '../core/policy.ts'
import type { NotifySettings } from './notify.ts'
import { dependents } from './policy-entries.ts'
import type { HubSettings } from './settings.ts'

/** What the settings amount to. */
export const policyOf = (settings: HubSettings): Policy => {
  const {
    silentAfter,
    sla,
    incident,
    alerts,
    ticketAfter,
    proposals,
    tickets,
    severity,
    components,
    jira,
    notify,
    http,
  } = settings
  return {
    silentAfterS: silentAfter,
    notices: notify === undefined ? null : noticesOf(notify, http.publicUrl),
    sla: {
      targetPercent: sla.target,
      windowS: sla.window,
      minCoveragePercent: sla.minCoverage,
      overrides: sla.overrides,
    },
    incident: { resolveAfterS: incident.resolveAfter, togetherWithinS: incident.togetherWithin },
    alerts: {
      downForS: alerts.down.for,
      silentForS: alerts.silent.alertAfter,
      slaCloseAbove: alerts.sla.closeAbove,
      noDataForS: alerts.noData.for,
      massSilence: { sharePercent: alerts.massSilence.share, withinS: alerts.massSilence.within },
      flapping: { transitions: alerts.flapping.transitions, withinS: alerts.flapping.within },
    },
    reports: settings.reports,
    ticketAfterS: ticketAfter,
    proposals: {
      per: proposals.per,
      remindAfterS: proposals.remindAfter,
      escalateAfterS: proposals.escalateAfter,
      expireAfterS: proposals.expireAfter,
      raiseAgainAfterS: proposals.raiseAgainAfter,
      chronic: proposals.chronic,
    },
    tickets: {
      ...DEFAULT_POLICY.tickets,
      ...(jira && { onRecovery: jira.onRecovery, wontFix: jira.wontFix }),
      reopenWithinS: tickets.reopenWithin,
    },
    severity:
      severity?.map(({ after, gone, ...rule }) => ({ ...rule, afterS: after, gonePercent: gone })) ??
      DEFAULT_POLICY.severity,
    dependsOn: new Map(dependents(settings)),
    componentNames: new Map(
      Object.entries(components).flatMap(([id, { name }]) =>
        isComponentId(id) && name !== undefined ? [[id, name]] : [],
      ),
    ),
  }
}

const noticesOf = (
  { email, webhooks, groupFor, every, digest }: NotifySettings,
  publicUrl: string | undefined,
): NoticePolicy => ({
  channels: [...(email === undefined ? [] : ['email']), ...webhooks.map(({ name }) => name)],
  groupForS: groupFor,
  everyS: every,
  digest: digest === false ? null : { wallS: digest.at, zone: digest.zone },
  publicUrl: publicUrl?.replace(/\/+$/, '') ?? null,
})
