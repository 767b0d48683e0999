import type { VesselId } from '../shared/model.ts'
import type { Clock } from '../shared/runtime/clock.ts'
import type { Log } from '../shared/runtime/log.ts'
import { OPEN, type Seconds, toSeconds } from '../shared/time.ts'
import { backoffS } from './breaker.ts'
import { type VesselEvent, vesselStream } from './core/events.ts'
import { type Notice, type NoticeEvent, STALE_S } from './core/notice.ts'
import type { Vessel } from './core/vessel.ts'
import type { Handle } from './handle.ts'
import type { Delivery, Notifier } from './ports/notifier.ts'
import { createTurns } from './turns.ts'
import { createWatch } from './watch.ts'

/** Sends the messages that the log wants sent, one at a time, and brings back what became of each. */
export interface Notify {
  /** Takes up what was left undone for these vessels. */
  start(vessels: Iterable<VesselId>): void
  noticed(vessel: VesselId): void
  /** The earliest message that was not seen to, at the time meant for it: one in the past is overdue. */
  earliest(): Seconds
  stop(): Promise<void>
}

export type NotifyParts = {
  readonly handle: Handle<Vessel, VesselEvent>
  readonly notifiers: readonly Notifier[]
  /** Of the log: two hubs' messages never pass for one. */
  readonly logId: string
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
}

type Parcel = { readonly notice: Notice; readonly channel: string; readonly at: Seconds }

export function createNotify({ handle, notifiers, logId, clock, random, log }: NotifyParts): Notify {
  const now = () => toSeconds(clock.now())
  const turns = createTurns(now)
  const resting = new Map<string, { until: Seconds; failures: number }>()
  const watch = createWatch<VesselId>(clock, (vessel) => turns.take(() => due(vessel)))

  async function due(vessel: VesselId): Promise<Seconds> {
    const { state } = await handle.command(vesselStream(vessel), () => ({ events: [], answer: null }))
    const next = nextOf(state.notices.outbox)
    if (next === null) return OPEN
    if (next.at > now()) return next.at
    await deliver(vessel, next)
    return now()
  }

  function nextOf(outbox: readonly Notice[]): Parcel | null {
    const parcels = outbox.flatMap((notice) =>
      notice.channels.map((channel) => ({ notice, channel, at: resting.get(keyOf(notice, channel))?.until ?? 0 })),
    )
    return parcels.sort((a, b) => a.at - b.at)[0] ?? null
  }

  async function deliver(vessel: VesselId, { notice, channel }: Parcel): Promise<void> {
    const about = { notice: notice.id, channel }
    const event = outcomeOf(about, await attempt(notice, channel))
    if (event?.type === 'notice-sent' || event?.type === 'notice-refused') resting.delete(keyOf(notice, channel))
    else rest(keyOf(notice, channel))
    if (event?.type === 'notice-refused') log.error({ ...about, why: event.reason }, 'a message could not be sent')
    if (event === null) return
    const dated = { ...event, at: now(), learnedAt: now() }
    await handle.command(vesselStream(vessel), (state) => ({
      events: isWaiting(state, notice, channel) ? [dated] : [],
      answer: null,
    }))
  }

  async function attempt(notice: Notice, channel: string): Promise<Delivery> {
    const notifier = notifiers.find(({ name }) => name === channel)
    if (notifier === undefined) return { kind: 'refused', words: `hub.yaml has no ${channel} any more` }
    if (now() - notice.wantedAt > STALE_S) return { kind: 'refused', words: 'it is too old to be of use' }
    return notifier.send({ subject: notice.subject, lines: notice.lines }, `${notice.id}.${logId}`)
  }

  function rest(key: string): void {
    const failures = (resting.get(key)?.failures ?? 0) + 1
    resting.set(key, { failures, until: now() + backoffS(failures, random) })
  }

  const noticed = (vessel: VesselId) => watch.expect(vessel, now())
  return {
    start(vessels) {
      for (const vessel of vessels) noticed(vessel)
    },
    noticed,
    earliest: watch.earliest,
    async stop() {
      watch.stop()
      await turns.end()
    },
  }
}

/** That nothing went out is no event: it is tried again. */
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
      return null
  }
}

const isWaiting = ({ notices }: Vessel, notice: Notice, channel: string): boolean =>
  notices.outbox.some(({ id, channels }) => id === notice.id && channels.includes(channel))

const keyOf = (notice: Notice, channel: string): string => `${notice.id} ${channel}`
