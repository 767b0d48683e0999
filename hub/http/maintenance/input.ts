import * as v from 'valibot'
import { CATEGORIES } from '../../../shared/excuse.ts'
import { type ComponentId, isComponentId, type VesselId } from '../../../shared/model.ts'
import { iso, OPEN } from '../../../shared/time.ts'
import { MAINTENANCE_FIELDS, type MaintenanceField, MOST_REASON } from '../../../web/pages/maintenance/fields.ts'
import type { By } from '../../core/by.ts'
import type { ExcuseAnswer, ExcuseCommand, ExcuseRefusal, Extent } from '../../core/excuses/excuse-command.ts'
import type { GroupWhen } from '../../core/excuses/group-excuse.ts'
import type { GroupExcuseAnswer, GroupExcuseCommand } from '../../core/excuses/group-excuse-command.ts'
import { beginAt, readWhen, spanIn, type WhenGiven } from './when.ts'

/** What stands in the fields of a form, or of an object as a program sends it. */
export type MaintenanceFields = Readonly<Partial<Record<string, string>>>

export type MaintenanceErrors = Readonly<Partial<Record<MaintenanceField, string>>>

/** Of whom: of one vessel, whose clocks go by a zone, or of all of a group, each by its own. */
export type Whose =
  | { readonly kind: 'vessel'; readonly vessel: VesselId; readonly zone: string }
  | { readonly kind: 'group'; readonly group: string }

/** One that stands: of a vessel, or of a group. */
export type Standing = { readonly excuse: string } & (Extract<Whose, { kind: 'vessel' }> | { readonly kind: 'group' })

export type Wish =
  | { readonly kind: 'vessel'; readonly vessel: VesselId; command(by: By): ExcuseCommand }
  | { readonly kind: 'group'; command(by: By): GroupExcuseCommand }

type Read<T> = { readonly ok: true; readonly read: T } | { readonly ok: false; readonly errors: MaintenanceErrors }
export type WishRead = Read<Wish>

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

const category = v.picklist(CATEGORIES, 'choose one of these')

export function readEntry(fields: MaintenanceFields, whose: Whose): WishRead {
  const what = readBy(v.object({ component, category, reason }), fields)
  return both(what, readTimes(fields, whose), (given, times): Wish => {
    if (whose.kind === 'vessel') {
      const { vessel, zone } = whose
      return { kind: 'vessel', vessel, command: (by) => ({ type: 'excuse', by, ...given, ...extentIn(zone, times) }) }
    }
    const { group } = whose
    return { kind: 'group', command: (by) => ({ type: 'excuse-group', by, group, ...given, ...groupTimes(times) }) }
  })
}

export const EXCUSE_ACTIONS = ['change', 'withdraw'] as const
export type ExcuseAction = (typeof EXCUSE_ACTIONS)[number]

export function readAction(action: ExcuseAction, of: Standing, fields: MaintenanceFields): WishRead {
  if (action === 'withdraw') {
    const sure = v.literal('yes', 'say yes: the time counts again')
    const read = readBy(v.object({ reason, sure }), fields)
    return read.ok ? { ok: true, read: withdrawal(of, read.read.reason) } : read
  }
  return both(readBy(v.object({ reason }), fields), readTimes(fields, of), (given, times): Wish => {
    if (of.kind === 'vessel') {
      const { vessel, zone, excuse } = of
      return {
        kind: 'vessel',
        vessel,
        command: (by) => ({ type: 'change-excuse', by, excuse, ...given, ...extentIn(zone, times) }),
      }
    }
    const { excuse: groupExcuse } = of
    return {
      kind: 'group',
      command: (by) => ({ type: 'change-group-excuse', by, groupExcuse, ...given, ...groupTimes(times) }),
    }
  })
}

const withdrawal = (of: Standing, reason: string): Wish =>
  of.kind === 'vessel'
    ? {
        kind: 'vessel',
        vessel: of.vessel,
        command: (by) => ({ type: 'withdraw-excuse', by, excuse: of.excuse, reason }),
      }
    : { kind: 'group', command: (by) => ({ type: 'withdraw-group-excuse', by, groupExcuse: of.excuse, reason }) }

/** UTC unless it says that they are the vessel's. */
type Times = { readonly when: WhenGiven; readonly ofVessel: boolean }

export function readTimes(fields: MaintenanceFields, { kind }: Pick<Whose, 'kind'>): Read<Times> {
  const read = readWhen(fields)
  if (!read.ok) return { ok: false, errors: named(read.errors) }
  const { when } = read
  const ofVessel = fields.zone === 'vessel'
  const isMixed = when.kind === 'once' && (when.from.isUtc || when.to?.isUtc === true)
  if (kind === 'group' && ofVessel && isMixed)
    return { ok: false, errors: { from: 'must be without a Z, since it is meant by the clocks of each vessel' } }
  return { ok: true, read: { when, ofVessel } }
}

export function extentIn(vesselZone: string, { when, ofVessel }: Times): Extent {
  const zone = ofVessel ? vesselZone : 'UTC'
  const reviewAt = when.review && beginAt(when.review, zone)
  return when.kind === 'once'
    ? { span: spanIn(zone, when), reviewAt }
    : { recurs: { pattern: when.pattern, zone }, reviewAt }
}

export function groupTimes({ when, ofVessel }: Times): { readonly when: GroupWhen; readonly reviewAt: number | null } {
  const zone = ofVessel ? 'vessel' : 'UTC'
  const reviewAt = when.review && beginAt(when.review, 'UTC')
  if (when.kind === 'recurs') return { when: { kind: 'recurs', zone, pattern: when.pattern }, reviewAt }
  return { when: { kind: 'once', zone, walls: { from: when.from.wall, to: when.to?.wall ?? OPEN } }, reviewAt }
}

function both<A, B, C>(one: Read<A>, other: Read<B>, make: (one: A, other: B) => C): Read<C> {
  if (one.ok && other.ok) return { ok: true, read: make(one.read, other.read) }
  return { ok: false, errors: { ...(!one.ok && one.errors), ...(!other.ok && other.errors) } }
}

function readBy<S extends v.GenericSchema>(schema: S, fields: MaintenanceFields): Read<v.InferOutput<S>> {
  const read = v.safeParse(schema, fields)
  if (read.success) return { ok: true, read: read.output }
  return {
    ok: false,
    errors: named(Object.fromEntries(read.issues.map((one) => [v.getDotPath(one) ?? '', one.message]))),
  }
}

const named = (errors: Readonly<Record<string, string>>): MaintenanceErrors =>
  Object.fromEntries(Object.entries(errors).filter(([name]) => MAINTENANCE_FIELDS.some((field) => field === name)))

/** Why nothing was done, for people. */
export function refusalWords(answer: Exclude<ExcuseAnswer | GroupExcuseAnswer, { kind: 'done' }>): string {
  if (answer.kind === 'refused') return REFUSALS[answer.reason]
  const { by, at, reason } = answer.deed
  return `${'name' in by ? by.name : 'Somebody'} withdrew it already at ${iso(at)}: “${reason}”.`
}

const REFUSALS: Readonly<Record<ExcuseRefusal | 'no-group', string>> = {
  'no-vessel': 'No vessel of this id is known.',
  'no-group': 'No vessel belongs to a group of this name.',
  'no-component': 'There is no component of this id.',
  'no-excuse': 'There is no such maintenance.',
  'no-time': 'It must end after it begins.',
  'too-long-ago': 'It lies over 400 days back: of that time there are only daily sums, which do not change any more.',
  'too-far-ahead': 'It lies over five years ahead.',
  never: 'It never happens: there is no such day in that time.',
  'of-group': 'It was entered for the group: change or withdraw it there.',
  'no-review': 'Without an end it needs a time, after its begin and after now, at which it is looked at again.',
}
