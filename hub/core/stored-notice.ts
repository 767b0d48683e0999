import * as v from 'valibot'

const text = v.string()
const dated = { at: v.pipe(v.number(), v.integer()), learnedAt: v.pipe(v.number(), v.integer()) }
const kind = <T extends string, E extends v.ObjectEntries>(type: T, entries: E) =>
  v.object({ type: v.literal(type), ...dated, notice: text, ...entries })

/** Notices as the log keeps them. */
export const noticeKinds = [
  kind('notice-wanted', {
    channels: v.array(text),
    massSilence: v.exactOptional(v.nullable(text)),
    subject: text,
    lines: v.array(text),
  }),
  kind('notice-sent', { channel: text }),
  kind('notice-unknown', { channel: text, reason: text }),
  kind('notice-refused', { channel: text, reason: text }),
] as const
