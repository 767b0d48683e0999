import { decode, encode } from 'cborg'

/** Deeper than any message of this protocol, with room for what later versions nest. */
const MAX_DEPTH = 8

export type CborRefusal = {
  readonly ok: false
  readonly kind: 'too-large' | 'too-deep' | 'not-cbor'
  readonly why: string
}
export type CborDecoded = { readonly ok: true; readonly value: unknown } | CborRefusal

/** Shortest form, keys sorted: equal values give equal bytes. Maps by `Map`, bytes by `Uint8Array`. */
export const toCbor = (value: unknown): Uint8Array => encode(value)

/**
 * One whole CBOR item, strictly: shortest forms, no tags, no indefinite lengths, no duplicate keys, sound UTF-8.
 * Never throws, whatever the bytes are; the work is bounded by their number.
 */
export function fromCbor(bytes: Uint8Array, maxBytes: number): CborDecoded {
  if (bytes.length > maxBytes)
    return { ok: false, kind: 'too-large', why: `${bytes.length} bytes, at most ${maxBytes} are read` }
  const refused = scan(bytes)
  if (refused) return refused
  try {
    return { ok: true, value: decode(bytes, strict) }
  } catch (error) {
    return notCbor(error instanceof Error ? error.message.replace(/^CBOR decode error: /, '') : 'unreadable')
  }
}

const strict = {
  strict: true,
  allowIndefinite: false,
  allowUndefined: false,
  allowInfinity: false,
  allowNaN: false,
  allowBigInt: false,
  useMaps: true,
  rejectDuplicateMapKeys: true,
}

const BYTES = 2
const TEXT = 3
const ARRAY = 4
const MAP = 5
const TAG = 6
const SIMPLE = 7

/** Walks the heads alone, without recursion, so that nothing nested or announced can exhaust the decoder behind it. */
function scan(bytes: Uint8Array): CborRefusal | null {
  const outstanding = [1]
  let at = 0
  while (outstanding.length > 0) {
    const left = outstanding.pop() ?? 0
    if (left === 0) continue
    outstanding.push(left - 1)
    const head = headAt(bytes, at)
    if (head === null) return notCbor(`cut off or malformed at byte ${at}`)
    at += head.bytes
    const { major, argument } = head
    if (major === TAG) return notCbor(`a tag at byte ${at - head.bytes}`)
    if (major === BYTES || major === TEXT) {
      if (argument > bytes.length - at) return notCbor(`a string of ${argument} bytes with ${bytes.length - at} left`)
      if (major === TEXT && !isUtf8(bytes.subarray(at, at + argument)))
        return notCbor(`a text that is not UTF-8 at byte ${at}`)
      at += argument
    }
    if (major === ARRAY || major === MAP) {
      const items = major === MAP ? argument * 2 : argument
      if (items > bytes.length - at) return notCbor(`${items} items announced with ${bytes.length - at} bytes left`)
      if (outstanding.length > MAX_DEPTH)
        return { ok: false, kind: 'too-deep', why: `nested deeper than ${MAX_DEPTH} levels` }
      outstanding.push(items)
    }
  }
  return at === bytes.length ? null : notCbor(`${bytes.length - at} bytes after the end`)
}

type Head = { readonly major: number; readonly argument: number; readonly bytes: number }

function headAt(bytes: Uint8Array, at: number): Head | null {
  const first = bytes[at]
  if (first === undefined) return null
  const major = first >> 5
  const minor = first & 31
  if (minor < 24) return { major, argument: minor, bytes: 1 }
  if (minor > 27) return null
  const length = 1 << (minor - 24)
  if (at + 1 + length > bytes.length) return null
  let argument = 0
  for (let i = 0; i < length; i++) argument = argument * 256 + (bytes[at + 1 + i] ?? 0)
  return { major, argument: major === SIMPLE ? 0 : argument, bytes: 1 + length }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function isUtf8(bytes: Uint8Array): boolean {
  try {
    utf8.decode(bytes)
    return true
  } catch {
    return false
  }
}

const notCbor = (why: string): CborRefusal => ({ ok: false, kind: 'not-cbor', why })
