import * as v from 'valibot'
import { Fault } from '../../../shared/fault.ts'
import { OPEN } from '../../../shared/time.ts'
import type { WatchEvent } from '../events.ts'
import { kind } from './parts.ts'
import { accountKinds } from './stored-account.ts'
import { alertChanged, alertKinds } from './stored-alert.ts'
import { excuseKinds } from './stored-excuse.ts'
import { noteKinds } from './stored-note.ts'
import { noticeKinds } from './stored-notice.ts'
import { proposalKinds } from './stored-proposal.ts'
import { reportKinds } from './stored-report.ts'
import { ticketKinds } from './stored-ticket.ts'
import { vesselKinds } from './stored-vessel.ts'

/** Events as text, for a log to store: JSON, in which the end of a span that goes on is `null`. */
export function encodeEvents(events: readonly WatchEvent[]): string {
  return JSON.stringify(events, (key, value: unknown) => {
    if (typeof value !== 'number' || Number.isFinite(value)) return value
    if (key === 'to' && value === OPEN) return null
    throw new RangeError(`${key} of an event is ${value}, which cannot be stored`)
  })
}

/**
 * The events of a stored text. Keys that this version does not know are dropped, an event that it does not know is refused by name:
 * leaving it out would make another truth. `place` says where the text stands, for the message.
 */
export function decodeEvents(text: string, place: string): readonly WatchEvent[] {
  const list = v.safeParse(listSchema, parseJson(text, place))
  if (!list.success) throw damaged(place, 'it holds no list of events')
  return list.output.map((stored) => {
    const schema = schemaOf.get(stored.type)
    if (schema === undefined)
      throw new Fault('newer-version', `${place} holds an event "${stored.type}", which this version does not know`, {
        hint: 'run the version of watchkeeper that wrote it, or a newer one',
      })
    const event = v.safeParse(schema, stored)
    if (!event.success) throw damaged(place, `${stored.type}: ${v.summarize(event.issues)}`)
    return event.output
  })
}

function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw damaged(place, 'it is not JSON', cause)
  }
}

const damaged = (place: string, what: string, cause?: unknown) =>
  new Fault('corrupt', `${place} cannot be read: ${what}`, { hint: 'restore the last backup', cause })

const kinds = [
  ...vesselKinds,
  ...alertKinds,
  ...ticketKinds,
  ...proposalKinds,
  ...excuseKinds,
  ...reportKinds,
  ...noteKinds,
  ...noticeKinds,
  ...accountKinds,
  kind('listening-began', {}),
  kind('listening-ended', {}),
  kind('watch-tested', {}),
] as const

/** By its type, so that a log is read without trying one schema after the other. */
const schemaOf: ReadonlyMap<string, v.GenericSchema<unknown, WatchEvent>> = new Map<
  WatchEvent['type'],
  v.GenericSchema<unknown, WatchEvent>
>([...kinds.map((one) => [one.entries.type.literal, one] as const), ['alert-changed', alertChanged]])
const listSchema = v.array(v.looseObject({ type: v.string() }))
