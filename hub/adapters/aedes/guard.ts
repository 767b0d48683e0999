import { Duplex } from 'node:stream'
import type { Clock } from '../../../shared/runtime/clock.ts'
import { follow, NO_FRAMES } from './frames.ts'

export type Guard = {
  readonly clock: Clock
  /** Of the packets that begin from now on. */
  readonly maxBytes: () => number
  /** How long so many packets have to wait before they are read; null when nobody is to wait so long. */
  readonly waitMs: (packets: number) => number | null
  readonly refuse: (kind: 'oversize' | 'malformed' | 'flood') => void
}

const FLUSH_MS = 5000

/**
 * The stream as the broker sees it: nothing too large comes through and nothing too fast. While packets wait, nothing
 * more is read from the socket, so that the sender feels it too.
 */
export function guarded(socket: Duplex, guard: Guard): Duplex {
  let frames = NO_FRAMES
  let cancelWait: (() => void) | null = null
  const refuse = (kind: Parameters<Guard['refuse']>[0]) => {
    guard.refuse(kind)
    stream.destroy()
  }
  const pass = (chunk: Buffer) => {
    if (!stream.push(chunk)) socket.pause()
  }
  const stream = new Duplex({
    allowHalfOpen: false,
    read() {
      if (cancelWait === null) socket.resume()
    },
    write: (chunk: Buffer, _encoding, done) => {
      socket.write(chunk, done)
    },
    // One packet is several writes: each by itself would be a TLS record of 22 bytes for one.
    writev: (chunks, done) => {
      socket.write(Buffer.concat(chunks.map(({ chunk }) => chunk)), done)
    },
    final: (done) => {
      socket.end(done)
    },
    destroy: (error, done) => {
      cancelWait?.()
      if (error) socket.destroy()
      else endSoon(socket, guard.clock)
      done(null)
    },
  })
  socket.on('data', (chunk: Buffer) => {
    if (stream.destroyed) return
    const framed = follow(frames, chunk, guard.maxBytes())
    if (framed.kind !== 'fits') return refuse(framed.kind)
    frames = framed.frames
    const waitMs = guard.waitMs(framed.begun)
    if (waitMs === null) return refuse('flood')
    if (waitMs === 0) return pass(chunk)
    socket.pause()
    cancelWait = guard.clock.after(waitMs, () => {
      cancelWait = null
      socket.resume()
      pass(chunk)
    })
  })
  socket.once('end', () => stream.push(null))
  socket.once('close', () => stream.destroy())
  socket.on('error', () => stream.destroy())
  return stream
}

/** Lets what was said last go out (a refused CONNECT is told so), but not for long. */
function endSoon(socket: Duplex, clock: Clock): void {
  if (socket.destroyed) return
  socket.resume()
  const cancel = clock.after(FLUSH_MS, () => socket.destroy())
  socket.once('close', cancel)
  socket.end(() => socket.destroy())
}
