import type { Clock } from '../../shared/runtime/clock.ts'
import type { Log } from '../../shared/runtime/log.ts'
import { type Seconds, toSeconds } from '../../shared/time.ts'
import type { Message } from '../core/notices/notice.ts'
import { isTest } from '../core/notices/notice.ts'
import type { Attempt, ChannelFigures } from '../ports/admin.ts'
import type { Delivery, Notifier } from '../ports/notifier.ts'
import { createBreaker } from './breaker.ts'

/** One way to tell people, and what it last let be known of itself: one that is away is not tried for each message. */
export interface Channel {
  send(message: Message, key: string): Promise<Delivery>
  restsUntil(): Seconds
  state(): Pick<ChannelFigures, 'target' | 'last' | 'tested'>
}

export function createChannel(notifier: Notifier, clock: Clock, random: () => number, log: Log): Channel {
  let last: Attempt | null = null
  let tested: Attempt | null = null
  const breaker = createBreaker(clock, random, ({ kind, words }) => {
    if (kind === 'answers') log.info({ channel: notifier.name }, 'messages go out again')
    else log.error({ channel: notifier.name, why: words }, 'no message goes out on a channel')
  })
  return {
    async send(message, key) {
      const delivery = await notifier.send(message, key)
      breaker.told(askedOf(delivery))
      last = {
        kind: delivery.kind,
        words: delivery.words ?? null,
        subject: message.subject,
        at: toSeconds(clock.now()),
      }
      if (isTest(key)) tested = last
      if (delivery.kind === 'sent' && delivery.words !== undefined)
        log.error({ channel: notifier.name, message: key, why: delivery.words }, 'a message did not go to everybody')
      return delivery
    },
    restsUntil: breaker.until,
    state: () => ({ target: breaker.state(), last, tested }),
  }
}

/** A message that was refused shows that somebody answers. */
function askedOf(delivery: Delivery): Parameters<ReturnType<typeof createBreaker>['told']>[0] {
  switch (delivery.kind) {
    case 'sent':
    case 'partly':
      return { kind: 'ok', value: null }
    case 'refused':
      return { kind: 'refused', words: delivery.words, problems: {} }
    case 'retry-later':
      return { kind: 'not-sent', words: delivery.words }
    case 'unknown':
      return { kind: 'unknown', words: delivery.words, afterS: null }
  }
}
