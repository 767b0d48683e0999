/** What can go wrong from outside, by name; `world.ts` carries it out. Crashes at named points come on top. */
export const FAULTS = [
  'link-down',
  'link-cut',
  'hub-crash',
  'hub-away',
  'log-away',
  'restore-shore',
  'agent-crash',
  'agent-off',
  'journal-lost',
  'journal-old',
  'database-fails',
  'database-buffers',
  'prune',
  'configure',
  'revision',
  'vessel-clock',
  'hub-clock',
  'twin',
] as const

export type FaultName = (typeof FAULTS)[number]
