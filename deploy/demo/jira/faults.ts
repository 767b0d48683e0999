import { TRANSITIONS, type Transition } from './state.ts'

/** What can befall one request, and how often; the shares are of all requests, in this order. */
export type Knobs = {
  /** Longest time an index lags behind; each change draws its own. */
  readonly lagMs: number
  /** Longest time until an answer. */
  readonly latencyMs: number
  /** How much later a request that was dropped may still be carried out. */
  readonly lateMs: number
  /** The requests, as `POST /rest/api/3/issue`, that these befall; null: all. */
  readonly only: RegExp | null
  readonly shares: Readonly<Partial<Record<RequestFault, number>>>
  /** What an answer 429 carries. */
  readonly tooMany: Readonly<Record<string, string>>
  /** What an answer 503 carries. */
  readonly busy: Readonly<Record<string, string>>
  /** The workflow. */
  readonly ways: readonly Transition[]
  /** How often a key is left out. */
  readonly keyGaps: number
}

export type RequestFault =
  | 'forbidden'
  | 'too-many'
  | 'too-large'
  | 'gone'
  | 'times-out'
  | 'busy'
  | 'fails-after'
  | 'drops-before'
  | 'drops-after'
  | 'late'
  | 'silent-after'
  | 'cut-off'
  | 'empty'
  | 'another'
  | 'huge'
  | 'page'
  | 'redirect'

export const GOOD: Knobs = {
  lagMs: 0,
  latencyMs: 0,
  lateMs: 0,
  only: null,
  shares: {},
  tooMany: { 'Retry-After': '7' },
  busy: {},
  ways: TRANSITIONS,
  keyGaps: 0,
}

/** Which fault this request has, if any. */
export function faultOf({ shares, only }: Knobs, request: string, chance: () => number): RequestFault | null {
  if (only !== null && !only.test(request)) return null
  let drawn = chance()
  for (const [fault, share] of Object.entries(shares) as [RequestFault, number][]) {
    if (drawn < share) return fault
    drawn -= share
  }
  return null
}
