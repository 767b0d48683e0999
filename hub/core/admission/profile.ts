import { OPEN, type Span } from '../../../shared/time.ts'
import { isZone } from '../../../shared/zone.ts'

/** What shore enters about a vessel. */
export type Profile = {
  readonly name: string
  readonly imo: string | null
  readonly group: string | null
  readonly link: string | null
  readonly zone: string
  readonly contact: string | null
  /** Periods in service as entered; empty means since the vessel's earliest claim. */
  readonly inService: readonly Span[]
}

/** What a person enters about a vessel, as text. An empty text takes a value away. */
export type Entered = {
  readonly name?: string | undefined
  readonly imo?: string | undefined
  readonly group?: string | undefined
  readonly link?: string | undefined
  readonly zone?: string | undefined
  readonly contact?: string | undefined
  readonly inServiceFrom?: string | undefined
}

export type Read =
  | { readonly kind: 'read'; readonly profile: Partial<Profile> }
  | { readonly kind: 'wrong'; readonly problems: readonly { readonly field: keyof Entered; readonly what: string }[] }

type Field = { readonly value: Partial<Profile> } | { readonly wrong: string }

const MOST_CHARACTERS = 200

/** Everything that is wrong at once. */
export function readProfile(entered: Entered): Read {
  const profile: Partial<Profile> = {}
  const problems: { field: keyof Entered; what: string }[] = []
  for (const field of FIELDS) {
    const text = entered[field]?.trim()
    if (text === undefined) continue
    const read =
      text.length > MOST_CHARACTERS ? { wrong: `has over ${MOST_CHARACTERS} characters` } : readers[field](text)
    if ('wrong' in read) problems.push({ field, what: read.wrong })
    else Object.assign(profile, read.value)
  }
  return problems.length > 0 ? { kind: 'wrong', problems } : { kind: 'read', profile }
}

/** A vessel of which only the id is known. */
export const newProfile = (id: string): Profile => ({
  name: id,
  imo: null,
  group: null,
  link: null,
  zone: 'UTC',
  contact: null,
  inService: [],
})

const FIELDS = ['name', 'imo', 'group', 'link', 'zone', 'contact', 'inServiceFrom'] as const

const orNull = (text: string) => (text === '' ? null : text)

const readers: Record<keyof Entered, (text: string) => Field> = {
  name: (name) => (name === '' ? { wrong: 'must not be empty' } : { value: { name } }),
  imo: (text) => {
    const imo = text.replace(/^IMO\s*/i, '')
    const wrong = imo === '' ? null : wrongWithImo(imo)
    return wrong === null ? { value: { imo: orNull(imo) } } : { wrong }
  },
  group: (text) => ({ value: { group: orNull(text) } }),
  link: (text) => ({ value: { link: orNull(text) } }),
  zone: (zone) =>
    isZone(zone) ? { value: { zone } } : { wrong: `"${zone}" is no time zone; one is Europe/Oslo, or UTC` },
  contact: (text) => ({ value: { contact: orNull(text) } }),
  inServiceFrom: (text) => {
    if (text === '') return { value: { inService: [] } }
    const from = secondsOf(text)
    if (from === null) return { wrong: `"${text}" is no date in UTC; one is 2026-03-01, or 2026-03-01T06:00:00Z` }
    return { value: { inService: [{ from, to: OPEN }] } }
  },
}

/** Seven digits, of which the last is the sum of the others by their place, without its tens. */
function wrongWithImo(imo: string): string | null {
  if (!/^\d{7}$/.test(imo)) return `"${imo}" is no IMO number: it has seven digits`
  const sum = [...imo.slice(0, 6)].reduce((total, digit, at) => total + Number(digit) * (7 - at), 0)
  return sum % 10 === Number(imo[6]) ? null : `${imo} is no IMO number: the last digit would be ${sum % 10}`
}

function secondsOf(text: string): number | null {
  const date = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z)?$/.test(text) ? Date.parse(text) : Number.NaN
  const exact = Number.isFinite(date) && new Date(date).toISOString().startsWith(text.slice(0, 10))
  return exact ? date / 1000 : null
}
