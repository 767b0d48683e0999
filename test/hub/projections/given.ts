import type { TestContext } from 'node:test'
import { openReadStore } from '../../../hub/adapters/sqlite/read-store.ts'
import { FLEET_STREAM, type FleetEvent, type VesselEvent, vesselStream } from '../../../hub/core/events.ts'
import { DEFAULT_POLICY } from '../../../hub/core/policy.ts'
import type { Batch } from '../../../hub/ports/log.ts'
import type { ReadStore } from '../../../hub/ports/read-store.ts'
import type { Present } from '../../../hub/projections/present.ts'
import { createProjection } from '../../../hub/projections/projection.ts'
import { createReadModel } from '../../../hub/projections/read-model.ts'
import type { Change } from '../../../shared/link/copy.ts'
import { type ComponentId, isComponentId, isVesselId, type StateCode, type VesselId } from '../../../shared/model.ts'
import { OPEN, type Seconds, type Span } from '../../../shared/time.ts'
import type { Timeline } from '../../../shared/timeline.ts'
import { atEnd } from '../../at-end.ts'

export function vesselId(text: string): VesselId {
  if (!isVesselId(text)) throw new RangeError(text)
  return text
}

export function componentId(text: string): ComponentId {
  if (!isComponentId(text)) throw new RangeError(text)
  return text
}

export const AURORA = vesselId('mv-aurora')
export const SERVER = componentId('server')
export const DASHBOARD = componentId('dashboard')

/** A log as it was written, batch by batch. */
export function written(): {
  readonly batches: Batch[]
  append(vessel: VesselId | null, ...events: (VesselEvent | FleetEvent)[]): void
} {
  const batches: Batch[] = []
  return {
    batches,
    append(vessel, ...events) {
      const position = batches.length + 1
      const stream = vessel === null ? FLEET_STREAM : vesselStream(vessel)
      batches.push({ stream, position, previous: 0, id: `${position}`, at: 0, events })
    },
  }
}

export const listening = (at: Seconds): FleetEvent => ({ type: 'listening-began', at, learnedAt: at })

export const added = (
  at: Seconds,
  profile: { name?: string; group?: string; inService?: readonly Span[] } = {},
): VesselEvent => ({
  type: 'vessel-added',
  at,
  learnedAt: at,
  by: { kind: 'command-line', name: 'ada' },
  profile: {
    name: 'Aurora',
    imo: null,
    group: null,
    link: null,
    zone: 'UTC',
    contact: null,
    inService: [],
    ...profile,
  },
})

/** A birth that claims the components, open, each from its time on (null: not yet). */
export const born = (
  at: Seconds,
  components: Readonly<Record<string, Seconds | null>>,
  watermark: Seconds | null = null,
): VesselEvent => ({
  type: 'born',
  at,
  learnedAt: at,
  seen: { session: 65_536, seq: 1, watermark },
  components: Object.entries(components).map(([id, from]) => ({
    id: componentId(id),
    claims: from === null ? [] : [{ from, to: OPEN }],
  })),
  about: { version: '0.1.0', instance: 7, heartbeatS: 300, revision: 0, refused: null, trouble: null },
  changes: [],
})

export const told = (at: Seconds, watermark: Seconds, ...changes: Change[]): VesselEvent =>
  troubled(at, watermark, null, ...changes)

/** Told by an agent that says what keeps it from measuring. */
export const troubled = (
  at: Seconds,
  watermark: Seconds,
  trouble: string | null,
  ...changes: Change[]
): VesselEvent => ({
  type: 'told',
  at,
  learnedAt: at,
  seen: { session: 65_536, seq: 2, watermark },
  trouble,
  changes,
})

export const change = (component: ComponentId, span: Span, pieces: Timeline<StateCode>): Change => ({
  component,
  span,
  pieces,
})

/** All that is told of a component from the first of its steps on; the last one holds. */
export function history(component: ComponentId, ...steps: readonly (readonly [Seconds, StateCode])[]): Change {
  const pieces = steps.map(([from, state], index) => ({ from, to: steps[index + 1]?.[0] ?? OPEN, state }))
  return change(component, { from: steps[0]?.[0] ?? 0, to: OPEN }, pieces)
}

/** Planned maintenance, entered at this time. */
export const excusing = (
  at: Seconds,
  {
    excuse,
    component,
    span,
    reason = 'new disks',
  }: { excuse: string; component: ComponentId | null; span: Span; reason?: string },
): VesselEvent => ({
  type: 'excused',
  at,
  learnedAt: at,
  excuse,
  component,
  category: 'planned-maintenance',
  span: { from: span.from, to: span.to },
  reviewAt: span.to === OPEN ? span.from + 30 * 86_400 : null,
  reason,
  by: { kind: 'local', name: 'mate' },
})

export const silent = (since: Seconds, learnedAt: Seconds): VesselEvent => ({
  type: 'silence-began',
  at: since,
  learnedAt,
})
export const heardAgain = (at: Seconds, since: Seconds): VesselEvent => ({
  type: 'silence-ended',
  at,
  learnedAt: at,
  since,
})

export const present = (now: Seconds, heard: Present['heard'] = new Map()): Present => ({
  now,
  hearsUntil: now,
  heard,
  massSilences: [],
  groupExcuses: [],
  policy: { ...DEFAULT_POLICY, componentNames: new Map([[SERVER, 'Server']]) },
})

/** A read store in memory that has followed the batches. */
export function followed(t: TestContext, batches: readonly Batch[]): ReadStore {
  const store = openReadStore(':memory:', 'log-1')
  atEnd(t, () => store.close())
  const projection = createProjection(store)
  for (const batch of batches) projection.apply([batch])
  return store
}

export const modelOf = (t: TestContext, batches: readonly Batch[]) => createReadModel(followed(t, batches))

export const LINE = { connected: true, bytesByDay: [], payloadFaults: [] }
