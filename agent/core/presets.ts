import { type FieldValues, type Predicate, parsePredicate } from './predicate.ts'

export type Preset = {
  readonly measurement: string
  /** Tags without which the series of several targets would be read as one. */
  readonly tags: readonly string[]
  readonly predicate: Predicate
}

/**
 * Telegraf's plugins, and what makes a point of each `up`.
 * Ping: both fields are read, because a point that has only `result_code` (unresolvable, unreachable) is an outage
 * too, and selecting the loss alone would leave it out. HTTP: `result_code` 0 only says that HTTP happened, also for a 500.
 */
export const presets: Readonly<Record<PresetName, Preset>> = {
  'telegraf-ping': {
    measurement: 'ping',
    tags: ['url'],
    predicate: {
      fields: ['percent_packet_loss', 'result_code'],
      holds: ({ percent_packet_loss: loss }: FieldValues) => typeof loss === 'number' && loss < 100,
    },
  },
  net_response: { measurement: 'net_response', tags: ['server', 'port'], predicate: known('result_code == 0') },
  http_response: {
    measurement: 'http_response',
    tags: ['server'],
    predicate: known('result_code == 0 and http_response_code < 400'),
  },
}

export const PRESET_NAMES = ['telegraf-ping', 'net_response', 'http_response'] as const
export type PresetName = (typeof PRESET_NAMES)[number]

function known(text: string): Predicate {
  const parsed = parsePredicate(text)
  if (!parsed.ok) throw new Error(`preset: ${parsed.problem}`)
  return parsed.predicate
}
