import type { AlertEnd, AlertNews, Hold } from '../../../core/alerts/alert.ts'
import type { AlertKind } from '../../../core/alerts/alert-kind.ts'
import { ENDINGS } from './incidents.ts'
import { type EventType, type Names, subject, until, type Words, when } from './words.ts'

export const alertWords: Words<Extract<EventType, `alert-${string}`>> = {
  'alert-opened': ({ kind, component, severity, heldBy }, names) =>
    `Alert opened: ${subject(component, names)} ${KINDS[kind]}, ${severity}${heldBy === null ? '' : `; held, because ${holdWords(heldBy, names)}`}`,
  'alert-changed': (event) => `Alert: ${newsWords(event)}`,
  'alert-held': ({ reason }, names) => `Alert held, because ${holdWords(reason, names)}`,
  'alert-released': ({ reason }, names) => `Alert no longer held: until now ${holdWords(reason, names)}`,
  'alert-acknowledged': (event) => `Alert acknowledged${until(event.until)}`,
  'alert-snoozed': (event) => `Alert snoozed${until(event.until)}`,
  'alert-resolved': ({ reason }) => `Alert resolved: ${ENDS[reason]}`,
}

const KINDS: Readonly<Record<AlertKind, string>> = {
  silent: 'silent',
  down: 'down',
  'no-data': 'without data',
  sla: 'below its SLA',
}

const ENDS: Readonly<Record<AlertEnd, string>> = {
  ...ENDINGS,
  met: 'the SLA is met again',
  measured: 'it is measured again',
  excused: 'all of the time is excused',
}

function holdWords(hold: Hold, names: Names): string {
  switch (hold.kind) {
    case 'excused':
      return `there is maintenance (${hold.excuse})`
    case 'silent':
      return 'the vessel is silent'
    case 'depends-on':
      return `${names.component(hold.component)} is down`
    case 'mass-silence':
      return `many vessels${hold.scope.kind === 'fleet' ? '' : ` of ${hold.scope.name}`} are silent`
  }
}

function newsWords(news: AlertNews): string {
  switch (news.reason) {
    case 'restated':
      return `its cause is now known to be true since ${when(news.since)}`
    case 'graver':
      return `it is now ${news.severity}`
    case 'flapping':
      return 'it comes and goes'
    case 'steady':
      return 'it is steady again'
    case 'acknowledgement-expired':
      return 'the acknowledgement expired'
    case 'acknowledgement-released':
      return 'the acknowledgement was taken back'
    case 'snooze-over':
      return 'the snooze is over'
    case 'woken':
      return 'the snooze was ended'
    case 'entered':
      return `${news.owner === null ? 'nobody looks after it' : `${news.owner} looks after it`}${news.note === null ? '' : `; note: ${news.note}`}`
  }
}
