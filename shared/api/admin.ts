import * as v from 'valibot'
import { count, described, instant } from './schema.ts'

const target = {
  state: described(v.picklist(['answers', 'away', 'locked-out', 'too-many']), 'what it last let be known of itself'),
  since: instant,
  words: v.nullable(v.string()),
}

const attempt = v.strictObject({
  outcome: described(
    v.picklist(['sent', 'partly', 'refused', 'retry-later', 'unknown']),
    '`unknown`: it may have gone out or not, and is sent again as the same message',
  ),
  words: v.nullable(v.string()),
  subject: v.string(),
  at: instant,
})

const channel = v.strictObject({
  name: v.string(),
  ...target,
  last: described(v.nullable(attempt), 'the last attempt since the hub started'),
  tested: described(v.nullable(attempt), 'the last attempt with a test message'),
  waiting: described(count, 'messages that have not gone out'),
  waitingS: described(count, 'how long the oldest has been waiting'),
  testing: described(v.boolean(), 'a test message is among them'),
})

/** What who runs the hub has to know of it. */
export const admin = v.strictObject({
  at: instant,
  channels: described(v.array(channel), 'ways to tell people'),
  digest: v.nullable(
    v.strictObject({
      lastDay: v.nullable(v.string()),
      lastAt: v.nullable(instant),
      nextAt: instant,
    }),
  ),
  tickets: described(
    v.nullable(
      v.strictObject({
        name: v.string(),
        ...target,
        waitingS: described(count, 'how long the oldest errand has been waiting'),
        askedAt: v.nullable(instant),
        asking: v.boolean(),
        checks: v.array(
          v.strictObject({
            what: v.string(),
            standing: v.picklist(['good', 'unasked', 'soon', 'wrong']),
            words: v.string(),
          }),
        ),
      }),
    ),
    'null: nothing says where tickets go',
  ),
  watchdog: v.nullable(
    v.strictObject({
      everyS: count,
      calledAt: v.nullable(instant),
      why: described(v.nullable(v.string()), 'why it is not called; null while it is'),
    }),
  ),
  hub: v.strictObject({
    version: v.string(),
    startedAt: instant,
    dataDir: v.string(),
    dataBytes: count,
    freeBytes: count,
    logPosition: count,
    projectionPosition: count,
    overdueS: described(count, 'how late the oldest deadline is that was not seen to'),
    listening: v.boolean(),
    snapshot: described(
      v.strictObject({
        savedAt: described(v.nullable(instant), 'null: not since the hub started'),
        trouble: described(v.nullable(v.string()), 'why it cannot be saved; null while it can'),
      }),
      'what a start resumes from, instead of reading the whole log',
    ),
    certificate: described(
      v.nullable(v.strictObject({ endsAt: instant, own: v.boolean() })),
      'of the edge; null: it goes without TLS',
    ),
  }),
})

/** So late may what is due be on a busy machine. */
export const LATE_S = 300

export type Admin = v.InferOutput<typeof admin>
