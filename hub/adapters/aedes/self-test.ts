import { randomBytes, timingSafeEqual, X509Certificate } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import type { Clock } from '../../../shared/runtime/clock.ts'
import type { LinkTls } from './listen.ts'

export type SelfTestOptions = {
  readonly clock: Clock
  /** Where the edge listens; null while it does not. */
  readonly at: () => { readonly host: string; readonly port: number } | null
  /** What it shows; null is plain MQTT. */
  readonly tls: () => LinkTls | null
}

/** No vessel can be called so, and no topic of one be this. */
const CLIENT = 'SelfTest'
export const TEST_TOPIC = 'wk/1/self-test'

const TIMEOUT_MS = 10_000

/** The hub as its own client: it comes by the socket, the handshake and the broker that vessels come by, with a secret that only this process knows. */
export function createSelfTest({ clock, at, tls }: SelfTestOptions) {
  const secret = Buffer.from(randomBytes(32).toString('base64url'))

  /** Null when the message was acknowledged; else why it was not. */
  async function run(): Promise<string | null> {
    const address = at()
    if (address === null) return 'the hub takes no connections'
    const socket = dial(address, tls())
    const cancel = clock.after(TIMEOUT_MS, () => socket.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)))
    try {
      await spokenTo(socket, tls())
      socket.write(packet(0x10, text('MQTT'), [4, 0xc2, 0, 60], text(CLIENT), text(CLIENT), text(secret)))
      await answered(socket, [0x20, 2, 0, 0], 'it did not let its own test in')
      socket.write(packet(0x32, text(TEST_TOPIC), [0, 1]))
      await answered(socket, [0x40, 2, 0, 1], 'it did not acknowledge a test message')
      socket.end(packet(0xe0))
      return null
    } catch (error) {
      return `the MQTT edge of the hub: ${error instanceof Error ? error.message : String(error)}`
    } finally {
      cancel()
      socket.destroy()
    }
  }

  return {
    run,
    opens: (client: string, password: Uint8Array | undefined): boolean =>
      client === CLIENT && password?.length === secret.length && timingSafeEqual(password, secret),
  }
}

export type SelfTest = ReturnType<typeof createSelfTest>

function dial({ host, port }: { readonly host: string; readonly port: number }, tls: LinkTls | null): Socket {
  const to = { host: host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host, port }
  // Whom it trusts is one certificate: the very one that the edge shows.
  return tls === null ? connect(to) : connectTls({ ...to, rejectUnauthorized: false })
}

async function spokenTo(socket: Socket, tls: LinkTls | null): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('the connection was closed')))
    socket.once(tls === null ? 'connect' : 'secureConnect', resolve)
  })
  if (tls === null) return
  const shown = (socket as TLSSocket).getPeerX509Certificate()?.fingerprint256
  if (shown !== new X509Certificate(tls.cert).fingerprint256) throw new Error('another certificate is shown there')
}

/** Settles when exactly this comes. */
function answered(socket: Socket, expected: readonly number[], otherwise: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let seen = Buffer.alloc(0)
    const take = (chunk: Buffer) => {
      seen = Buffer.concat([seen, chunk])
      if (seen.length < expected.length) return
      socket.off('data', take)
      if (seen.equals(Buffer.from(expected))) resolve()
      else reject(new Error(otherwise))
    }
    socket.on('data', take)
    socket.once('error', reject)
    socket.once('close', () => reject(new Error(otherwise)))
  })
}

/** Of MQTT 3.1.1, shorter than 128 bytes. */
function packet(type: number, ...parts: readonly (readonly number[] | Buffer)[]): Buffer {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)))
  return Buffer.concat([Buffer.from([type, body.length]), body])
}

function text(of: string | Buffer): Buffer {
  const bytes = Buffer.from(of)
  return Buffer.concat([Buffer.from([0, bytes.length]), bytes])
}
