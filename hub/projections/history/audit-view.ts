import type { AuditEntry } from '../../../shared/api/audit.ts'
import { iso } from '../../../shared/time.ts'
import { nameOf } from '../../core/components/component-name.ts'
import { isVesselEvent, type WatchEvent } from '../../core/events.ts'
import type { Policy } from '../../core/policy.ts'
import type { Batch } from '../../ports/log.ts'
import type { ReadStore } from '../../ports/read-store.ts'
import { byView } from '../by.ts'
import { vesselOf } from '../rows.ts'
import { byOf, SUBJECT_OF } from './subject.ts'
import { threadsOf } from './threads.ts'
import { whatOf } from './words/what.ts'

type Told = Pick<ReadStore, 'vessel' | 'incidentsOf'>

/** One event of a batch as people read it; null when it holds none at this place. */
export function auditEntry(batch: Batch, index: number, store: Told, policy: Policy): AuditEntry | null {
  const event = batch.events[index]
  if (event === undefined) return null
  const vessel = vesselOf(batch.stream)
  const incidents =
    vessel === null || !isVesselEvent(event)
      ? []
      : threadsOf(event, { incidentsOf: (thing) => store.incidentsOf(vessel, thing), silence: () => null }).incidents
  return {
    position: batch.position,
    index,
    correlation: batch.id,
    at: iso(event.at),
    learnedAt: iso(event.learnedAt),
    vessel: vessel === null ? null : { id: vessel, name: store.vessel(vessel)?.profile.name ?? vessel },
    subject: SUBJECT_OF[event.type],
    type: event.type,
    by: byView(byOf(event)),
    what: whatOf(event, { component: (id) => nameOf(id, policy) }),
    why: whyOf(event),
    incidents: [...incidents],
    facts: factsOf(event),
  }
}

/** The reason, which is a value in the event; what holds an alert is said in words instead. */
function whyOf(event: WatchEvent): string | null {
  if ('why' in event) return event.why
  if (!('reason' in event) || typeof event.reason !== 'string') return null
  return 'note' in event && event.type === 'proposal-rejected' && event.note !== null
    ? `${event.reason}: ${event.note}`
    : event.reason
}

/** Said elsewhere in the entry; or nobody's business, as the hash of a credential. */
const SAID: ReadonlySet<string> = new Set(['type', 'at', 'learnedAt', 'by', 'reason', 'why', 'hash', 'lines', 'text'])

const TIMES: ReadonlySet<string> = new Set(['since', 'until', 'began', 'ended', 'heardAt', 'notBefore', 'reviewAt'])

/** What else the event says, as far as it is short. */
function factsOf(event: WatchEvent): AuditEntry['facts'] {
  return Object.entries(event).flatMap(([name, value]: [string, unknown]) => {
    const text = SAID.has(name) ? null : textOf(name, value)
    return text === null ? [] : [{ name, value: text }]
  })
}

function textOf(name: string, value: unknown): string | null {
  if (typeof value === 'number') return TIMES.has(name) ? iso(value) : String(value)
  if (typeof value === 'string' || typeof value === 'boolean') return String(value)
  if (!Array.isArray(value) || value.length === 0) return null
  return value.every((one) => typeof one === 'string') ? value.join(', ') : null
}
