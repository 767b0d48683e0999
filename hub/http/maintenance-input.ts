import * as v from 'valibot'
import { CATEGORIES } from '../../shared/excuse.ts'
import { type ComponentId, isComponentId } from '../../shared/model.ts'
import { iso, OPEN, type Seconds } from '../../shared/time.ts'
import { instantAt } from '../../shared/zone.ts'
import { MAINTENANCE_FIELDS, type MaintenanceField, MOST_REASON } from '../../web/pages/maintenance-forms.ts'
import type { By } from '../core/events.ts'
import type { ExcuseAnswer, ExcuseCommand, ExcuseRefusal, Extent } from '../core/excuse-command.ts'

/** What stands in the fields of a form, or of an object as a program sends it. */
export type MaintenanceFields = Readonly<Partial<Record<string, string>>>

export type MaintenanceErrors = Readonly<Partial<Record<MaintenanceField, string>>>

export type MaintenanceRead =
  | { readonly ok: true; command(by: By): ExcuseCommand }
  | { readonly ok: false; readonly errors: MaintenanceErrors }

const reason = v.pipe(
  v.string('say why'),
  v.trim(),
  v.minLength(1, 'say why'),
  v.maxLength(MOST_REASON, `takes at most ${MOST_REASON} characters`),
)

const component = v.pipe(
  v.optional(v.string(), ''),
  v.check((text) => text === '' || isComponentId(text), 'must be the id of a component'),
  v.transform((text): ComponentId | null => (isComponentId(text) ? text : null)),
)

/** `2026-11-26T15:00Z` is an instant by itself; without the `Z` it is what a clock in the zone shows. */
const MOMENT = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::(\d{2}))?(Z?)$/
const WRONG_MOMENT = 'must be a time such as 2026-11-26T15:00'

/** Null for what is no time. */
export function momentOf(text: string, zone: string): Seconds | null {
  const [, day, minute, second = '00', utc] = MOMENT.exec(text) ?? []
  const written = `${day}T${minute}:${second}Z`
  const wall = Date.parse(written) / 1000
  // The thirtieth of February does not become the second of March.
  if (!Number.isInteger(wall) || iso(wall) !== written) return null
  return utc === 'Z' ? wall : instantAt(wall, zone)
}

const moments = (zone: string) => {
  const isMoment = (text: string) => momentOf(text, zone) !== null
  const given = v.pipe(
    v.string(WRONG_MOMENT),
    v.check(isMoment, WRONG_MOMENT),
    v.transform((text) => momentOf(text, zone) ?? 0),
  )
  const perhaps = v.pipe(
    v.optional(v.string(), ''),
    v.check((text) => text === '' || isMoment(text), WRONG_MOMENT),
    v.transform((text) => momentOf(text, zone)),
  )
  return { from: given, to: perhaps, reviewAt: perhaps }
}

/** A review is of what has no end. */
const extentOf = (given: { from: Seconds; to: Seconds | null; reviewAt: Seconds | null }): Extent =>
  given.to === null
    ? { span: { from: given.from, to: OPEN }, reviewAt: given.reviewAt }
    : { span: { from: given.from, to: given.to }, reviewAt: null }

/** The zone in which times without a `Z` are meant: UTC unless it says that they are the vessel's. */
const zoneOf = ({ zone }: MaintenanceFields, ofVessel: string): string => (zone === 'vessel' ? ofVessel : 'UTC')

export function readEntry(fields: MaintenanceFields, vesselZone: string): MaintenanceRead {
  const category = v.picklist(CATEGORIES, 'choose one of these')
  const entry = v.object({ component, category, reason, ...moments(zoneOf(fields, vesselZone)) })
  return readBy(entry, fields, (given, by) => ({
    type: 'excuse',
    by,
    component: given.component,
    category: given.category,
    reason: given.reason,
    ...extentOf(given),
  }))
}

export const EXCUSE_ACTIONS = ['change', 'withdraw'] as const
export type ExcuseAction = (typeof EXCUSE_ACTIONS)[number]

export function readAction(
  action: ExcuseAction,
  excuse: string,
  fields: MaintenanceFields,
  vesselZone: string,
): MaintenanceRead {
  if (action === 'withdraw') {
    const sure = v.literal('yes', 'say yes: the time counts again')
    return readBy(v.object({ reason, sure }), fields, (given, by) => ({
      type: 'withdraw-excuse',
      excuse,
      by,
      reason: given.reason,
    }))
  }
  const change = v.object({ reason, ...moments(zoneOf(fields, vesselZone)) })
  return readBy(change, fields, (given, by) => ({
    type: 'change-excuse',
    excuse,
    by,
    reason: given.reason,
    ...extentOf(given),
  }))
}

function readBy<S extends v.GenericSchema>(
  schema: S,
  fields: MaintenanceFields,
  command: (given: v.InferOutput<S>, by: By) => ExcuseCommand,
): MaintenanceRead {
  const read = v.safeParse(schema, fields)
  if (read.success) return { ok: true, command: (by) => command(read.output, by) }
  const errors = read.issues.flatMap((issue) => {
    const field = MAINTENANCE_FIELDS.find((one) => one === v.getDotPath(issue))
    return field === undefined ? [] : [[field, issue.message] as const]
  })
  return { ok: false, errors: Object.fromEntries(errors) }
}

/** Why nothing was done, for people. */
export function refusalWords(answer: Exclude<ExcuseAnswer, { kind: 'done' }>): string {
  if (answer.kind === 'refused') return REFUSALS[answer.reason]
  const { by, at, reason } = answer.deed
  return `${'name' in by ? by.name : 'Somebody'} withdrew it already at ${iso(at)}: “${reason}”.`
}

const REFUSALS: Readonly<Record<ExcuseRefusal, string>> = {
  'no-vessel': 'No vessel of this id is known.',
  'no-component': 'The vessel has no component of this id.',
  'no-excuse': 'There is no such maintenance of this vessel.',
  'no-time': 'It must end after it begins.',
  'too-long-ago': 'It lies over 400 days back: of that time there are only daily sums, which do not change any more.',
  'too-far-ahead': 'It lies over five years ahead.',
  never: 'It never happens: there is no such day in that time.',
  'of-group': 'It was entered for the group: change or withdraw it there.',
  'no-review': 'Without an end it needs a time, after its begin and after now, at which it is looked at again.',
}
