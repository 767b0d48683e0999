import * as v from 'valibot'
import { isLoopback } from '../../shared/address.ts'
import { duration } from '../../shared/duration.ts'
import { HOUR_S, MINUTE_S } from '../../shared/time.ts'
import { isZone } from '../../shared/zone.ts'

const text = v.pipe(v.string(), v.nonEmpty('must not be empty'))
const address = v.pipe(v.string(), v.regex(/^[^\s@<>]+@[^\s@<>]+$/, 'must be an address such as ops@example.com'))

const email = v.pipe(
  v.strictObject({
    host: text,
    port: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)), 587),
    security: v.optional(v.picklist(['tls', 'starttls', 'none']), 'starttls'),
    /** Who vouches for the server, when that is nobody whom the machine trusts. */
    caFile: v.optional(text),
    user: v.optional(text),
    passwordFile: v.optional(text),
    from: address,
    to: v.pipe(v.array(address), v.minLength(1, 'must have at least one address')),
  }),
  v.check(
    ({ security, host }) => security !== 'none' || isLoopback(host),
    'security: none is for a server on loopback',
  ),
  v.check(
    ({ user, passwordFile }) => (user === undefined) === (passwordFile === undefined),
    'user and passwordFile go together',
  ),
)

const webhook = v.strictObject({
  name: v.pipe(
    v.string(),
    v.regex(/^[a-z][a-z0-9-]*$/, 'must be a name such as ops-channel'),
    v.notValue('email', 'is taken'),
  ),
  kind: v.optional(v.picklist(['generic', 'slack', 'teams']), 'generic'),
  /** A file that holds the URL: whoever knows it can write there. */
  urlFile: text,
})

const digest = v.strictObject({
  at: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as "07:00"'),
      v.transform((text) => Number(text.slice(0, 2)) * HOUR_S + Number(text.slice(3)) * MINUTE_S),
    ),
    '07:00',
  ),
  zone: v.optional(v.pipe(v.string(), v.check(isZone, 'must be a time zone such as Europe/Oslo')), 'UTC'),
})

const off = v.literal(false)

/** `notify:` in hub.yaml: whom to tell that an alert is open or over, and that a proposal waits. */
export const notifySettings = v.strictObject({
  email: v.optional(email),
  webhooks: v.optional(
    v.pipe(
      v.array(webhook),
      v.check((all) => new Set(all.map(({ name }) => name)).size === all.length, 'must have names of their own'),
    ),
    [],
  ),
  /** How long what is new of one vessel waits for more, so that it is one message. */
  groupFor: v.optional(duration(1), '1m'),
  /** No vessel sends more than one message in this time. */
  every: v.optional(duration(60), '15m'),
  /** What changed, what is still down and what waits, once a day; `false`: not at all. */
  digest: v.optional(
    v.lazy((given) => (given === false ? off : digest)),
    {},
  ),
})

export type NotifySettings = v.InferOutput<typeof notifySettings>

export const notifyExample = `
notify:
  email:
    host: smtp.example.com
    port: 587
    security: starttls
    caFile: /etc/watchkeeper/smtp-ca.pem
    user: watchkeeper
    passwordFile: /etc/watchkeeper/smtp-password
    from: watchkeeper@example.com
    to: [ops@example.com]
  webhooks: [{ name: ops-channel, kind: slack, urlFile: /etc/watchkeeper/slack-url }]
  groupFor: 1m
  every: 15m
  digest: { at: "07:00", zone: Europe/Oslo }
`
