import type { Clock } from '../../../shared/runtime/clock.ts'
import type { Member, Pulse } from './pulse.ts'
import { sharedTurn } from './shared-turn.ts'
import { createVersions, type News, type Picture } from './versions.ts'

/** One picture for many readers, drawn once for all of them, and only while somebody looks. */
export interface Board<T> {
  /** Drawn anew; throws what drawing threw. */
  look(): Promise<{ readonly whole: T; readonly mark: string }>
  /** What a reader has missed, as it is sent to all who have seen the same; null for nothing. */
  since(mark: string | null): Unseen | null
  /** Keeps the picture fresh and calls `wake` whenever there may be something new. The answer ends it. */
  watch(wake: () => void): () => void
  watchers(): number
  /** False while it cannot be drawn: what readers hold is then old. */
  fresh(): boolean
}

export type Unseen = { readonly mark: string; readonly sent: Uint8Array }

/** Without a name it is for htmx, which puts the pieces in it in their places. */
export type Message = { readonly event?: string; readonly data: string }

export type BoardOptions<T> = {
  readonly name: string
  readonly draw: () => Promise<Picture<T>>
  /** Two parts with the same text are the same. */
  readonly textOf: (part: T) => string
  readonly messages: (news: News<T>) => readonly Message[]
  /** Whether news of this vessel, or of the hub itself, may change it. */
  readonly concerns: Member['concerns']
  readonly pulse: Pulse
  readonly clock: Clock
  readonly failed: (error: unknown) => void
}

export function createBoard<T>(options: BoardOptions<T>): Board<T> {
  const versions = createVersions<T>(`${options.name}.${options.clock.now().toString(36)}`, options.textOf)
  const wakes = new Set<() => void>()
  const unseen = new Map<number, Unseen | null>()
  let failure: { readonly error: unknown } | null = null
  let leave = (): void => {}

  const redraw = sharedTurn(async (): Promise<void> => {
    try {
      const changed = versions.take(await options.draw())
      failure = null
      if (!changed) return
      unseen.clear()
      for (const wake of wakes) wake()
    } catch (error) {
      failure = { error }
      options.failed(error)
    }
  })

  function unseenSince(seen: number): Unseen | null {
    const news = versions.since(seen)
    return news && { mark: news.mark, sent: encoder.encode(wire(options.messages(news), news.mark)) }
  }

  return {
    async look() {
      await redraw()
      const newest = versions.newest()
      if (failure !== null || newest === null) throw failure?.error
      return newest
    },
    since(mark) {
      // By what a mark means: whoever reads can write what he likes.
      const seen = versions.seenBy(mark)
      const known = unseen.get(seen)
      if (known !== undefined) return known
      const made = unseenSince(seen)
      unseen.set(seen, made)
      return made
    },
    watch(wake) {
      wakes.add(wake)
      if (wakes.size === 1) {
        leave = options.pulse.join({ concerns: options.concerns, redraw })
        void redraw()
      }
      return () => {
        if (wakes.delete(wake) && wakes.size === 0) leave()
      }
    },
    watchers: () => wakes.size,
    fresh: () => failure === null,
  }
}

const encoder = new TextEncoder()

/** As `text/event-stream` has it. Who leaves before the last of them has not seen what the mark stands for. */
const wire = (messages: readonly Message[], mark: string): string =>
  messages
    .map(({ event, data }, at) => {
      const named = event === undefined ? [] : [`event: ${event}`]
      const marked = at < messages.length - 1 ? [] : [`id: ${mark}`]
      return [...named, ...data.split(/\r\n|\r|\n/).map((line) => `data: ${line}`), ...marked, '', ''].join('\n')
    })
    .join('')
