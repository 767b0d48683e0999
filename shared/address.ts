import * as v from 'valibot'
import { Fault } from './fault.ts'

export type Address = { readonly host: string; readonly port: number }

/** `127.0.0.1:8080`, `[::1]:8080`; port 0 takes a free one. */
export const listenAddress = v.pipe(
  v.string(),
  v.regex(/^.+:\d{1,5}$/, 'must be an address and a port'),
  v.transform((text): Address => {
    const colon = text.lastIndexOf(':')
    return { host: text.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(text.slice(colon + 1)) }
  }),
  v.check(({ port }) => port <= 65_535, 'must have a port of at most 65535'),
)

export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d+){3}|\[?::1\]?)$/.test(host)

/** Why nobody can listen there, and who asked for it, as a person would find it: `http.listen in hub.yaml`. */
export function cannotListen(cause: Error, { host, port }: Address, askedBy: string): Fault {
  if ('code' in cause && cause.code === 'EADDRINUSE') {
    return new Fault('conflict', `Port ${port} on ${host}, which ${askedBy} asks for, is taken by another program.`, {
      hint: 'Stop that program, or choose another port.',
      cause,
    })
  }
  return new Fault('unavailable', `Cannot listen on ${host}:${port}, which ${askedBy} asks for: ${cause.message}`, {
    hint: 'Name an address of this machine, and a port that this user may listen on.',
    cause,
  })
}
