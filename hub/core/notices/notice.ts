import { DAY_S, MINUTE_S, type Seconds } from '../../../shared/time.ts'
import type { MassSilenceId } from '../alerts/mass-silence.ts'
import type { By } from '../by.ts'
import type { Dated } from '../dated.ts'

/** `n-<vessel>-<wanted, base 36>`: of one message, whatever becomes of it. */
export type NoticeId = string

/** A phone shows the subject and the lines whole; sections are for those who read on. */
export type Message = {
  readonly subject: string
  readonly lines: readonly string[]
  readonly sections?: readonly Section[]
}

export type Section = { readonly title: string; readonly items: readonly Item[] }

export type Item = { readonly text: string; readonly href: string | null }

/** What a message of the hub itself is about, and what people then know. */
export type About =
  /** The local day, as in `2026-11-26`: it has one digest. */
  | { readonly kind: 'digest'; readonly day: string }
  | { readonly kind: 'test'; readonly by: By }
  /** What is wrong with something that the hub leans on; null: nothing any more. */
  | { readonly kind: 'trouble'; readonly of: string; readonly words: string | null }

export type NoticeEvent = { readonly notice: NoticeId } & (
  | ({
      readonly type: 'notice-wanted'
      readonly channels: readonly string[]
      /** The alerts and proposals that it tells of. */
      readonly of?: readonly string[]
      /** It tells of many vessels: that they are silent together, or (null) are heard again. */
      readonly massSilence?: MassSilenceId | null
      readonly about?: About
    } & Message)
  | { readonly type: 'notice-sent'; readonly channel: string }
  /** It may have gone out or not: it is sent again, as the same message. */
  | { readonly type: 'notice-unknown'; readonly channel: string; readonly reason: string }
  /** It will not go out on this channel. */
  | { readonly type: 'notice-refused'; readonly channel: string; readonly reason: string }
)

export type Notice = {
  readonly id: NoticeId
  readonly wantedAt: Seconds
  /** After that nobody wants to read it any more. */
  readonly staleAt: Seconds
  /** Where it is still to go. */
  readonly channels: readonly string[]
  readonly message: Message
}

const STALE_S = DAY_S
/** Who waits for a test message looks now. */
const TEST_STALE_S = 15 * MINUTE_S

/** Its id says so, and so does the key that it goes out with. */
export const testId = (id: string): NoticeId => `n-test-${id}`
export const isTest = (id: NoticeId): boolean => id.startsWith('n-test-')

/** A message stays until each of its channels has taken or refused it. */
export function evolveOutbox(outbox: readonly Notice[], event: Dated & NoticeEvent): readonly Notice[] {
  switch (event.type) {
    case 'notice-wanted':
      return [...outbox, posted(event)]
    case 'notice-sent':
    case 'notice-refused':
      return outbox.flatMap((one) => (one.id === event.notice ? left(one, event.channel) : one))
    case 'notice-unknown':
      return outbox
  }
}

function posted(event: Dated & Extract<NoticeEvent, { type: 'notice-wanted' }>): Notice {
  const { notice: id, subject, lines, sections, channels, about, at } = event
  return {
    id,
    wantedAt: at,
    staleAt: at + (about?.kind === 'test' ? TEST_STALE_S : STALE_S),
    channels,
    message: { subject, lines, ...(sections && { sections }) },
  }
}

function left(notice: Notice, done: string): readonly Notice[] {
  const channels = notice.channels.filter((channel) => channel !== done)
  return channels.length === 0 ? [] : [{ ...notice, channels }]
}
