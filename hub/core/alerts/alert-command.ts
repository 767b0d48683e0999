import type { Seconds } from '../../../shared/time.ts'
import type { By } from '../by.ts'
import type { Context } from '../context.ts'
import { dated } from '../dated.ts'
import type { Decision } from '../decision.ts'
import type { Alert, AlertEvent } from './alert.ts'

/** What a person asks about one open alert. */
export type AlertCommand = { readonly alert: string; readonly by: By } & (
  | { readonly type: 'acknowledge-alert'; readonly until: Seconds | null; readonly reason: string | null }
  | { readonly type: 'release-alert'; readonly reason: string | null }
  | { readonly type: 'snooze-alert'; readonly until: Seconds; readonly reason: string | null }
  | { readonly type: 'wake-alert'; readonly reason: string | null }
  | { readonly type: 'note-alert'; readonly owner: string | null; readonly note: string | null }
)

/** `changed`: somebody else was faster, or the time that was given has come. */
export type AlertAnswer = 'done' | 'changed' | 'not-open'

/** Nobody's word is replaced unseen: what stands is taken back first, and then said anew. */
export function decideAlert(
  { alerts }: { readonly alerts: readonly Alert[] },
  command: AlertCommand,
  { now }: Pick<Context, 'now'>,
): Decision<AlertEvent, AlertAnswer> {
  const alert = alerts.find(({ id }) => id === command.alert)
  if (alert === undefined) return { events: [], answer: 'not-open' }
  if (!fits(alert, command)) return { events: [], answer: 'changed' }
  return { events: [eventOf(command, now)], answer: 'done' }
}

function fits({ acknowledged, snoozed }: Alert, { type }: AlertCommand): boolean {
  switch (type) {
    case 'acknowledge-alert':
      return acknowledged === null
    case 'release-alert':
      return acknowledged !== null
    case 'snooze-alert':
      return snoozed === null
    case 'wake-alert':
      return snoozed !== null
    case 'note-alert':
      return true
  }
}

function eventOf(command: AlertCommand, now: Seconds): AlertEvent {
  const { alert, by } = command
  const when = { ...dated(now), alert, by }
  switch (command.type) {
    case 'acknowledge-alert':
      return { type: 'alert-acknowledged', ...when, until: command.until, reason: command.reason }
    case 'release-alert':
      return { type: 'alert-changed', ...when, reason: 'acknowledgement-released', why: command.reason }
    case 'snooze-alert':
      return { type: 'alert-snoozed', ...when, until: command.until, reason: command.reason }
    case 'wake-alert':
      return { type: 'alert-changed', ...when, reason: 'woken', why: command.reason }
    case 'note-alert':
      return { type: 'alert-changed', ...when, reason: 'entered', owner: command.owner, note: command.note }
  }
}
