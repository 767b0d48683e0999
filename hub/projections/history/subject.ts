import type { By, WatchEvent } from '../../core/events.ts'
import type { Actor, Subject } from '../../ports/history-store.ts'

/** What each kind of event is about. */
export const SUBJECT_OF: { readonly [T in WatchEvent['type']]: Subject } = {
  'alert-opened': 'alert',
  'alert-changed': 'alert',
  'alert-held': 'alert',
  'alert-released': 'alert',
  'alert-acknowledged': 'alert',
  'alert-snoozed': 'alert',
  'alert-resolved': 'alert',
  'incident-began': 'incident',
  'incident-restated': 'incident',
  'incident-ended': 'incident',
  'silence-began': 'silence',
  'silence-ended': 'silence',
  settled: 'silence',
  'mass-silence-began': 'silence',
  'mass-silence-ended': 'silence',
  'proposal-raised': 'proposal',
  'proposal-revised': 'proposal',
  'proposal-approved': 'proposal',
  'proposal-linked': 'proposal',
  'proposal-rejected': 'proposal',
  'proposal-snoozed': 'proposal',
  'proposal-withdrawn': 'proposal',
  'proposal-reminded': 'proposal',
  'proposal-escalated': 'proposal',
  'proposal-expired': 'proposal',
  'ticket-wanted': 'ticket',
  'ticket-sending': 'ticket',
  'ticket-unknown': 'ticket',
  'ticket-looked': 'ticket',
  'ticket-ready': 'ticket',
  'ticket-refused': 'ticket',
  'ticket-parked': 'ticket',
  'ticket-held': 'ticket',
  'ticket-dropped': 'ticket',
  'ticket-linked': 'ticket',
  'ticket-marked': 'ticket',
  'ticket-inherited': 'ticket',
  'ticket-followed': 'ticket',
  'ticket-closed': 'ticket',
  'ticket-doubled': 'ticket',
  'ticket-update-wanted': 'ticket',
  'ticket-commented': 'ticket',
  excused: 'maintenance',
  'excuse-changed': 'maintenance',
  'excuse-withdrawn': 'maintenance',
  'notice-wanted': 'notice',
  'notice-sent': 'notice',
  'notice-unknown': 'notice',
  'notice-refused': 'notice',
  'vessel-added': 'vessel',
  'vessel-changed': 'vessel',
  'vessel-retired': 'vessel',
  'credential-added': 'vessel',
  'credential-used': 'vessel',
  'credential-removed': 'vessel',
  'identity-contested': 'vessel',
  'clock-skewed': 'vessel',
  'clock-righted': 'vessel',
  born: 'measurement',
  told: 'measurement',
  'listening-began': 'hub',
  'listening-ended': 'hub',
  'watch-tested': 'hub',
}

/** Who caused it: as it says itself; what a vessel tells is its own, the rest the hub concluded. */
export function byOf(event: WatchEvent): By {
  if ('by' in event) return event.by
  const isTold = event.type === 'born' || event.type === 'told' || event.type === 'credential-used'
  return { kind: isTold ? 'vessel' : 'hub' }
}

export const actorOf = ({ kind }: By): Actor => (kind === 'hub' || kind === 'vessel' ? kind : 'people')
