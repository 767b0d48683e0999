import type { Category } from '../../../shared/excuse.ts'
import type { ComponentId } from '../../../shared/model.ts'
import type { Seconds } from '../../../shared/time.ts'
import type { By } from '../by.ts'
import { dated } from '../dated.ts'
import type { Decision } from '../decision.ts'
import type { ExcuseDeed } from './excuse.ts'
import { type ExcuseRefusal, wrongPattern, wrongWith } from './excuse-command.ts'
import type { GroupExcuse, GroupExcuseEvent, GroupExcuseId, GroupWhen } from './group-excuse.ts'

/** What a person asks about maintenance of a group; always with a reason. */
export type GroupExcuseCommand = { readonly reason: string; readonly by: By } & (
  | {
      readonly type: 'excuse-group'
      readonly group: string
      readonly component: ComponentId | null
      readonly category: Category
      readonly when: GroupWhen
      readonly reviewAt: Seconds | null
    }
  | {
      readonly type: 'change-group-excuse'
      readonly groupExcuse: GroupExcuseId
      readonly when: GroupWhen
      readonly reviewAt: Seconds | null
    }
  | { readonly type: 'withdraw-group-excuse'; readonly groupExcuse: GroupExcuseId }
)

export type GroupExcuseAnswer =
  | { readonly kind: 'done'; readonly groupExcuse: GroupExcuseId }
  | { readonly kind: 'withdrawn-already'; readonly deed: ExcuseDeed }
  | { readonly kind: 'refused'; readonly reason: ExcuseRefusal | 'no-group' }

export type GroupExcuseDecision = Decision<GroupExcuseEvent, GroupExcuseAnswer>

/** What maintenance of a group can be of. */
export type KnownGroups = {
  readonly groups: ReadonlySet<string>
  readonly components: ReadonlySet<ComponentId>
  readonly excuses: readonly GroupExcuse[]
}

export function decideGroupExcuse(known: KnownGroups, command: GroupExcuseCommand, now: Seconds): GroupExcuseDecision {
  const { reason, by } = command
  const when = { ...dated(now), reason, by }
  if (command.type === 'excuse-group') {
    const { group, component, category, reviewAt } = command
    if (!known.groups.has(group)) return refused('no-group')
    if (component !== null && !known.components.has(component)) return refused('no-component')
    const wrong = wrongTimes(command.when, reviewAt, now, true)
    if (wrong !== null) return refused(wrong)
    const groupExcuse = newId(known.excuses, now)
    const entered = { group, component, category, when: command.when, reviewAt }
    return done({ type: 'group-excused', ...when, groupExcuse, ...entered })
  }
  const { groupExcuse } = command
  const stored = known.excuses.find(({ id }) => id === groupExcuse)
  if (stored === undefined) return refused('no-excuse')
  if (stored.withdrawn !== null) {
    return { events: [], answer: { kind: 'withdrawn-already', deed: stored.withdrawn } }
  }
  if (command.type === 'withdraw-group-excuse') return done({ type: 'group-excuse-withdrawn', ...when, groupExcuse })
  const { reviewAt } = command
  const wrong = wrongTimes(command.when, reviewAt, now, false)
  if (wrong !== null) return refused(wrong)
  return done({ type: 'group-excuse-changed', ...when, groupExcuse, when: command.when, reviewAt })
}

/** As clocks that show UTC have it: no zone makes a difference of more than hours. */
const wrongTimes = (when: GroupWhen, reviewAt: Seconds | null, now: Seconds, isNew: boolean): ExcuseRefusal | null =>
  when.kind === 'once'
    ? wrongWith(when.walls, reviewAt, now)
    : wrongPattern({ pattern: when.pattern, zone: 'UTC' }, reviewAt, now, isNew)

function newId(excuses: readonly GroupExcuse[], now: Seconds): GroupExcuseId {
  const base = `g-${now.toString(36)}`
  const taken = excuses.filter(({ id }) => id === base || id.startsWith(`${base}-`)).length
  return taken === 0 ? base : `${base}-${taken + 1}`
}

const done = (event: GroupExcuseEvent): GroupExcuseDecision => ({
  events: [event],
  answer: { kind: 'done', groupExcuse: event.groupExcuse },
})

const refused = (reason: ExcuseRefusal | 'no-group'): GroupExcuseDecision => ({
  events: [],
  answer: { kind: 'refused', reason },
})
