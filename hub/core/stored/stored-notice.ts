import * as v from 'valibot'
import { by, kind, text } from './parts.ts'

const noticeKind = <T extends string, E extends v.ObjectEntries>(type: T, entries: E) =>
  kind(type, { notice: text, ...entries })

const section = v.object({ title: text, items: v.array(v.object({ text, href: v.nullable(text) })) })

/** Notices as the log keeps them. */
export const noticeKinds = [
  noticeKind('notice-wanted', {
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
  noticeKind('notice-sent', { channel: text }),
  noticeKind('notice-unknown', { channel: text, reason: text }),
  noticeKind('notice-refused', { channel: text, reason: text }),
] as const
