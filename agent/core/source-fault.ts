/** Why the vessel's database cannot be read or does not say what is asked of it: short enough for the wire. */
export type SourceFaultCode =
  | 'refused'
  | 'no-host'
  | 'timeout'
  | 'broken'
  | 'tls'
  | 'not-influx'
  | 'server-error'
  | 'auth'
  | 'forbidden'
  | 'no-db'
  | 'no-series'
  | 'no-points'
  | 'no-field'
  | 'mixed-type'
  | 'wrong-type'
  | 'no-ping'
  | 'query'
  | 'limit'
  | 'busy'
  | 'clock'

/**
 * What cures it: `again` (at once, a stale connection), `wait` (the world will mend), `halve` (ask for less),
 * `human` (configuration or rights must change; asking often is pointless).
 */
export type Cure = 'again' | 'wait' | 'halve' | 'human'

/** The database's failure, or a finding about it, in a person's words. */
export class SourceFault extends Error {
  readonly code: SourceFaultCode
  readonly cure: Cure
  readonly hint: string | null

  constructor(code: SourceFaultCode, cure: Cure, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.name = 'SourceFault'
    this.code = code
    this.cure = cure
    this.hint = options.hint ?? null
  }
}
