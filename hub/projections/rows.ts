import type { Change } from '../../shared/link/copy.ts'
import { isVesselId, type VesselId } from '../../shared/model.ts'
import { DAY_S, dayOf, OPEN, type Seconds } from '../../shared/time.ts'
import { clip } from '../../shared/timeline.ts'
import { newProfile } from '../core/admission/profile.ts'
import type { AlertId } from '../core/alerts/alert.ts'
import { evolveComponents } from '../core/components/component.ts'
import { isVesselEvent, type VesselEvent, vesselStream, type WatchEvent } from '../core/events.ts'
import { evolveExcuses } from '../core/excuses/excuse.ts'
import { evolveNotes } from '../core/notes/note.ts'
import { evolvePresence } from '../core/presence/presence.ts'
import type { Batch } from '../ports/log.ts'
import type { AlertRow, RowChange, VesselRow } from '../ports/read-store.ts'
import { alertRows } from './alerts.ts'

/** Detail older than this is forgotten, daily sums stay. */
export const DETAIL_DAYS = 400

/** What the rows held before the batch. */
export type Before = {
  readonly vessel: (id: VesselId) => VesselRow | undefined
  readonly listeningSince: () => Seconds | null
  readonly alert: (vessel: VesselId, id: AlertId) => AlertRow | undefined
}

/** What a batch of the log changes in the rows. */
export function rowsOf(batch: Batch, before: Before): readonly RowChange[] {
  const id = vesselOf(batch.stream)
  if (id === null) return listeningRows(batch.events, before.listeningSince())
  const changes: RowChange[] = []
  const held = before.vessel(id)
  let row = held
  const alerts = new Map<AlertId, AlertRow>()
  for (const event of batch.events) {
    if (!isVesselEvent(event)) continue
    row = evolveRow(row ?? unknownVessel(id, event.at), event)
    changes.push(...changesOf(row, event))
    for (const change of alertRows(row, event, (alert) => alerts.get(alert) ?? before.alert(id, alert))) {
      if (change.kind === 'alert') alerts.set(change.row.id, change.row)
      changes.push(change)
    }
  }
  return row === undefined || row === held ? changes : [...changes, { kind: 'vessel', row }]
}

/** The vessel whose stream this is; null for the fleet's. */
export function vesselOf(stream: string): VesselId | null {
  const id = stream.slice(stream.indexOf('.') + 1)
  return isVesselId(id) && stream === vesselStream(id) ? id : null
}

function listeningRows(events: readonly WatchEvent[], before: Seconds | null): RowChange[] {
  const changes: RowChange[] = []
  let since = before
  for (const event of events) {
    if (event.type === 'listening-began') {
      since = event.at
      changes.push({ kind: 'listening', span: { from: since, to: OPEN } })
    } else if (event.type === 'listening-ended' && since !== null) {
      changes.push({ kind: 'listening', span: { from: since, to: event.at } })
      since = null
    }
  }
  return changes
}

/** What one event changes beside the vessel's own row. */
function changesOf(row: VesselRow, event: VesselEvent): RowChange[] {
  switch (event.type) {
    case 'born':
    case 'told':
      return event.changes.flatMap((change) => timelineRows(row, change))
    case 'silence-began':
      return [{ kind: 'silence', vessel: row.id, span: { from: event.at, to: OPEN } }]
    case 'silence-ended':
      return [{ kind: 'silence', vessel: row.id, span: { from: event.since, to: event.at } }]
    default:
      return []
  }
}

/** Days of which only sums are left do not change any more. */
function timelineRows({ id, detailFrom }: VesselRow, { component, span, pieces }: Change): RowChange[] {
  const kept = { from: Math.max(span.from, detailFrom * DAY_S), to: span.to }
  if (kept.from >= kept.to) return []
  return [{ kind: 'timeline', of: { vessel: id, component }, span: kept, pieces: clip(pieces, kept) }]
}

function evolveRow(row: VesselRow, event: VesselEvent): VesselRow {
  switch (event.type) {
    case 'vessel-added':
      return { ...row, profile: event.profile, retiredAt: null }
    case 'vessel-changed':
      return { ...row, profile: { ...row.profile, ...event.profile } }
    case 'vessel-retired':
      return { ...row, retiredAt: event.at }
    case 'born': {
      const components = evolveComponents(row.components, event)
      const presence = row.presence.kind === 'never-heard' ? { kind: 'heard' as const } : row.presence
      return { ...row, seen: event.seen, heardAt: event.learnedAt, about: event.about, components, presence }
    }
    case 'told': {
      const about = row.about && { ...row.about, trouble: event.trouble }
      const components = evolveComponents(row.components, event)
      return { ...row, seen: event.seen, heardAt: event.learnedAt, about, components }
    }
    case 'silence-began':
    case 'silence-ended':
    case 'settled':
      return { ...row, presence: evolvePresence(row.presence, event) }
    case 'excused':
    case 'excuse-changed':
    case 'excuse-withdrawn':
    case 'excuse-continued':
      return { ...row, excuses: evolveExcuses(row.excuses, event) }
    case 'note-written':
    case 'note-removed':
      return { ...row, notes: evolveNotes(row.notes, event) }
    case 'identity-contested':
      return { ...row, contested: { at: event.at, instances: event.instances } }
    default:
      return row
  }
}

const unknownVessel = (id: VesselId, at: Seconds): VesselRow => ({
  id,
  profile: newProfile(id),
  presence: { kind: 'never-heard' },
  enteredAt: at,
  retiredAt: null,
  contested: null,
  seen: null,
  heardAt: null,
  about: null,
  components: [],
  excuses: [],
  notes: [],
  detailFrom: dayOf(at) - DETAIL_DAYS,
})
