import { isIP } from 'node:net'
import * as v from 'valibot'
import { isLoopback, listenAddress } from '../../shared/address.ts'

const text = v.pipe(v.string(), v.nonEmpty('must not be empty'))

export const isWebAddress = (address: string): boolean => /^https?:$/.test(URL.parse(address)?.protocol ?? '')

/** An address or a network: `10.0.0.7`, `10.0.0.0/24`, `fd00::/8`. */
const network = v.pipe(
  v.string(),
  v.check((given) => {
    const [address = '', bits, more] = given.split('/')
    const kind = isIP(address)
    return (
      kind !== 0 &&
      more === undefined &&
      (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (kind === 4 ? 32 : 128)))
    )
  }, 'must be an address or a network, such as 10.0.0.7 or 10.0.0.0/24'),
)

/** `http:` in hub.yaml: where the pages are served, and how nobody can listen in. */
export const httpSettings = v.pipe(
  v.strictObject({
    listen: v.optional(listenAddress, '127.0.0.1:8080'),
    publicUrl: v.optional(
      v.pipe(v.string(), v.check(isWebAddress, 'must be the http or https address that people open')),
    ),
    tls: v.optional(v.strictObject({ certFile: text, keyFile: text })),
    /** Who speaks TLS in front, and is believed about whom it speaks for. */
    trustedProxies: v.optional(v.array(network), []),
  }),
  v.check(
    ({ listen, tls, trustedProxies }) => isLoopback(listen.host) || tls !== undefined || trustedProxies.length > 0,
    'listens beyond loopback, so passwords would go through the open: give http.tls { certFile, keyFile }, or name in http.trustedProxies who speaks TLS in front',
  ),
  v.check(
    ({ listen, tls, trustedProxies, publicUrl }) =>
      isLoopback(listen.host) ||
      tls !== undefined ||
      trustedProxies.length === 0 ||
      (publicUrl?.startsWith('https:') ?? false),
    'listens for a proxy: publicUrl must say under which https address people open it',
  ),
)

export type HttpSettings = v.InferOutput<typeof httpSettings>
