import type { Seconds } from '../../../shared/time.ts'
import { encodeAck } from '../../../shared/wire/codec.ts'
import type { AgentMessage } from '../../../shared/wire/messages.ts'

/** What the hub answers when all is well: nothing is needed, everything is told. */
export function usualAnswer(message: AgentMessage, hubTime: Seconds): Uint8Array {
  const { session, seq } = message
  const watermark = message.kind === 'birth' ? (message.proof?.until ?? null) : message.until
  return encodeAck({
    kind: 'ack',
    session,
    seq,
    need: { kind: 'none' },
    watermark,
    hubTime,
    current: null,
    revision: 0,
  })
}
