/** When to dial again. Only a PUBACK proves a connection: it alone resets the two back-offs. */

/** How a connection ended: no TCP came about, or it did without a PUBACK, or it had one. */
export type Ending = 'unreached' | 'unproven' | 'proven'

/** Endings since the last PUBACK. */
export type Attempts = { readonly unreached: number; readonly unproven: number }

export const FRESH: Attempts = { unreached: 0, unproven: 0 }

export function afterEnding(attempts: Attempts, ending: Ending): Attempts {
  return ending === 'proven' ? FRESH : { ...attempts, [ending]: attempts[ending] + 1 }
}

/** A SYN is all that it costs, and the sooner the link is seen to be back the sooner shore has the truth. */
const UNREACHED_S = { base: 1, cap: 10 }
/** A handshake is paid for each time, and the hub may be refusing everyone. */
const UNPROVEN_S = { base: 5, cap: 300 }

export type Cadence = { readonly heartbeatS: number; readonly ackTimeoutS: number }

/** With full jitter, so that a fleet that lost its hub does not come back as one. `chance` lies in [0, 1). */
export function redialInMs(attempts: Attempts, ending: Ending, cadence: Cadence, chance: number): number {
  const { base, cap } = ending === 'unproven' ? UNPROVEN_S : UNREACHED_S
  const times = ending === 'unproven' ? attempts.unproven : attempts.unreached
  return chance * doubled(base, times, Math.min(cap, halfOfSilentAfterS(cadence)))
}

const doubled = (baseS: number, times: number, capS: number): number =>
  1000 * Math.min(capS, baseS * 2 ** Math.min(Math.max(0, times - 1), 16))

/** The hub calls nobody silent before twice the heartbeat and an acknowledgement's time; half of that at the least. */
const halfOfSilentAfterS = ({ heartbeatS, ackTimeoutS }: Cadence): number => heartbeatS + ackTimeoutS / 2
