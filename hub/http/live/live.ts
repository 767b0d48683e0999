import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import { Fault } from '../../../shared/fault.ts'
import type { Clock } from '../../../shared/runtime/clock.ts'
import { iso, toSeconds } from '../../../shared/time.ts'
import { utcClock } from '../../../web/format.ts'
import type { Gate } from '../../ports/gate.ts'
import { mayStillRead, personOf } from '../door/door.ts'
import type { Board } from './board.ts'

/** Streams of news to many readers at once (SSE). What is written to one of them is awaited by that one alone. */
export interface Live {
  /** Sends what the reader has missed, then what comes, until it leaves, may not read any more, or the hub stops. */
  stream(c: Context, board: Board<unknown>): Promise<Response>
  streams(): number
  /** Ends all streams; new ones are refused. */
  close(): void
}

/** Readers take this as the sign that what they show is not frozen. */
const TICK_MS = 5_000
const MOST_STREAMS = 1_000
/** Nobody alone takes the places of all. */
const MOST_OF_ONE = 250

export function createLive(clock: Clock, gate: Gate): Live {
  const closing = new AbortController()
  const places = createPlaces()

  return {
    async stream(c, board) {
      if (closing.signal.aborted) throw new Fault('unavailable', 'The hub is stopping.', { retry: true })
      const giveBack = places.take(personOf(c).name)
      try {
        // Now, while a failure is still a status; and no reader is told that something is fresh before it is.
        await board.look()
      } catch (error) {
        giveBack()
        throw error
      }
      const mayRead = mayStillRead(gate, c)
      let seen = c.req.header('Last-Event-ID') ?? c.req.query('seen') ?? null
      c.header('X-Accel-Buffering', 'no')
      // Who asks for the head alone reads nothing, and would never be seen to leave.
      if (c.req.method === 'HEAD') {
        giveBack()
        return c.body(null, 200, { 'Content-Type': 'text/event-stream' })
      }
      return streamSSE(c, async (sse) => {
        const alarm = createAlarm(clock, TICK_MS)
        const leave = board.watch(alarm.ring)
        closing.signal.addEventListener('abort', alarm.ring)
        sse.onAbort(alarm.ring)
        try {
          while (!sse.aborted && !closing.signal.aborted) {
            if (!(await mayRead())) {
              await sse.writeSSE({
                event: 'signed-out',
                data: 'You are not signed in any more, or your role is another one.',
              })
              break
            }
            const unseen = board.since(seen)
            if (unseen !== null) {
              seen = unseen.mark
              await sse.write(unseen.sent)
            } else if ((await alarm.next()) === 'tick' && board.fresh()) {
              await sse.writeSSE({ event: 'tick', data: utcClock(iso(toSeconds(clock.now()))) })
            }
          }
        } finally {
          giveBack()
          leave()
          alarm.stop()
          closing.signal.removeEventListener('abort', alarm.ring)
        }
      })
    },
    streams: places.taken,
    close: () => closing.abort(),
  }
}

/** A place is taken before anything is drawn for it, or a thousand that come at once would all still find room. */
function createPlaces() {
  const names: string[] = []
  return {
    taken: () => names.length,
    /** The answer gives it back. */
    take(name: string): () => void {
      const most = names.length >= MOST_STREAMS ? MOST_STREAMS : MOST_OF_ONE
      if (names.length >= MOST_STREAMS || names.filter((one) => one === name).length >= MOST_OF_ONE)
        throw new Fault('unavailable', `${most} pages are open already: close some of them.`, { retry: true })
      names.push(name)
      return () => void names.splice(names.indexOf(name), 1)
    },
  }
}

/** Something to wait for: it rings when it is rung, and ticks once at the start and then every `everyMs`. */
function createAlarm(clock: Clock, everyMs: number) {
  let rung = false
  let due = true
  let wake = (): void => {}
  let cancel = (): void => {}
  const schedule = (): void => {
    cancel = clock.after(everyMs, () => {
      due = true
      wake()
      schedule()
    })
  }
  schedule()
  return {
    ring: (): void => {
      rung = true
      wake()
    },
    async next(): Promise<'rung' | 'tick'> {
      if (!rung && !due) await new Promise<void>((resolve) => (wake = resolve))
      wake = () => {}
      const tick = due
      rung = false
      due = false
      return tick ? 'tick' : 'rung'
    },
    stop: (): void => cancel(),
  }
}
