/** What a trouble is to somebody who stands before it; the agent's code says it finer, for who repairs it. */
export type TroubleKind =
  | 'database-away'
  | 'database-busy'
  | 'setting'
  | 'no-samples'
  | 'no-ping'
  | 'clock'
  | 'disk'
  | 'other'

const KINDS: Readonly<Record<string, TroubleKind>> = {
  refused: 'database-away',
  'no-host': 'database-away',
  timeout: 'database-away',
  'server-error': 'database-away',
  broken: 'database-busy',
  busy: 'database-busy',
  limit: 'database-busy',
  tls: 'setting',
  'not-influx': 'setting',
  auth: 'setting',
  forbidden: 'setting',
  'no-db': 'setting',
  'no-field': 'setting',
  'mixed-type': 'setting',
  'wrong-type': 'setting',
  query: 'setting',
  'no-series': 'no-samples',
  'no-points': 'no-samples',
  'no-ping': 'no-ping',
  clock: 'clock',
  disk: 'disk',
}

export const troubleKind = (code: string): TroubleKind => KINDS[code] ?? 'other'
