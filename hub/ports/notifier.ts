import type { Message } from '../core/notices/notice.ts'

export type { Message }

/** `refused` and `retry-later` are certain: nothing went out. After `unknown` it may have. */
export type Delivery =
  /** With words: to some of its receivers only. */
  | { readonly kind: 'sent'; readonly words?: string }
  | { readonly kind: 'refused' | 'retry-later' | 'unknown'; readonly words: string }
  /** Some of its receivers have it; sent again, it goes to those alone that were put off. */
  | { readonly kind: 'partly'; readonly words: string }

/** A way to tell people. The same key is the same message: a receiver can tell a repetition. */
export interface Notifier {
  readonly name: string
  send(message: Message, key: string): Promise<Delivery>
}

/** What is called to say that the hub does its work; it raises the alarm when it is not called. */
export interface Beacon {
  call(signal: AbortSignal): Promise<{ readonly kind: 'taken' } | { readonly kind: 'missed'; readonly words: string }>
}
