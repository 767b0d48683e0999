import type { Category } from '../../../shared/excuse.ts'

/** Why time is not counted, in words. */
export const categoryWords = (category: Category): string => WORDS[category]

const WORDS: Readonly<Record<Category, string>> = {
  'planned-maintenance': 'Planned maintenance',
  yard: 'Yard',
  'lay-up': 'Lay-up',
  'switched-off': 'Switched off in port or by regulation',
  'sun-transit': 'Sun transit or blockage',
  'provider-fault': 'Fault of the provider',
  'force-majeure': 'Force majeure',
  'customer-action': 'Action of the customer',
  'false-measurement': 'False measurement',
}
