import * as v from 'valibot'
import { Fault } from '../../shared/fault.ts'
import type { VesselId } from '../../shared/model.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Log } from '../../shared/runtime/log.ts'
import type { Address, StatusServer } from './server.ts'

const RETRY_MS = 60_000
const ASK_LIMIT_MS = 2000

export type Patience = {
  readonly vessel: VesselId
  readonly listen: Address
  readonly clock: Clock
  readonly log: Log
}

/**
 * A crew page is worth having, but not worth a mute vessel: while it cannot listen the agent goes on, and it is tried
 * again each minute. Only when this vessel's own page answers there the start is refused: two agents would take turns.
 */
export function patient(server: StatusServer, { vessel, listen, clock, log }: Patience): StatusServer {
  let cancelRetry = () => {}

  async function listenOrLater(said: boolean): Promise<void> {
    try {
      await server.start()
      if (said) log.info({}, 'the crew page listens now')
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      if (!said) log.error({ hint: error.hint }, `${error.message} The agent goes on without its crew page.`)
      cancelRetry = clock.after(RETRY_MS, () => void listenOrLater(true))
    }
  }

  return {
    async start() {
      if (listen.port !== 0 && (await vesselAt(listen)) === vessel) throw running(vessel, listen)
      await listenOrLater(false)
    },
    async stop() {
      cancelRetry()
      await server.stop()
    },
    address: server.address,
  }
}

const crewPage = v.object({ vessel: v.string() })

/** Whose crew page answers there; null when none does. */
async function vesselAt({ host, port }: Address): Promise<string | null> {
  try {
    const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}/status.json`
    const answer = await fetch(url, { signal: AbortSignal.timeout(ASK_LIMIT_MS) })
    return v.parse(crewPage, await answer.json()).vessel
  } catch {
    return null
  }
}

const running = (vessel: VesselId, { host, port }: Address): Fault =>
  new Fault('conflict', `An agent of ${vessel} runs on this computer already: its crew page is on ${host}:${port}.`, {
    hint: 'Stop that one first; two of them would push each other off the line.',
  })
