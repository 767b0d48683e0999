import * as v from 'valibot'
import { CATEGORIES } from '../../../shared/excuse.ts'
import { isComponentId, isVesselId } from '../../../shared/model.ts'
import { patternSchema } from '../../../shared/pattern.ts'
import { OPEN } from '../../../shared/time.ts'
import type { AlertRow, DaySums, VesselRow } from '../../ports/read-store.ts'

/** Rows of the read store as JSON, in which the end of what goes on is `null`. */
export const encodeRow = (row: VesselRow | AlertRow | DaySums): string =>
  JSON.stringify(row, (_, value: unknown) => (value === OPEN ? null : value))

/** Null when it is none that this version understands. */
export function decodeVessel(text: string): VesselRow | null {
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), vesselRow), text)
  return read.success ? read.output : null
}

export function decodeAlert(text: string): AlertRow | null {
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), alertRow), text)
  return read.success ? read.output : null
}

export const decodeDay = (text: string): DaySums => v.parse(daySums, JSON.parse(text))

const seconds = v.number()
const words = v.nullable(v.string())
const span = v.object({
  from: seconds,
  to: v.pipe(
    v.nullable(seconds),
    v.transform((to) => to ?? OPEN),
  ),
})

/** Who did something. */
export const byRow: v.GenericSchema<unknown, AlertRow['deeds'][number]['by']> = v.variant('kind', [
  v.object({ kind: v.picklist(['vessel', 'hub']) }),
  v.object({ kind: v.picklist(['command-line', 'local', 'user']), name: v.string() }),
  v.object({ kind: v.literal('token'), name: v.string(), user: v.string() }),
])

const deed = { at: seconds, by: byRow, reason: words }
const reasoned = v.object({ ...deed, reason: v.string() })

const times = v.object({
  spans: v.array(span),
  recurs: v.nullable(v.object({ pattern: patternSchema, zone: v.string() })),
  workedOutTo: v.nullable(seconds),
  ofGroup: v.nullable(v.object({ id: v.string(), revision: v.number(), zone: v.string(), within: v.array(span) })),
})

const vesselRow: v.GenericSchema<unknown, VesselRow> = v.object({
  id: v.pipe(v.string(), v.guard(isVesselId)),
  profile: v.object({
    name: v.string(),
    imo: words,
    group: words,
    link: words,
    zone: v.string(),
    contact: words,
    inService: v.array(span),
  }),
  presence: v.variant('kind', [
    v.object({ kind: v.literal('never-heard') }),
    v.object({ kind: v.literal('heard') }),
    v.object({ kind: v.literal('silent'), since: seconds, unsettledSince: seconds }),
    v.object({ kind: v.literal('settling'), since: seconds, heardAt: seconds }),
  ]),
  enteredAt: seconds,
  retiredAt: v.nullable(seconds),
  contested: v.nullable(v.object({ at: seconds, instances: v.array(v.number()) })),
  seen: v.nullable(v.object({ session: v.number(), seq: v.number(), watermark: v.nullable(seconds) })),
  heardAt: v.nullable(seconds),
  about: v.nullable(
    v.object({
      version: v.string(),
      instance: v.number(),
      heartbeatS: seconds,
      revision: v.number(),
      refused: v.nullable(v.object({ revision: v.number(), reason: v.string() })),
      trouble: words,
    }),
  ),
  components: v.array(
    v.object({
      id: v.pipe(v.string(), v.guard(isComponentId)),
      listedAt: seconds,
      claimed: v.nullable(span),
      sampled: v.boolean(),
    }),
  ),
  excuses: v.array(
    v.object({
      id: v.string(),
      component: v.nullable(v.pipe(v.string(), v.guard(isComponentId))),
      category: v.picklist(CATEGORIES),
      span,
      times,
      reviewAt: v.nullable(seconds),
      entered: reasoned,
      changed: v.array(reasoned),
      withdrawn: v.nullable(reasoned),
    }),
  ),
  notes: v.array(v.object({ id: v.string(), text: v.string(), at: seconds, by: byRow })),
  detailFrom: v.number(),
})

/** Every word there is: one that is missing does not compile. */
export const oneOf = <T extends string>(words: Readonly<Record<T, true>>) =>
  v.pipe(
    v.string(),
    v.guard((text): text is T => Object.hasOwn(words, text)),
  )

const componentId = v.pipe(v.string(), v.guard(isComponentId))

const alertRow: v.GenericSchema<unknown, AlertRow> = v.object({
  id: v.string(),
  vessel: v.pipe(v.string(), v.guard(isVesselId)),
  kind: oneOf<AlertRow['kind']>({ silent: true, down: true, 'no-data': true, sla: true }),
  component: v.nullable(componentId),
  incident: words,
  since: seconds,
  openedAt: seconds,
  severity: oneOf<AlertRow['severity']>({ low: true, medium: true, high: true, critical: true }),
  reason: oneOf<AlertRow['reason']>({ down: true, 'not-heard': true, missed: true, 'no-samples': true }),
  heldBy: v.nullable(
    v.variant('kind', [
      v.object({ kind: v.literal('excused'), excuse: v.string() }),
      v.object({ kind: v.literal('silent') }),
      v.object({ kind: v.literal('depends-on'), component: componentId }),
      v.object({
        kind: v.literal('mass-silence'),
        massSilence: v.string(),
        scope: v.variant('kind', [
          v.object({ kind: v.picklist(['link', 'group']), name: v.string() }),
          v.object({ kind: v.literal('fleet') }),
        ]),
      }),
    ]),
  ),
  flapping: v.boolean(),
  acknowledged: v.nullable(v.object({ ...deed, until: v.nullable(seconds) })),
  snoozed: v.nullable(v.object({ ...deed, until: seconds })),
  owner: words,
  note: words,
  deeds: v.array(
    v.object({
      did: oneOf<AlertRow['deeds'][number]['did']>({
        acknowledged: true,
        'acknowledgement-released': true,
        'acknowledgement-expired': true,
        snoozed: true,
        woken: true,
        'snooze-over': true,
        noted: true,
      }),
      ...deed,
      until: v.nullable(seconds),
    }),
  ),
  resolved: v.nullable(
    v.object({
      at: seconds,
      reason: oneOf<NonNullable<AlertRow['resolved']>['reason']>({
        recovered: true,
        'link-only': true,
        told: true,
        'never-was': true,
        'not-watched': true,
        met: true,
        measured: true,
        excused: true,
      }),
    }),
  ),
})

const sums = v.object({
  up: seconds,
  down: seconds,
  silent: seconds,
  unknown: seconds,
  'excused-up': seconds,
  'excused-down': seconds,
  'excused-unknown': seconds,
  'out-of-service': seconds,
})
const daySums: v.GenericSchema<unknown, DaySums> = v.object({ best: sums, measured: sums, observed: sums })
