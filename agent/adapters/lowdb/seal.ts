import { createHash } from 'node:crypto'

/** The format of the files that this version writes, and the newest that it reads. */
export const FORMAT = 1

/** Data with the text of its file and the checksum in it. */
export type Sealed<T> = { readonly data: T; readonly text: string; readonly checksum: string }

/**
 * A file's text is one line with the format and a checksum over all the rest, then the data as JSON. Every format
 * keeps the first line as it is, so that each version can tell a newer file from a damaged one.
 */
export function seal<T>(data: T, format = FORMAT): Sealed<T> {
  const body = JSON.stringify(data)
  const checksum = checksumOf(format, body)
  return { data, text: `watchkeeper-journal ${format} ${checksum}\n${body}\n`, checksum }
}

export type Unsealed =
  | { readonly kind: 'intact'; readonly data: unknown; readonly checksum: string }
  | { readonly kind: 'damaged' }
  | { readonly kind: 'newer'; readonly format: number }

export function unseal(text: string): Unsealed {
  const [, format, checksum, body] = /^watchkeeper-journal (\d{1,9}) ([0-9a-f]{32})\n([^\n]*)\n$/.exec(text) ?? []
  if (format === undefined || checksum === undefined || body === undefined) return { kind: 'damaged' }
  if (checksum !== checksumOf(Number(format), body)) return { kind: 'damaged' }
  if (Number(format) > FORMAT) return { kind: 'newer', format: Number(format) }
  return { kind: 'intact', data: JSON.parse(body), checksum }
}

const checksumOf = (format: number, body: string): string =>
  createHash('sha256').update(`${format}\n${body}`).digest('hex').slice(0, 32)
