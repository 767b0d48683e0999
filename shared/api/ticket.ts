import * as v from 'valibot'

export const ticketStage = v.picklist([
  'ready',
  'sending',
  'unknown',
  'refused',
  'parked',
  'held',
  'dropped',
  'linked',
  'closed',
])
