import * as v from 'valibot'
import type { By } from '../by.ts'

const text = v.string()
const dated = { at: v.pipe(v.number(), v.integer()), learnedAt: v.pipe(v.number(), v.integer()) }
const kind = <T extends string, E extends v.ObjectEntries>(type: T, entries: E) =>
  v.object({ type: v.literal(type), ...dated, notice: text, ...entries })

const section = v.object({ title: text, items: v.array(v.object({ text, href: v.nullable(text) })) })

/** Notices as the log keeps them. */
export const noticeKinds = <B extends v.GenericSchema<unknown, By>>(by: B) =>
  [
    kind('notice-wanted', {
      channels: v.array(text),
      of: v.exactOptional(v.array(text)),
      massSilence: v.exactOptional(v.nullable(text)),
      about: v.exactOptional(
        v.variant('kind', [
          v.object({ kind: v.literal('digest'), day: text }),
          v.object({ kind: v.literal('test'), by }),
          v.object({ kind: v.literal('trouble'), of: text, words: v.nullable(text) }),
        ]),
      ),
      subject: text,
      lines: v.array(text),
      sections: v.exactOptional(v.array(section)),
    }),
    kind('notice-sent', { channel: text }),
    kind('notice-unknown', { channel: text, reason: text }),
    kind('notice-refused', { channel: text, reason: text }),
  ] as const
