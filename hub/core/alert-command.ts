import type { Seconds } from '../../shared/time.ts'
import type { Alert } from './alert.ts'
import type { By, VesselEvent } from './events.ts'

/** What a person asks about one open alert. */
export type AlertCommand = { readonly alert: string; readonly by: By } & (
  | { readonly type: 'acknowledge-alert'; readonly until: Seconds | null; readonly reason: string | null }
  | { readonly type: 'snooze-alert'; readonly until: Seconds; readonly reason: string | null }
  | { readonly type: 'note-alert'; readonly owner: string | null; readonly note: string | null }
)

/** Null when no such alert is open. */
export function decideAlert(
  alerts: readonly Alert[],
  command: AlertCommand,
  now: Seconds,
): readonly VesselEvent[] | null {
  const { alert, by } = command
  if (!alerts.some(({ id }) => id === alert)) return null
  const when = { at: now, learnedAt: now, alert, by }
  switch (command.type) {
    case 'acknowledge-alert':
      return [{ type: 'alert-acknowledged', ...when, until: command.until, reason: command.reason }]
    case 'snooze-alert':
      return [{ type: 'alert-snoozed', ...when, until: command.until, reason: command.reason }]
    case 'note-alert':
      return [{ type: 'alert-changed', ...when, reason: 'entered', owner: command.owner, note: command.note }]
  }
}
