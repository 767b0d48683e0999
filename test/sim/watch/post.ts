import type { Message } from '../../../hub/core/notices/notice.ts'
import type { Delivery, Notifier } from '../../../hub/ports/notifier.ts'
import type { Clock } from '../../../shared/runtime/clock.ts'
import { toSeconds } from '../../../shared/time.ts'
import type { Chance } from '../chance.ts'

/** One attempt to send a message: whether it went out, and what the hub was told of that. */
export type Attempt = {
  readonly channel: string
  readonly key: string
  readonly message: Message
  readonly at: number
  /** Of the hub that tried. */
  readonly life: number
  readonly out: boolean
  readonly told: Delivery['kind']
}

const WORDS = 'the weather'

/** Ways to tell people, that now and then refuse, are away, or do not say whether a message went out. */
export function createPost(channels: readonly string[], clock: Clock, chance: Chance) {
  const attempts: Attempt[] = []
  let calm = false

  function fateOf(): { readonly out: boolean; readonly told: Delivery['kind'] } {
    const drawn = calm ? 1 : chance.next()
    if (drawn < 0.08) return { out: true, told: 'unknown' }
    if (drawn < 0.15) return { out: false, told: 'unknown' }
    if (drawn < 0.22) return { out: false, told: 'retry-later' }
    if (drawn < 0.23) return { out: false, told: 'refused' }
    return { out: true, told: 'sent' }
  }

  return {
    attempts,
    notifiers: (life: number): readonly Notifier[] =>
      channels.map((name) => ({
        name,
        async send(message, key) {
          const fate = fateOf()
          attempts.push({ channel: name, key, message, at: toSeconds(clock.now()), life, ...fate })
          return fate.told === 'sent' ? { kind: 'sent' } : { kind: fate.told, words: WORDS }
        },
      })),
    calm() {
      calm = true
    },
  }
}
