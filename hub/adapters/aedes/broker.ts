import {
  Aedes,
  type AedesOptions,
  type AuthenticateError,
  type Client,
  type ConnectPacket,
  type PublishPacket,
} from 'aedes'
import { isVesselId } from '../../../shared/model.ts'
import type { Log } from '../../../shared/runtime/log.ts'
import { parseTopic } from '../../../shared/wire/topics.ts'
import type { LinkListener, LinkTopic } from '../../ports/link.ts'
import type { LinkLimits } from './limits.ts'
import type { RefusalKind, Refusals } from './refusals.ts'
import { type SelfTest, TEST_TOPIC } from './self-test.ts'
import type { Visit } from './visit.ts'
import type { Visits } from './visits.ts'

export type BrokerOptions = {
  readonly limits: LinkLimits
  readonly log: Log
  readonly refusals: Refusals
  readonly visits: Visits
  readonly visitOf: (client: Client) => Visit
  readonly listener: LinkListener
  readonly selfTest: Pick<SelfTest, 'opens'>
}

/** aedes with everything forbidden but a vessel's own four topics. Nothing goes from one vessel to another. */
export function createBroker(options: BrokerOptions): Aedes {
  const { limits, visits, visitOf, log } = options
  const broker = new Aedes({
    connectTimeout: limits.strangerMs,
    drainTimeout: limits.drainMs,
    keepaliveLimit: limits.keepaliveS,
    maxClientsIdLength: 32,
    maxTopicLevels: 4,
    queueLimit: 8,
    ...gatekeepers(options),
  })
  broker.on('clientReady', (client) => visits.announce(visitOf(client)))
  const failed = (client: Client, error: Error) =>
    log.debug({ from: visitOf(client).from, vessel: visitOf(client).vessel, why: error.message }, 'a connection ended')
  broker.on('clientError', failed)
  broker.on('connectionError', failed)
  broker.addListener('error', (cause: unknown) => log.error({ cause }, 'the MQTT broker failed'))
  return broker
}

function gatekeepers(options: BrokerOptions): AedesOptions {
  const { refusals, visits, visitOf, listener, log } = options
  const refuse = (visit: Visit, kind: RefusalKind, what: string): Error => {
    refusals.count(kind, visit.vessel, { from: visit.from, what })
    return new Error(what)
  }
  const taking = (visit: Visit, packet: PublishPacket): { promise: Promise<void> } | { readonly wrong: string } => {
    if (visit.isTest && packet.topic === TEST_TOPIC) return { promise: listener.tested() }
    const own = ownTopic(visit, packet)
    return 'wrong' in own ? own : { promise: listener.received(own.vessel, own.topic, Buffer.from(packet.payload)) }
  }
  return {
    preConnect: (client, packet, done) => {
      const wrong = wrongWithConnect(packet)
      if (wrong === null) done(null, true)
      else done(refuse(visitOf(client), 'connect', wrong), false)
    },
    authenticate: (client, username, password, done) => {
      void authenticate(options, client, username, password).then((error) => done(error, error === null))
    },
    authorizePublish: (client, packet, done) => {
      if (client === null) return done(new Error('nobody publishes here but vessels'))
      const visit = visitOf(client)
      const taken = taking(visit, packet)
      if ('wrong' in taken) return done(refuse(visit, 'publish', taken.wrong))
      taken.promise.then(
        () => {
          visits.reportTraffic(visit)
          done(null)
        },
        (cause: unknown) => {
          log.debug({ vessel: visit.vessel, cause }, 'PUBACK withheld: the message was not taken')
          done(new Error('the message was not taken'))
        },
      )
    },
    authorizeSubscribe: (client, subscription, done) => {
      const visit = visitOf(client)
      const parsed = parseTopic(subscription.topic)
      const own = parsed.kind === 'ours' && parsed.vessel === visit.vessel
      if (own && (parsed.topic === 'ack' || parsed.topic === 'config')) return done(null, subscription)
      refuse(visit, 'subscribe', 'a subscription beyond the vessel’s own topics')
      done(null, null)
    },
  }
}

/** The vessel's id is its user name and its client id; its credential is the password. */
async function authenticate(
  { refusals, visits, visitOf, listener, log, selfTest }: BrokerOptions,
  client: Client,
  username: string | undefined,
  password: Buffer | undefined,
): Promise<AuthenticateError | null> {
  const visit = visitOf(client)
  const { id } = client
  if (username === id && selfTest.opens(id, password)) {
    visit.isTest = true
    return null
  }
  try {
    if (isVesselId(id) && username === id && password && (await listener.admit(id, password))) {
      return visits.admitted(visit, id) ? null : refusal('replaced by a newer connection', NOT_AUTHORIZED)
    }
    const who = isVesselId(id) ? id : 'somebody without a vessel’s id'
    refusals.count('credential', null, { from: visit.from, what: `${who}, with a credential that opens nothing` })
    return refusal('not authorized', NOT_AUTHORIZED)
  } catch (cause) {
    log.debug({ from: visit.from, cause }, 'nobody can be admitted now')
    return refusal('server unavailable', SERVER_UNAVAILABLE)
  }
}

/** Return codes of CONNACK. */
const SERVER_UNAVAILABLE = 3
const NOT_AUTHORIZED = 5
const refusal = (what: string, returnCode: typeof SERVER_UNAVAILABLE | typeof NOT_AUTHORIZED) =>
  Object.assign(new Error(what), { returnCode })

/** An agent opens clean sessions of MQTT 3.1.1 and leaves no last will. */
function wrongWithConnect({ protocolVersion, clean, will }: ConnectPacket): string | null {
  if (protocolVersion !== 4) return `MQTT protocol version ${protocolVersion}, not 3.1.1`
  if (clean !== true) return 'a session that is not clean'
  if (will) return 'a last will'
  return null
}

type OwnTopic = { readonly vessel: NonNullable<Visit['vessel']>; readonly topic: LinkTopic }

function ownTopic(
  { vessel }: Visit,
  { topic: text, qos, retain }: PublishPacket,
): OwnTopic | { readonly wrong: string } {
  const parsed = parseTopic(text)
  if (parsed.kind === 'newer-version') {
    return { wrong: `topics of version ${parsed.major}: the agent on board is newer than this hub` }
  }
  if (parsed.kind === 'foreign' || vessel === null || parsed.vessel !== vessel) {
    return { wrong: 'a message beyond the vessel’s own topics' }
  }
  const { topic } = parsed
  if (topic !== 'birth' && topic !== 'summary') return { wrong: `a message on the hub’s own topic (${topic})` }
  if (qos === 2) return { wrong: 'a message of QoS 2' }
  if (retain) return { wrong: 'a retained message' }
  return { vessel, topic }
}
