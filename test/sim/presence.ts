import type { VesselEvent } from '../../hub/core/events.ts'
import type { Seconds, Span } from '../../shared/time.ts'
import type { Decided } from './shore.ts'

/** What silence must be, from the bare facts: when the vessel was heard, and when the hub could hear. */
export type PresenceWatch = {
  decided(what: Decided): void
  passed(events: readonly VesselEvent[]): void
  listens(name: string, listens: boolean): void
  /** The hub lost what it knew, or its clock jumped: what follows is judged, what was is not. */
  lost(): void
  /** The spells of silence as they were stored, the last one open while it lasts; since the last loss. */
  spells(): readonly Span[]
  /** When somebody listened, since the last loss. */
  listened(): readonly Span[]
  judgedFrom(): Seconds
}

/** A crash may forget when the vessel was heard in its last moments. */
const FORGOTTEN_S = 10

export function createPresenceWatch(
  silentAfterS: number,
  wall: () => Seconds,
  violated: (text: string) => void,
): PresenceWatch {
  let judgedFrom = -Infinity
  let heards: Seconds[] = []
  let spells: { from: Seconds; to: Seconds }[] = []
  let listened: { from: Seconds; to: Seconds }[] = []
  const listening = new Map<string, { from: Seconds; to: Seconds }>()
  let crashes: Seconds[] = []

  /** Since when each moment somebody listens who has not begun anew. */
  const deafUntil = () => Math.max(...[...listening.values()].map(({ from }) => from), judgedFrom)
  const open = () => spells.at(-1)?.to === Infinity

  function began(at: Seconds, learnedAt: Seconds): void {
    spells.push({ from: at, to: Infinity })
    const last = heards.at(-1)
    if (last === undefined) return
    if (learnedAt < last + silentAfterS) violated(`silent at ${learnedAt}, though heard at ${last}`)
    const forgotten = crashes.some((crash) => crash >= last && crash <= last + FORGOTTEN_S)
    if (at !== last && !forgotten) violated(`silence begins at ${at}, but the vessel was last heard at ${last}`)
    const least = Math.min(...[...listening.values()].map(({ from }) => from))
    if (learnedAt < least + silentAfterS) violated(`silent at ${learnedAt}, though the hub listens since ${least} only`)
  }

  /** Nobody may be left unnamed who was silent long enough. */
  function mustBeSilent(now: Seconds): void {
    const last = Math.max(heards.at(-1) ?? Infinity, deafUntil())
    if (now > last + silentAfterS + 2 && !open()) violated(`not called silent at ${now}, though last heard at ${last}`)
  }

  return {
    decided({ received, after, now }) {
      if (!received.heard) return
      mustBeSilent(now)
      for (const event of received.events) {
        if (event.type === 'silence-ended') {
          const spell = spells.at(-1)
          if (spell) spell.to = event.at
        }
        if (event.type === 'settled' && (received.hearing.seen.watermark ?? -Infinity) < event.heardAt) {
          violated(`settled at ${event.at} before it was told what was at ${event.heardAt}`)
        }
      }
      if (after.presence.kind === 'silent') violated(`heard at ${now}, and silent all the same`)
      heards = [...heards.slice(-20), now]
    },
    passed(events) {
      for (const event of events) if (event.type === 'silence-began') began(event.at, event.learnedAt)
    },
    listens(name, listens) {
      const now = wall()
      const before = listening.get(name)
      if (before) before.to = now
      listening.delete(name)
      crashes = [...crashes.slice(-20), now]
      if (!listens) return
      const since = { from: now, to: Infinity }
      listening.set(name, since)
      listened.push(since)
    },
    lost() {
      judgedFrom = wall()
      heards = []
      spells = []
      listened = [...listening.values()]
      crashes = []
    },
    spells: () => spells,
    listened: () => listened,
    judgedFrom: () => judgedFrom,
  }
}
