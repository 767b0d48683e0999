/** Where packets begin and end in an MQTT byte stream, followed over chunks without reading what they say. */
export type Frames = { readonly part: 'type' | 'length' | 'body'; readonly value: number; readonly digits: number }

export const NO_FRAMES: Frames = { part: 'type', value: 0, digits: 0 }

export type Framed =
  | { readonly kind: 'fits'; readonly frames: Frames; readonly begun: number }
  | { readonly kind: 'oversize'; readonly bytes: number }
  | { readonly kind: 'malformed' }

/** Whether every packet that begins in this chunk announces at most `maxBytes`, and how many begin. */
export function follow(frames: Frames, chunk: Uint8Array, maxBytes: number): Framed {
  let { part, value, digits } = frames
  let begun = 0
  for (let at = 0; at < chunk.length; ) {
    if (part === 'body') {
      const taken = Math.min(value, chunk.length - at)
      at += taken
      value -= taken
      if (value === 0) part = 'type'
      continue
    }
    const byte = chunk[at++] ?? 0
    if (part === 'type') {
      begun++
      part = 'length'
      value = digits = 0
      continue
    }
    value += (byte & 0x7f) * 128 ** digits++
    if (byte >= 0x80) {
      if (digits === MAX_DIGITS) return { kind: 'malformed' }
      continue
    }
    if (value > maxBytes) return { kind: 'oversize', bytes: value }
    part = value === 0 ? 'type' : 'body'
  }
  return { kind: 'fits', frames: { part, value, digits }, begun }
}

/** Of the length, seven bits each. */
const MAX_DIGITS = 4
