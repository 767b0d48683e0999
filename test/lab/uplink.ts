import { webcrypto } from 'node:crypto'
import type { TestContext } from 'node:test'
import { createMqttUplink, type MqttUplinkOptions } from '../../agent/adapters/mqtt/uplink.ts'
import { type Certificates, keepCertificates, keepTicketKeys } from '../../hub/adapters/certificates.ts'
import type { VesselId } from '../../shared/model.ts'
import { quietLog } from '../../shared/runtime/log.ts'
import { toSeconds } from '../../shared/time.ts'
import { atEnd } from '../at-end.ts'
import { virtualClock } from '../fakes/clock.ts'
import { givenFolder } from '../given-folder.ts'

export const AURORA = 'mv-aurora' as VesselId

/** A hub's certificates and ticket keys, for as many edges as a test starts. */
export async function givenIdentity(
  t: TestContext,
  nowMs = Date.now(),
): Promise<Certificates & { readonly ticketKeys: Buffer; readonly keyExchange: 'x25519' }> {
  const folder = await givenFolder(t)
  const certificates = await keepCertificates({ folder, names: ['localhost'], nowMs, crypto: webcrypto })
  const { keys } = keepTicketKeys({ folder, nowMs, crypto: webcrypto })
  return { ...certificates, ticketKeys: keys, keyExchange: 'x25519' }
}

/** The agent's side of the link on a clock that the test moves, and what it hears. */
export function startUplink(
  t: TestContext,
  ports: readonly number[],
  ca: string,
  given: Partial<MqttUplinkOptions> = {},
) {
  const clock = virtualClock(Date.now())
  const heard = {
    connected: 0,
    disconnected: [] as string[],
    acked: [] as Uint8Array[],
    clockFaults: [] as boolean[],
  }
  const uplink = createMqttUplink({
    vessel: AURORA,
    credential: `${AURORA}-secret`,
    urls: ports.map((port) => `mqtts://localhost:${port}`),
    trust: { ca, keyExchange: 'X25519', builtAt: toSeconds(Date.now()) - 1000 },
    heartbeatS: 300,
    ackTimeoutS: 60,
    clock,
    random: () => 0.5,
    log: quietLog,
    ...given,
  })
  uplink.start({
    connected: () => heard.connected++,
    disconnected: ({ message }) => heard.disconnected.push(message),
    acked: (payload) => heard.acked.push(payload),
    clockFault: (wrong) => heard.clockFaults.push(wrong),
  })
  atEnd(t, () => uplink.stop())
  return { uplink, clock, heard }
}
