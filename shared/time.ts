/** Whole seconds since the epoch, UTC. The only unit of time in the domain and on the wire. */
export type Seconds = number

export const MINUTE_S = 60
export const HOUR_S = 3600
export const DAY_S = 86_400

/** A half-open stretch of time `[from, to)`. */
export type Span = { readonly from: Seconds; readonly to: Seconds }

/** The end of something that is still going on. */
export const OPEN: Seconds = Number.POSITIVE_INFINITY

export const toSeconds = (ms: number): Seconds => Math.floor(ms / 1000)

/** Days since the epoch, UTC. */
export const dayOf = (at: Seconds): number => Math.floor(at / DAY_S)

/** `2026-11-23`, of a day since the epoch. */
export const isoDay = (day: number): string => iso(day * DAY_S).slice(0, 10)

/** `2026-11-23T17:31:00Z`: ISO 8601, UTC, whole seconds. */
export const iso = (at: Seconds): string => `${new Date(at * 1000).toISOString().slice(0, 19)}Z`
