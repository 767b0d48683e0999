/** Maintenance and its like: why time is not counted. */
export const CATEGORIES = [
  'planned-maintenance',
  'yard',
  'lay-up',
  'switched-off',
  'sun-transit',
  'provider-fault',
  'force-majeure',
  'customer-action',
  'false-measurement',
] as const
export type Category = (typeof CATEGORIES)[number]
