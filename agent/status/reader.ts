import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { Reader } from '../../web/crew/page.ts'
import { isShipTime, type ShipTime } from '../../web/crew/ship-time.ts'
import { asLanguage, LANGUAGES, type Language, spokenLanguage } from '../../web/crew/words/languages.ts'

/** What is set on board, for who has chosen nothing. */
export type ReaderDefaults = { readonly language: Language | null; readonly shipTime: ShipTime | null }

const YEAR_S = 31_536_000
const KEPT = { path: '/', maxAge: YEAR_S, httpOnly: true, sameSite: 'Lax' } as const
const COOKIES = { lang: 'wk-lang', ship: 'wk-ship' } as const

/** Who reads: as the address says, which the browser then keeps; else as it was kept; else as is set on board. */
export function readerOf(c: Context, { language, shipTime }: ReaderDefaults): Reader {
  const lang = chosen(c, 'lang')
  const ship = chosen(c, 'ship')
  const spoken = asLanguage(lang) ?? language ?? spokenLanguage(c.req.header('Accept-Language') ?? '') ?? 'en'
  return { words: LANGUAGES[spoken], shipTime: ship === undefined ? shipTime : isShipTime(ship) ? ship : null }
}

function chosen(c: Context, name: keyof typeof COOKIES): string | undefined {
  const asked = c.req.query(name)
  if (asked === undefined) return getCookie(c, COOKIES[name])
  if (asked === '' || isShipTime(asked) || asLanguage(asked) !== null) setCookie(c, COOKIES[name], asked, KEPT)
  return asked
}
