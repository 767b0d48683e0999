import type { ComponentId } from '../../../../shared/model.ts'
import { iso, OPEN, type Seconds } from '../../../../shared/time.ts'
import type { WatchEvent } from '../../../core/events.ts'

export type EventType = WatchEvent['type']

/** The event of one kind, or of any of several. */
export type EventOf<T extends EventType> = { [K in T]: { readonly type: K } & Extract<WatchEvent, { type: K }> }[T]

/** What each kind of event says happened, for people. */
export type Words<T extends EventType> = { readonly [K in T]: (event: EventOf<K>, names: Names) => string }

export type Names = { readonly component: (id: ComponentId) => string }

/** `2026-11-23 17:31 UTC`. */
export const when = (at: Seconds): string => `${iso(at).slice(0, 16).replace('T', ' ')} UTC`

export const until = (at: Seconds | null): string => (at === null || at === OPEN ? '' : ` until ${when(at)}`)

export const subject = (component: ComponentId | null, names: Names): string =>
  component === null ? 'the vessel' : names.component(component)

/** One thing, or several. */
export const counted = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`
