import { iso, type Seconds } from '../../../shared/time.ts'
import type { Check } from '../../core/check.ts'
import { SourceFault } from '../../core/source-fault.ts'

/** What can be wrong although every query is answered, in a person's words. */

export const noMeasurement = (check: Check, measurements: readonly string[]): SourceFault =>
  new SourceFault(
    'no-series',
    'human',
    `There is no measurement ${check.measurement} in the database; there are: ${list(measurements)}.`,
    {
      hint: 'Does Telegraf write into this database, with that plugin switched on?',
    },
  )

export function noSeries(check: Check, values: ReadonlyMap<string, readonly string[]>): SourceFault {
  const unknown = [...values].filter(([tag, seen]) => !seen.includes(check.tags[tag] ?? ''))
  const there = (unknown.length > 0 ? unknown : [...values]).map(
    ([tag, seen]) => `${tag} has these values: ${list(seen)}`,
  )
  return new SourceFault('no-series', 'human', `No series matches check ${nameOf(check)}; ${there.join('; ')}.`, {
    hint: "Set the check's tags to values that exist, exactly as Telegraf writes them.",
  })
}

export const noPoints = (check: Check, newest: Seconds | null): SourceFault =>
  new SourceFault(
    'no-points',
    'wait',
    newest === null
      ? `No points of check ${nameOf(check)} where it is read.`
      : `No new points of check ${nameOf(check)} since ${iso(newest)}: is Telegraf running?`,
    {
      hint:
        newest === null ? 'Is influx.retentionPolicy the one that Telegraf writes to?' : 'systemctl status telegraf',
    },
  )

export const noField = (check: Check, field: string, fields: readonly string[]): SourceFault =>
  new SourceFault(
    'no-field',
    'human',
    `Measurement ${check.measurement} has no field ${field}; it has: ${list(fields)}.`,
    {
      hint: 'Until it has, every comparison with that field is false.',
    },
  )

export const textField = (check: Check, field: string, type: string): SourceFault =>
  new SourceFault(
    'wrong-type',
    'human',
    `Field ${field} of measurement ${check.measurement} holds ${type} values, not numbers.`,
    {
      hint: 'Name a field that holds numbers.',
    },
  )

export const mixedType = (check: Check, field: string, types: readonly string[]): SourceFault => {
  const both = types.join(' and ')
  const bad = types.find((type) => type === 'string' || type === 'boolean') ?? ''
  const message = `Field ${field} of measurement ${check.measurement} is stored as both ${both}; ${bad} points cannot be read.`
  return new SourceFault('mixed-type', 'human', message, { hint: 'Make every writer send it as a number.' })
}

export const noPing = (check: Check): SourceFault =>
  new SourceFault(
    'no-ping',
    'human',
    `Telegraf's ping to ${check.tags.url ?? nameOf(check)} cannot run: it reports an error each time, and never a loss.`,
    {
      hint: 'Is ping installed, may Telegraf use it (CAP_NET_RAW), and can the name be resolved? Until then it counts as down.',
    },
  )

/** `offsetS` above 0: the other clock is ahead of this machine's. */
export const clockIsOff = (offsetS: number): SourceFault => {
  const seconds = Math.round(Math.abs(offsetS))
  const message = `The clock of the database (or Telegraf) host is ${seconds} s ${offsetS > 0 ? 'ahead' : 'behind'}.`
  return new SourceFault('clock', 'human', message, {
    hint: 'Let all machines on board keep time by the same NTP server.',
  })
}

const MOST_NAMES = 20

function list(names: readonly string[]): string {
  if (names.length === 0) return '(none)'
  const shown = names.slice(0, MOST_NAMES).join(', ')
  return names.length > MOST_NAMES ? `${shown} and ${names.length - MOST_NAMES} more` : shown
}

const nameOf = ({ measurement, tags }: Check): string =>
  [measurement, ...Object.entries(tags).map(([key, value]) => `${key}=${value}`)].join(', ')
