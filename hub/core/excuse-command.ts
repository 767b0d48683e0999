import type { Category } from '../../shared/excuse.ts'
import type { ComponentId } from '../../shared/model.ts'
import { DAY_S, OPEN, type Seconds, type Span } from '../../shared/time.ts'
import type { By, VesselEvent } from './events.ts'
import { EXCUSABLE_S, type Excuse, type ExcuseDeed, type ExcuseId } from './excuse.ts'

/** What a person asks about maintenance, before, during or after the fact; always with a reason. */
export type ExcuseCommand = { readonly reason: string; readonly by: By } & (
  | ({ readonly type: 'excuse'; readonly component: ComponentId | null; readonly category: Category } & Extent)
  | ({ readonly type: 'change-excuse'; readonly excuse: ExcuseId } & Extent)
  | { readonly type: 'withdraw-excuse'; readonly excuse: ExcuseId }
)

/** How long: one without an end has a day on which it is looked at again. */
export type Extent = { readonly span: Span; readonly reviewAt: Seconds | null }

export type ExcuseAnswer =
  | { readonly kind: 'done'; readonly excuse: ExcuseId }
  | { readonly kind: 'withdrawn-already'; readonly deed: ExcuseDeed }
  | { readonly kind: 'refused'; readonly reason: ExcuseRefusal }

export type ExcuseRefusal =
  | 'no-vessel'
  | 'no-component'
  | 'no-excuse'
  | 'no-time'
  | 'too-long-ago'
  | 'too-far-ahead'
  | 'no-review'

export type ExcuseDecision = { readonly events: readonly VesselEvent[]; readonly answer: ExcuseAnswer }

/** What an excuse can be of. */
type Known = {
  readonly isVessel: boolean
  readonly components: readonly { readonly id: ComponentId }[]
  readonly excuses: readonly Excuse[]
}

export function decideExcuse(known: Known, command: ExcuseCommand, now: Seconds): ExcuseDecision {
  const { reason, by } = command
  const when = { at: now, learnedAt: now, reason, by }
  if (!known.isVessel) return refused('no-vessel')
  if (command.type === 'excuse') {
    const { component, category, span, reviewAt } = command
    if (component !== null && !known.components.some(({ id }) => id === component)) return refused('no-component')
    const wrong = wrongWith(command, now)
    if (wrong !== null) return refused(wrong)
    const excuse = newId(known.excuses, component, span.from)
    return done(excuse, { type: 'excused', ...when, excuse, component, category, span, reviewAt })
  }
  const { excuse } = command
  const stored = known.excuses.find(({ id }) => id === excuse)
  if (stored === undefined) return refused('no-excuse')
  if (stored.withdrawn !== null) {
    return { events: [], answer: { kind: 'withdrawn-already', deed: stored.withdrawn } }
  }
  if (command.type === 'withdraw-excuse') return done(excuse, { type: 'excuse-withdrawn', ...when, excuse })
  const { span, reviewAt } = command
  const wrong = wrongWith(command, now)
  return wrong === null ? done(excuse, { type: 'excuse-changed', ...when, excuse, span, reviewAt }) : refused(wrong)
}

/** Nobody plans further: a slip of the pen does. */
const AHEAD_S = 5 * 366 * DAY_S

function wrongWith({ span: { from, to }, reviewAt }: Extent, now: Seconds): ExcuseRefusal | null {
  if (from >= to) return 'no-time'
  if (from <= now - EXCUSABLE_S) return 'too-long-ago'
  if (from > now + AHEAD_S || (to !== OPEN && to > now + AHEAD_S)) return 'too-far-ahead'
  return to === OPEN && (reviewAt === null || reviewAt <= Math.max(now, from)) ? 'no-review' : null
}

function newId(excuses: readonly Excuse[], component: ComponentId | null, from: Seconds): ExcuseId {
  const base = `e-${component ?? 'vessel'}-${from.toString(36)}`
  const taken = excuses.filter(({ id }) => id === base || id.startsWith(`${base}-`)).length
  return taken === 0 ? base : `${base}-${taken + 1}`
}

const done = (excuse: ExcuseId, event: VesselEvent): ExcuseDecision => ({
  events: [event],
  answer: { kind: 'done', excuse },
})

const refused = (reason: ExcuseRefusal): ExcuseDecision => ({ events: [], answer: { kind: 'refused', reason } })
