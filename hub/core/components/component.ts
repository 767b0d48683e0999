import type { Change, CopyEvent } from '../../../shared/link/copy.ts'
import { type ComponentId, DOWN, UP } from '../../../shared/model.ts'
import { OPEN, type Seconds, type Span } from '../../../shared/time.ts'
import type { Claimed } from '../../../shared/wire/messages.ts'
import type { Dated } from '../dated.ts'

/** A component as far as births and claims tell of it. */
export type Component = {
  readonly id: ComponentId
  /** When a birth first named it. */
  readonly listedAt: Seconds
  /** From the first claim until the last one closed (`OPEN` while it is configured); null while nothing was claimed. */
  readonly claimed: Span | null
  /** Whether anything was ever measured of it. */
  readonly sampled: boolean
}

/** In the order of the newest birth, then those that it does not list any more. */
export function evolveComponents(components: readonly Component[], event: Dated & CopyEvent): readonly Component[] {
  const known = event.type === 'born' ? listed(components, event.components, event.at) : components
  return sampledBy(event.changes, known)
}

/** Configured on board as far as shore knows. */
export const isConfigured = ({ claimed }: Component): boolean => claimed === null || claimed.to === OPEN

/** The components as a birth lists them, each claimed from the first time ever; one that it does not list has ended. */
function listed(before: readonly Component[], birth: readonly Claimed[], at: Seconds): Component[] {
  const known = new Map(before.map((component) => [component.id, component]))
  const now = birth.map(({ id, claims }): Component => {
    const { claimed = null, sampled = false, listedAt = at } = known.get(id) ?? {}
    known.delete(id)
    const first = Math.min(claimed?.from ?? OPEN, claims[0]?.from ?? OPEN)
    return { id, listedAt, claimed: first === OPEN ? null : { from: first, to: claims.at(-1)?.to ?? OPEN }, sampled }
  })
  const gone = [...known.values()].map(({ claimed, ...component }): Component => {
    const ended = claimed && { from: claimed.from, to: Math.max(claimed.from, Math.min(claimed.to, at)) }
    return { ...component, claimed: ended ?? { from: at, to: at } }
  })
  return [...now, ...gone]
}

function sampledBy(changes: readonly Change[], components: readonly Component[]): readonly Component[] {
  const measured = new Set(
    changes
      .filter(({ pieces }) => pieces.some(({ state }) => state === UP || state === DOWN))
      .map(({ component }) => component),
  )
  if (components.every(({ id, sampled }) => sampled || !measured.has(id))) return components
  return components.map((component) => (measured.has(component.id) ? { ...component, sampled: true } : component))
}
