import type { IssueStatus } from '../../../core/tickets/ticket.ts'
import { counted, type EventType, type Words, when } from './words.ts'

export const ticketWords: Words<Extract<EventType, `ticket-${string}`>> = {
  'ticket-wanted': ({ draft, key }) =>
    key === null ? `Ticket wanted: ${draft.summary}` : `Ticket ${key} wanted for it: ${draft.summary}`,
  'ticket-sending': ({ attempt }) => `Ticket about to be sent, attempt ${attempt}`,
  'ticket-unknown': ({ attempt }) =>
    `Not known whether attempt ${attempt} made the ticket: nothing is sent until that is settled`,
  'ticket-looked': () => 'Looked for the ticket, and found none',
  'ticket-ready': ({ notBefore, without }) =>
    `Ticket certainly not made: sent again from ${when(notBefore)}${without.length === 0 ? '' : `, without ${without.join(', ')}`}`,
  'ticket-refused': ({ problems }) =>
    `Ticket refused${Object.entries(problems)
      .map(([field, problem]) => `; ${field}: ${problem}`)
      .join('')}`,
  'ticket-parked': () => 'Ticket waits: the hub is not let in',
  'ticket-held': () => 'Ticket held before it was sent: what it is about is over',
  'ticket-dropped': () => 'Ticket dropped: there will be none',
  'ticket-linked': ({ issue, how }) => `Ticket ${issue.key} ${MADE[how]}`,
  'ticket-marked': ({ reason }) =>
    reason === null ? 'Ticket marked with our labels and a way back' : 'Ticket could not be marked',
  'ticket-inherited': ({ incidents }) => `Ticket goes over to ${incidents.join(', ')}`,
  'ticket-followed': ({ issue, status }) => `Ticket ${issue.key} seen: ${STATUSES[status]}`,
  'ticket-closed': ({ how, resolution }) =>
    how === 'missing'
      ? 'Ticket gone: it is not there any more'
      : `Ticket closed${resolution === null ? '' : ` as ${resolution}`}`,
  'ticket-doubled': ({ kept, others }) =>
    `Ticket ${kept.key} has doubles, which are linked to it: ${others.map(({ key }) => key).join(', ')}`,
  'ticket-update-wanted': ({ blocks, move }) =>
    `Comment wanted on the ticket (${counted(blocks.length, 'paragraph')})${move === null ? '' : `, and that it is ${STATUSES[move]}`}`,
  'ticket-commented': ({ reason, way }) =>
    reason === null
      ? `Ticket commented${way === null ? '' : `, and moved by "${way}"`}`
      : 'Ticket could not be commented or moved',
  'ticket-unopened': () => 'Ticket cannot be opened again: another one is made',
}

const MADE = { created: 'created', found: 'found: it had been made', 'by-hand': 'linked, as somebody chose' } as const

const STATUSES: Readonly<Record<IssueStatus, string>> = { new: 'new', 'in-progress': 'in progress', done: 'done' }
