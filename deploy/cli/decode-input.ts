/** Messages as other tools print them: `[topic ]hex` by line (`mosquitto_sub -F '%t %x'`), or `[topic ]raw bytes` (`-v`). */

export type Input = { readonly topic: string | null; readonly bytes: Uint8Array }

const HEX_LINE = /^\s*(?:(\S+\/\S+)\s+)?((?:[0-9a-f]{2}\s*)+)$/i

/** `null` when the line is not hex. */
export function readHexLine(line: string): Input | null {
  const match = HEX_LINE.exec(line)
  if (!match) return null
  return { topic: match[1] ?? null, bytes: Uint8Array.from(Buffer.from((match[2] ?? '').replace(/\s/g, ''), 'hex')) }
}

type Taken = { readonly messages: readonly Input[]; readonly rest: Uint8Array<ArrayBuffer> }

/** The messages that are whole; what may still grow stays in `rest` until `ended`. */
export function takeMessages(input: Uint8Array, ended: boolean): Taken {
  const messages: Input[] = []
  let rest = Uint8Array.from(input)
  while (rest.length > 0) {
    const newline = rest.indexOf(NEWLINE)
    if (newline < 0 && !ended) break
    const line = rest.subarray(0, newline < 0 ? rest.length : newline)
    const hex = readHexLine(latin1(line))
    if (hex || isBlank(line)) {
      if (hex) messages.push(hex)
      rest = rest.subarray(line.length + 1)
      continue
    }
    const end = endOfRaw(rest, ended)
    if (end === null) break
    messages.push(readRaw(rest.subarray(0, end)))
    rest = rest.subarray(end)
  }
  return { messages, rest }
}

const NEWLINE = 0x0a
const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')
const isBlank = (bytes: Uint8Array): boolean => latin1(bytes).trim() === ''

/** Raw bytes may hold newlines: they end where the next topic begins, or with the input. */
function endOfRaw(bytes: Uint8Array, ended: boolean): number | null {
  const next = Buffer.from(bytes).indexOf('\nwk/')
  return next >= 0 ? next + 1 : ended ? bytes.length : null
}

function readRaw(bytes: Uint8Array): Input {
  const topic = /^wk\/\S+ /.exec(latin1(bytes.subarray(0, 100)))?.[0]
  if (topic === undefined) return { topic: null, bytes }
  const payload = bytes.subarray(topic.length)
  return { topic: topic.trimEnd(), bytes: payload.at(-1) === NEWLINE ? payload.subarray(0, -1) : payload }
}
