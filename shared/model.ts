declare const brand: unique symbol
type Branded<T, B extends string> = T & { readonly [brand]: B }

export type VesselId = Branded<string, 'VesselId'>
export type ComponentId = Branded<string, 'ComponentId'>

const slug = /^[a-z0-9][a-z0-9-]{0,31}$/

export const isVesselId = (text: string): text is VesselId => slug.test(text)
export const isComponentId = (text: string): text is ComponentId => slug.test(text)

/**
 * What was measured of a component at one instant, as it is stored and told (three bits on the wire).
 * Everything but `up` and `down` is `unknown` with its cause; codes that this version does not know are too.
 */
export type StateCode = number

export const NO_SAMPLES: StateCode = 0
export const UP: StateCode = 1
export const DOWN: StateCode = 2
export const DATABASE: StateCode = 3
export const AGENT_OFF: StateCode = 4
export const MAX_STATE_CODE = 7

export type Measured = 'up' | 'down' | 'unknown'
export type Cause = 'no-samples' | 'database' | 'agent-off' | 'other'

export const measured = (code: StateCode): Measured => (code === UP ? 'up' : code === DOWN ? 'down' : 'unknown')

/** Why an unknown is unknown; `null` for what is known. */
export function causeOf(code: StateCode): Cause | null {
  switch (code) {
    case UP:
    case DOWN:
      return null
    case NO_SAMPLES:
      return 'no-samples'
    case DATABASE:
      return 'database'
    case AGENT_OFF:
      return 'agent-off'
    default:
      return 'other'
  }
}

/** The states that people see, in order of rank: the worst first. Counts, tiles and filters use no other order. */
export const STATES = ['silent', 'down', 'unknown', 'maintenance', 'up'] as const
export type State = (typeof STATES)[number]
