import { time, utcClock } from './format.ts'
import { type Hole, type Html, html } from './html.ts'

/** Where the page finds its files. Without `htmx` and `sse` it is a page that does not change by itself. */
export type AssetPaths = {
  readonly css: string
  readonly app: string
  readonly icon: string
  readonly htmx?: string
  readonly sse?: string
}

/** A part of a page that can be replaced by itself: the element in `html` has the id `id`. */
export type Piece = {
  readonly id: string
  readonly html: Html
  /** What belongs with it and stands elsewhere on the page. */
  readonly also?: readonly Piece[]
}

/** What every page says around its content. */
export type FrameWords = {
  /** BCP 47. */
  readonly lang: string
  readonly dir: 'ltr' | 'rtl'
  readonly skip: string
  readonly theme: string
  readonly themes: Readonly<Record<Theme, string>>
  /** Each stands before a time. */
  readonly asOf: string
  readonly connecting: string
  readonly live: string
  readonly lost: string
}

export const ENGLISH_FRAME: FrameWords = {
  lang: 'en',
  dir: 'ltr',
  skip: 'Skip to content',
  theme: 'Theme',
  themes: { auto: 'Auto', day: 'Day', dark: 'Dark', night: 'Night' },
  asOf: 'As of',
  connecting: 'Connecting',
  live: 'Live',
  lost: 'Connection lost, data frozen at',
}

export const THEMES = ['auto', 'day', 'dark', 'night'] as const
export type Theme = (typeof THEMES)[number]

export type Sheet = {
  readonly title: string
  /** What a browser calls it when it is saved or kept as PDF, where that is not the title. */
  readonly document?: string
  readonly assets: AssetPaths
  /** When the page was drawn. */
  readonly at: string
  /** What the clock in the header says; by UTC unless given. */
  readonly clock?: string
  readonly brand: { readonly name: string; readonly href: string }
  readonly nav: readonly {
    readonly name: string
    readonly href: string
    readonly current: boolean
    readonly count?: Html
  }[]
  /** Who has signed in, what they may do, where their account is, and what ends their session. */
  readonly person?: { readonly name: string; readonly role: string; readonly href: string; readonly signOut: string }
  /** Of the session that the page is for: goes with everything that is sent from it. */
  readonly formKey?: string
  /** The stream that keeps the page fresh; null for none. */
  readonly live: string | null
  /** Of the program and its files; the stream says when it is served by another one. */
  readonly edition?: string
  /** Where no script runs, the page is loaded again after this time. */
  readonly reloadWithoutScriptS?: number
  /** The `<main id="main">`. */
  readonly main: Html
  /** Nothing but the brand and the state of the connection on top. */
  readonly bare?: boolean
  /** `ops` for shore, `crew` for the larger type of a bridge or a phone. */
  readonly face: 'ops' | 'crew'
  /** English unless given. */
  readonly words?: FrameWords
  /** As the reader has chosen it, where that is known before a script says so. */
  readonly theme?: Theme
}

// Morphing must not close what the reader has opened.
const HTMX_CONFIG = JSON.stringify({
  extensions: 'sse',
  defaultTimeout: 15_000,
  morphIgnore: ['data-htmx-powered', 'open'],
  // A form that was refused stays until it is sent again; what somebody is just deciding about stays as it was seen.
  morphSkip: '[data-hold="true"], .decide[open]',
  // What was not done is said beside the page, which keeps what was entered; 409 and 422 are answered in their place.
  noSwap: [204, 304, 400, 401, 403, 404, 405, 413, 421, 429, '5xx'],
})

export const layout = (sheet: Sheet): Html => framed(sheet, sheet.words ?? ENGLISH_FRAME)

const framed = (sheet: Sheet, words: FrameWords): Html => html`<!doctype html>
<html lang="${words.lang}" dir="${words.dir}" data-theme="${sheet.theme ?? 'auto'}" data-face="${sheet.face}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="${SCHEMES[sheet.theme ?? 'auto']}">
<meta name="htmx-config" content="${HTMX_CONFIG}">
${sheet.formKey && html`<meta name="form-key" content="${sheet.formKey}">`}
<title>${sheet.document ?? `${sheet.title} · Watchkeeper`}</title>
<link rel="icon" href="${sheet.assets.icon}" type="image/svg+xml">
<link rel="stylesheet" href="${sheet.assets.css}">
<script src="${sheet.assets.app}"></script>
${reload(sheet.reloadWithoutScriptS)}
</head>
<body>
<a class="skip" href="#main">${words.skip}</a>
<header class="bar">
<a class="brand" href="${sheet.brand.href}">${sheet.brand.name}</a>
${!sheet.bare && sheet.nav.length > 0 && sections(sheet)}
<p class="connection" data-connection data-connecting="${words.connecting}" data-live="${words.live}" data-lost="${words.lost}"><span data-connection-words role="status">${words.asOf}</span> <span data-connection-time dir="ltr">${sheet.clock ?? time(sheet.at, utcClock(sheet.at))}</span></p>
${!sheet.bare && (sheet.person === undefined ? themeChoice(words) : own(sheet.person, words))}
</header>
${sheet.main}
${
  sheet.live !== null &&
  html`<div id="live" data-edition="${sheet.edition}" hx-sse:connect="${sheet.live}" hx-trigger="load, every 5s" hx-swap="none" hidden></div>`
}
${script(sheet.assets.htmx)}${script(sheet.assets.sse)}
</body>
</html>
`

const sections = ({ nav }: Sheet): Html =>
  html`<nav class="sections" aria-label="Sections">${nav.map(
    ({ name, href, current, count }) =>
      html`<a href="${href}" aria-current="${current ? 'page' : 'false'}">${name}${count !== undefined && [' ', count]}</a>`,
  )}</nav>`

/** What is the reader's own, behind their name; a popover, which opens and closes without a script too. */
const own = ({ name, role, href, signOut }: NonNullable<Sheet['person']>, words: FrameWords): Html =>
  html`<button class="me" type="button" popovertarget="own"><b>${name}</b> <span class="muted">${role}</span></button>
<div class="own" id="own" popover>
<p><b>${name}</b> <span class="muted">${role}</span></p>
${themeChoice(words)}
<a href="${href}">Account</a>
<form method="post" action="${signOut}"><button type="submit">Sign out</button></form>
</div>`

/** What the browser shows before it has the styles. */
const SCHEMES: Readonly<Record<Theme, string>> = { auto: 'light dark', day: 'light', dark: 'dark', night: 'dark' }

const themeChoice = ({ theme, themes }: FrameWords): Html =>
  html`<p class="theme" data-theme-choice hidden><label><span>${theme}</span> <select>
${THEMES.map((one) => html`<option value="${one}">${themes[one]}</option>`)}
</select></label></p>`

// Last on the page, so that nothing waits for them; not deferred: htmx would begin before its extension has come.
const script = (path: string | undefined): Hole => path !== undefined && html`<script src="${path}"></script>`

const reload = (afterS: number | undefined): Hole =>
  afterS !== undefined && html`<noscript><meta http-equiv="refresh" content="${afterS}"></noscript>`

/** Pieces as the stream sends them: each finds its place by its id and is morphed into it. */
export const partials = (pieces: readonly Piece[]): string =>
  pieces
    .flatMap((piece) => [piece, ...(piece.also ?? [])])
    .map(({ id, html: piece }) =>
      String(html`<hx-partial hx-target="${`#${id}`}" hx-swap="outerMorph">${piece}</hx-partial>`),
    )
    .join('')
