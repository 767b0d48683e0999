import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { Reader } from '../../web/crew/page.ts'
import { isShipTime, type ShipTime } from '../../web/crew/ship-time.ts'
import { asLanguage, LANGUAGES, type Language, spokenLanguage } from '../../web/crew/words/languages.ts'
import { THEMES, type Theme } from '../../web/layout.ts'

/** What is set on board, for who has chosen nothing. */
export type ReaderDefaults = { readonly language: Language | null; readonly shipTime: ShipTime | null }

const YEAR_S = 31_536_000
const KEPT = { path: '/', maxAge: YEAR_S, sameSite: 'Lax' } as const
const COOKIES = { lang: 'wk-lang', ship: 'wk-ship', theme: 'wk-theme' } as const

/** Who reads: as the address says, which the browser then keeps; else as it was kept; else as is set on board. */
export function readerOf(c: Context, { language, shipTime }: ReaderDefaults): Reader {
  const lang = chosen(c, 'lang')
  const ship = chosen(c, 'ship')
  const spoken = asLanguage(lang) ?? language ?? spokenLanguage(c.req.header('Accept-Language') ?? '') ?? 'en'
  return {
    words: LANGUAGES[spoken],
    shipTime: ship === undefined ? shipTime : isShipTime(ship) ? ship : null,
    theme: asTheme(chosen(c, 'theme')) ?? 'auto',
  }
}

function chosen(c: Context, name: keyof typeof COOKIES): string | undefined {
  const asked = c.req.query(name)
  if (asked === undefined) return getCookie(c, COOKIES[name])
  const isOne = asked === '' || isShipTime(asked) || asLanguage(asked) !== null || asTheme(asked) !== null
  // The palette is the only one that the page itself changes.
  if (isOne) setCookie(c, COOKIES[name], asked, { ...KEPT, httpOnly: name !== 'theme' })
  return asked
}

const asTheme = (text: string | undefined): Theme | null => THEMES.find((one) => one === text) ?? null
