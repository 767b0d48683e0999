import * as v from 'valibot'
import { isLoopback, listenAddress } from '../shared/address.ts'
import { duration } from '../shared/duration.ts'
import { isComponentId, isVesselId } from '../shared/model.ts'
import { HOUR_S } from '../shared/time.ts'
import { isShipTime } from '../web/crew/ship-time.ts'
import { LANGUAGE_TAGS } from '../web/crew/words/languages.ts'
import { checkSchema } from './core/check.ts'

const text = v.pipe(v.string(), v.nonEmpty('must not be empty'))
const SLUG = 'must be a slug: small letters, digits and hyphens, at most 32'

const component = v.strictObject({
  id: v.pipe(v.string(), v.guard(isComponentId, SLUG)),
  /** For the crew page. */
  name: v.optional(text),
  combine: v.optional(v.picklist(['any', 'all']), 'any'),
  checks: v.pipe(v.array(checkSchema), v.minLength(1, 'must have at least one check')),
})

const influx = v.pipe(
  v.strictObject({
    /** Room for others; InfluxDB 2 (with a DBRP mapping) and 3 Core answer this one too. */
    dialect: v.optional(v.picklist(['influxql'], 'must be influxql, the only one that is spoken'), 'influxql'),
    url: v.pipe(
      v.string(),
      v.check((url) => /^https?:\/\//.test(url) && URL.canParse(url), 'must be an http or https address'),
      v.check((url) => {
        const { username = '', password = '' } = URL.parse(url) ?? {}
        return username === '' && password === ''
      }, 'must leave user and password to username and passwordFile'),
    ),
    database: text,
    retentionPolicy: v.optional(text),
    username: v.optional(text),
    passwordFile: v.optional(text),
    tokenFile: v.optional(text),
  }),
  v.check(
    ({ username, passwordFile }) => (username === undefined) === (passwordFile === undefined),
    'must have both username and passwordFile, or neither',
  ),
)

const hub = v.strictObject({
  urls: v.pipe(
    v.array(
      v.pipe(
        v.string(),
        v.check((url) => /^mqtts?:\/\/[^/@]+$/.test(url) && URL.canParse(url), 'must be an mqtts address'),
        v.check(
          (url) => !url.startsWith('mqtt:') || isLoopback(URL.parse(url)?.hostname ?? ''),
          'must be an mqtts address: mqtt sends the credential in the clear, and is for 127.0.0.1 alone',
        ),
      ),
    ),
    v.minLength(1, 'must have at least one address'),
  ),
  credentialFile: text,
  caFile: v.optional(text),
  keyExchange: v.optional(v.picklist(['x25519', 'hybrid']), 'x25519'),
})

/** Those that were removed lately are told as well, and a birth has its limit. */
const MAX_COMPONENTS = 64
const MAX_HEARTBEAT_S = 32_000
/** A hub lets those whose credential others use too wait at the door: an agent that gave up first would never come in. */
const LEAST_ACK_TIMEOUT_S = 30

/** agent.yaml. Every key has a default but `vessel`, `hub`, `influx`, `components` and `dataDir`. */
export const agentSettings = v.pipe(
  v.strictObject({
    vessel: v.pipe(v.string(), v.guard(isVesselId, SLUG)),
    /** As people call the ship, for the crew page. */
    name: v.optional(text),
    hub,
    influx,
    components: v.pipe(
      v.array(component),
      v.minLength(1, 'must have at least one component'),
      v.maxLength(MAX_COMPONENTS, `must have at most ${MAX_COMPONENTS} components`),
    ),
    heartbeat: v.optional(
      v.pipe(duration(5), v.maxValue(MAX_HEARTBEAT_S, "must be at most 32000s: MQTT's keepalive lies above it")),
      '300s',
    ),
    minInterval: v.optional(duration(1, HOUR_S), '30s'),
    ackTimeout: v.optional(duration(LEAST_ACK_TIMEOUT_S, HOUR_S), '60s'),
    status: v.optional(
      v.strictObject({
        listen: v.optional(listenAddress, '127.0.0.1:8081'),
        /** For who has chosen none; without it the browser's own is taken. */
        language: v.optional(v.picklist(LANGUAGE_TAGS)),
        shipTime: v.optional(
          v.pipe(v.string(), v.guard(isShipTime, 'must be the ship\'s distance from UTC, as "+05:30"')),
        ),
      }),
      {},
    ),
    dataDir: text,
  }),
  v.forward(
    v.check(
      ({ components }) => new Set(components.map(({ id }) => id)).size === components.length,
      'must have each id once',
    ),
    ['components'],
  ),
)

export type AgentSettings = v.InferOutput<typeof agentSettings>

export const agentExample = `
vessel: mv-aurora
name: MV Aurora
hub:
  urls: [mqtts://hub.example.com:8883]
  credentialFile: /etc/watchkeeper/credential
  caFile: /etc/watchkeeper/ca.pem
  keyExchange: x25519
influx:
  dialect: influxql
  url: http://127.0.0.1:8086
  database: telegraf
  username: watchkeeper
  passwordFile: /etc/watchkeeper/influx-password
components:
  - id: access-point
    name: Access point
    combine: "any"
    checks: [{ preset: telegraf-ping, tags: { url: 192.168.10.1 }, interval: 10s }]
  - id: server
    checks:
      - { measurement: http_response, tags: { server: "http://10.0.0.5/" }, up: "result_code == 0 and http_response_code < 400", interval: 60s }
heartbeat: 300s
minInterval: 30s
ackTimeout: 60s
status: { listen: 127.0.0.1:8081, language: en, shipTime: "+02:00" }
dataDir: /var/lib/watchkeeper
`
