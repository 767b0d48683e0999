import type { Clock } from '../../shared/runtime/clock.ts'
import type { Log } from '../../shared/runtime/log.ts'
import { OPEN, type Seconds, toSeconds } from '../../shared/time.ts'
import { type Dated, dated } from '../core/dated.ts'
import { isTest, type Notice, type NoticeEvent } from '../core/notices/notice.ts'
import type { Handle } from '../handle.ts'
import type { ChannelFigures } from '../ports/admin.ts'
import type { Delivery, Notifier } from '../ports/notifier.ts'
import { createWatch } from '../watch.ts'
import { backoffS } from './breaker.ts'
import { type Channel, createChannel } from './channel.ts'
import { createTurns } from './turns.ts'

/** Sends the messages that the log wants sent, one at a time, and brings back what became of each. */
export interface Notify {
  /** Takes up what was left undone in these streams. */
  start(streams: Iterable<string>): void
  noticed(stream: string): void
  /** The earliest message that was not seen to, at the time meant for it: one in the past is overdue. */
  earliest(): Seconds
  /** How it stands with each way to tell people. */
  channels(): readonly ChannelFigures[]
  stop(): Promise<void>
}

/** A stream whose state holds messages that are to go out. */
export type Box = Pick<
  Handle<{ readonly notices: { readonly outbox: readonly Notice[] } }, NoticeEvent & Dated>,
  'command' | 'state'
>

export type NotifyParts = {
  readonly box: (stream: string) => Box
  readonly notifiers: readonly Notifier[]
  /** Of the log: two hubs' messages never pass for one. */
  readonly logId: string
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
  /** How it stands with a channel may be another now. */
  readonly attempted: () => void
}

type Parcel = { readonly notice: Notice; readonly channel: string; readonly at: Seconds }

export function createNotify(parts: NotifyParts): Notify {
  const { box, notifiers, logId, clock, random, log, attempted } = parts
  const now = () => toSeconds(clock.now())
  const turns = createTurns(now)
  const rests = createRests(now, random)
  const waiting = createWaiting()
  /** What came of a message and could not be stored yet: it is not sent again for that. */
  const unstored = new Map<string, NoticeEvent>()
  const channels = new Map(notifiers.map((notifier) => [notifier.name, createChannel(notifier, clock, random, log)]))
  const tried = createAttempt({ channels, rests, logId, now, log })
  const watch = createWatch<string>(clock, (stream) => turns.take(() => due(stream)))

  async function due(stream: string): Promise<Seconds> {
    const { outbox } = (await box(stream).state(stream)).notices
    waiting.left(stream, outbox)
    const next = nextOf(outbox, triedAt)
    if (next === null) return OPEN
    if (next.at > now()) return next.at
    await deliver(stream, next)
    return now()
  }

  /** What is stale is given up at its time, also while its channel rests. */
  function triedAt(notice: Notice, channel: string): Seconds {
    const until = Math.max(rests.until(keyOf(notice, channel)), channels.get(channel)?.restsUntil() ?? 0)
    return Math.min(until, notice.staleAt + 1)
  }

  async function deliver(stream: string, { notice, channel }: Parcel): Promise<void> {
    const key = keyOf(notice, channel)
    const event = unstored.get(key) ?? (await tried(notice, channel))
    if (event === null) return attempted()
    unstored.set(key, event)
    const outcome = { ...event, ...dated(now()) }
    const { state } = await box(stream).command(stream, ({ notices }) => ({
      events: isWaiting(notices.outbox, notice, channel) ? [outcome] : [],
      answer: null,
    }))
    unstored.delete(key)
    waiting.left(stream, state.notices.outbox)
    attempted()
  }

  const noticed = (stream: string) => watch.expect(stream, now())
  return {
    start(streams) {
      for (const stream of streams) noticed(stream)
    },
    noticed,
    earliest: watch.earliest,
    channels: () => [...channels].map(([name, channel]) => ({ name, ...channel.state(), ...waiting.figures(name) })),
    async stop() {
      watch.stop()
      await turns.end()
    },
  }
}

type Attempts = Pick<NotifyParts, 'logId' | 'log'> & {
  readonly channels: ReadonlyMap<string, Channel>
  readonly rests: ReturnType<typeof createRests>
  readonly now: () => Seconds
}

/** One attempt to send a message, and what came of it as an event; null: it is tried again. */
function createAttempt({ channels, rests, logId, now, log }: Attempts) {
  async function attempt(notice: Notice, name: string): Promise<Delivery> {
    const channel = channels.get(name)
    if (channel === undefined) return { kind: 'refused', words: `hub.yaml has no ${name} any more` }
    if (now() > notice.staleAt) return { kind: 'refused', words: 'it is too old to be of use' }
    return channel.send(notice.message, `${notice.id}.${logId}`)
  }

  return async (notice: Notice, channel: string): Promise<NoticeEvent | null> => {
    const about = { notice: notice.id, channel }
    const event = outcomeOf(about, await attempt(notice, channel))
    if (event?.type === 'notice-sent' || event?.type === 'notice-refused') rests.end(keyOf(notice, channel))
    else rests.longer(keyOf(notice, channel))
    if (event?.type === 'notice-refused') log.error({ ...about, why: event.reason }, 'a message could not be sent')
    return event
  }
}

/** What did not go out rests for longer with every attempt. */
function createRests(now: () => Seconds, random: () => number) {
  const resting = new Map<string, { until: Seconds; failures: number }>()
  return {
    until: (key: string): Seconds => resting.get(key)?.until ?? 0,
    longer(key: string): void {
      const failures = (resting.get(key)?.failures ?? 0) + 1
      resting.set(key, { failures, until: now() + backoffS(failures, random) })
    },
    end: (key: string) => void resting.delete(key),
  }
}

/** What is to be sent first. */
function nextOf(outbox: readonly Notice[], triedAt: (notice: Notice, channel: string) => Seconds): Parcel | null {
  const parcels = outbox.flatMap((notice) =>
    notice.channels.map((channel) => ({ notice, channel, at: triedAt(notice, channel) })),
  )
  return parcels.sort((a, b) => a.at - b.at)[0] ?? null
}

/** What is left in each stream, as it was last seen. */
function createWaiting() {
  const outboxes = new Map<string, readonly Notice[]>()
  return {
    left(stream: string, outbox: readonly Notice[]): void {
      if (outbox.length === 0) outboxes.delete(stream)
      else outboxes.set(stream, outbox)
    },
    /** How many messages still go to the channel, and since when the oldest waits. */
    figures(channel: string): Pick<ChannelFigures, 'waiting' | 'waitingSince' | 'testing'> {
      const left = [...outboxes.values()].flat().filter(({ channels }) => channels.includes(channel))
      return {
        waiting: left.length,
        waitingSince: Math.min(OPEN, ...left.map(({ wantedAt }) => wantedAt)),
        testing: left.some(({ id }) => isTest(id)),
      }
    },
  }
}

/** That nothing went out, or not to all, is no event: it is tried again. */
function outcomeOf(
  about: { readonly notice: string; readonly channel: string },
  delivery: Delivery,
): NoticeEvent | null {
  switch (delivery.kind) {
    case 'sent':
      return { type: 'notice-sent', ...about }
    case 'refused':
      return { type: 'notice-refused', ...about, reason: delivery.words }
    case 'unknown':
      return { type: 'notice-unknown', ...about, reason: delivery.words }
    case 'retry-later':
    case 'partly':
      return null
  }
}

const isWaiting = (outbox: readonly Notice[], notice: Notice, channel: string): boolean =>
  outbox.some(({ id, channels }) => id === notice.id && channels.includes(channel))

const keyOf = (notice: Notice, channel: string): string => `${notice.id} ${channel}`
