import { DAY_S, type Seconds } from '../../shared/time.ts'
import { type AlertChange, type AlertId, type AlertNews, evolveAlert, evolveAlerts } from '../core/alerts/alert.ts'
import type { Dated } from '../core/dated.ts'
import type { VesselEvent } from '../core/events.ts'
import type { AlertDeed, AlertRow, RowChange, VesselRow } from '../ports/read-store.ts'

/** Resolved alerts older than this are forgotten; the log keeps them. */
const HISTORY_S = 400 * DAY_S

/** What one event changes in the rows of alerts. `held` gives an alert as it was before. */
export function alertRows(
  { id: vessel }: Pick<VesselRow, 'id'>,
  event: VesselEvent,
  held: (id: AlertId) => AlertRow | undefined,
): readonly RowChange[] {
  switch (event.type) {
    case 'alert-opened': {
      const rest = { vessel, reason: event.reason, deeds: [], resolved: null }
      return evolveAlerts([], event).map((alert) => ({ kind: 'alert', row: { ...alert, ...rest } }))
    }
    case 'alert-changed':
    case 'alert-held':
    case 'alert-released':
    case 'alert-acknowledged':
    case 'alert-snoozed': {
      const row = held(event.alert)
      if (row === undefined) return []
      const deeds = [...row.deeds, ...deedsOf(event)]
      return [{ kind: 'alert', row: { ...row, ...evolveAlert(row, event), deeds } }]
    }
    case 'alert-resolved': {
      const row = held(event.alert)
      if (row === undefined) return []
      return [
        { kind: 'alert', row: { ...row, resolved: { at: event.at, reason: event.reason } } },
        { kind: 'alerts-forgotten', vessel, before: event.at - HISTORY_S },
      ]
    }
    default:
      return []
  }
}

/** What a person did, or what the time that a person gave has brought about. */
function deedsOf(event: AlertChange & Dated): readonly AlertDeed[] {
  switch (event.type) {
    case 'alert-acknowledged':
      return [{ did: 'acknowledged', at: event.at, by: event.by, until: event.until, reason: event.reason }]
    case 'alert-snoozed':
      return [{ did: 'snoozed', at: event.at, by: event.by, until: event.until, reason: event.reason }]
    case 'alert-changed':
      return newsDeeds(event, event.at)
    case 'alert-held':
    case 'alert-released':
      return []
  }
}

function newsDeeds(news: AlertNews, at: Seconds): readonly AlertDeed[] {
  switch (news.reason) {
    case 'acknowledgement-released':
    case 'woken':
      return [{ did: news.reason, at, by: news.by, until: null, reason: news.why }]
    case 'entered':
      return [{ did: 'noted', at, by: news.by, until: null, reason: news.note }]
    case 'acknowledgement-expired':
    case 'snooze-over':
      return [{ did: news.reason, at, by: { kind: 'hub' }, until: null, reason: null }]
    case 'restated':
    case 'graver':
    case 'flapping':
    case 'steady':
      return []
  }
}
