import { webcrypto } from 'node:crypto'
import { createAedesLink } from '../../../hub/adapters/aedes/link.ts'
import { keepCertificates, keepTicketKeys } from '../../../hub/adapters/certificates.ts'
import { systemClock } from '../../../shared/runtime/clock.ts'
import { quietLog } from '../../../shared/runtime/log.ts'
import { toSeconds } from '../../../shared/time.ts'
import { decodeMessage } from '../../../shared/wire/codec.ts'
import { usualAnswer } from './usual-answer.ts'

/** The hub's end of the cable: the real edge, with answers as the protocol gives them when all is well. */
const [folder = '', host = ''] = process.argv.slice(2)

const nowMs = Date.now()
const certificates = await keepCertificates({ folder, names: [host], nowMs, crypto: webcrypto })
const { keys: ticketKeys } = keepTicketKeys({ folder, nowMs, crypto: webcrypto })

const link = createAedesLink({
  listen: { host, port: 8883 },
  tls: { ...certificates, ticketKeys, keyExchange: 'x25519' },
  clock: systemClock,
  log: quietLog,
  listener: {
    admit: async () => true,
    connected() {},
    disconnected() {},
    refused() {},
    tested: async () => {},
    traffic() {},
    async received(vessel, topic, payload) {
      const decoded = decodeMessage(topic, payload)
      if (!decoded.ok) throw new Error(decoded.why)
      const { message } = decoded
      if (message.kind === 'short' && message.seq !== SIX_HOURS) return
      link.ack(vessel, usualAnswer(message, toSeconds(Date.now())))
    },
  },
})

/** The short that is answered, since the last answer was six hours ago. */
const SIX_HOURS = 60_000

await link.start()
process.send?.('listening')
process.on('disconnect', () => process.exit())
