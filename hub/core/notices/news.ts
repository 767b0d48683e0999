import type { Seconds } from '../../../shared/time.ts'
import type { Alert, AlertEnd, AlertEvent } from '../alerts/alert.ts'
import type { AlertKind } from '../alerts/alert-kind.ts'
import type { MassSilenceId } from '../alerts/mass-silence.ts'
import type { Dated } from '../dated.ts'
import type { ProposalEvent } from '../proposals/proposal.ts'
import { isOf } from '../subject.ts'
import type { TicketEvent, Tickets } from '../tickets/ticket.ts'
import { called, evolveWaiting, type WaitingTickets } from './calls.ts'
import { evolveOutbox, type Notice, type NoticeEvent } from './notice.ts'

/** What people have not been told yet. Of each alert and proposal the newest alone. */
export type News = { readonly of: string } & (
  | { readonly what: 'opened' | 'resolved'; readonly alert: Told; readonly end: AlertEnd | null }
  | { readonly what: 'raised' | 'reminded' | 'escalated'; readonly summary: string | null }
)

type Told = Pick<Alert, 'kind' | 'component' | 'since' | 'severity'> & { readonly kind: AlertKind }

export type Notices = {
  readonly news: readonly (News & { readonly at: Seconds })[]
  /** Alerts that people know to be open. */
  readonly told: ReadonlyMap<string, Told>
  readonly lastAt: Seconds | null
  /** The mass silence that people know of by this vessel. */
  readonly massSilence: MassSilenceId | null
  /** Tickets that wait for a person. */
  readonly waiting: WaitingTickets
  readonly outbox: readonly Notice[]
}

export const NO_NOTICES: Notices = {
  news: [],
  told: new Map(),
  lastAt: null,
  massSilence: null,
  waiting: new Map(),
  outbox: [],
}

/** Of what is told, as it was before the event. */
type Before = { readonly alerts: readonly Alert[]; readonly tickets: Tickets }

export function evolveNotices(
  notices: Notices,
  event: AlertEvent | ProposalEvent | (Dated & (NoticeEvent | TicketEvent)),
  { alerts, tickets }: Before,
): Notices {
  if (isOf(event, 'ticket')) return { ...notices, waiting: evolveWaiting(notices.waiting, event, tickets) }
  switch (event.type) {
    case 'alert-opened':
      return event.heldBy === null ? opened(notices, event.alert, event, event.at) : notices
    case 'alert-released': {
      const alert = alerts.find(({ id }) => id === event.alert)
      const news = alert !== undefined && !notices.told.has(alert.id)
      return news ? opened(notices, alert.id, alert, event.at) : notices
    }
    case 'alert-held':
      return without(notices, event.alert)
    case 'alert-resolved':
      return resolved(notices, event.alert, event.reason, event.at)
    case 'proposal-raised':
      return withNews(notices, { of: event.proposal, what: 'raised', summary: event.draft.summary, at: event.at })
    case 'proposal-reminded':
      return withNews(notices, { of: event.proposal, what: 'reminded', summary: null, at: event.at })
    case 'proposal-escalated':
      return withNews(notices, { of: event.proposal, what: 'escalated', summary: null, at: event.at })
    case 'proposal-approved':
    case 'proposal-linked':
    case 'proposal-snoozed':
    case 'proposal-rejected':
    case 'proposal-withdrawn':
    case 'proposal-expired':
      return without(notices, event.proposal)
    default:
      return isOf(event, 'notice') ? evolveTold(notices, event) : notices
  }
}

function opened(notices: Notices, of: string, { kind, component, since, severity }: Told, at: Seconds): Notices {
  return withNews(notices, { of, what: 'opened', alert: { kind, component, since, severity }, end: null, at })
}

/** What nobody was told of needs no end. */
function resolved(notices: Notices, of: string, end: AlertEnd, at: Seconds): Notices {
  const alert = notices.told.get(of)
  return alert === undefined ? without(notices, of) : withNews(notices, { of, what: 'resolved', alert, end, at })
}

const without = (notices: Notices, of: string): Notices => ({
  ...notices,
  news: notices.news.filter((one) => one.of !== of),
})

const withNews = (notices: Notices, news: News & { readonly at: Seconds }): Notices => ({
  ...notices,
  news: [...without(notices, news.of).news, news],
})

function evolveTold(notices: Notices, event: Dated & NoticeEvent): Notices {
  const outbox = evolveOutbox(notices.outbox, event)
  if (event.type !== 'notice-wanted') return { ...notices, outbox }
  if (event.massSilence !== undefined) return { ...notices, outbox, massSilence: event.massSilence }
  const told = new Map(notices.told)
  for (const news of notices.news) {
    if (news.what === 'opened') told.set(news.of, news.alert)
    if (news.what === 'resolved') told.delete(news.of)
  }
  const waiting = called(notices.waiting, event.of ?? [], event.at)
  return { ...notices, outbox, news: [], told, waiting, lastAt: event.at }
}
