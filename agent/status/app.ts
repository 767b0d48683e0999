import { type Context, Hono } from 'hono'
import type { Log } from '../../shared/runtime/log.ts'
import { crewChoices } from '../../web/crew/choices.ts'
import { crewClock, crewMain, crewPieces, type Reader } from '../../web/crew/page.ts'
import type { CrewView } from '../../web/crew/view.ts'
import { html } from '../../web/html.ts'
import { layout, partials } from '../../web/layout.ts'
import { loadAssets } from '../../web/static.ts'
import { isOwnHost } from './guard.ts'
import { type ReaderDefaults, readerOf } from './reader.ts'

export type StatusApp = {
  readonly view: () => CrewView
  readonly log: Log
  /** Whether this request may be answered now. */
  readonly admits: (context: Context) => boolean
  readonly defaults: ReaderDefaults
}

const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
}

const BY_ANOTHER_NAME =
  'Open this page by the address of this machine in numbers, by its plain name, or by its name under .local.\n'

const RETRY_AFTER_S = '10'

/** The crew page, for reading only. Everything it needs comes from here, so it works without the internet. */
export function statusApp({ view, log, admits, defaults }: StatusApp): Hono {
  const assets = loadAssets(['css', 'app', 'icon', 'htmx'])
  const files = new Map(Object.values(assets).map((asset) => [asset.path, asset]))
  const app = new Hono()

  app.use(async (c, next) => {
    await next()
    for (const [name, value] of Object.entries(HEADERS)) if (!c.res.headers.has(name)) c.header(name, value)
  })
  app.use(async (c, next) => {
    if (!isOwnHost(c.req.header('Host'))) return c.text(BY_ANOTHER_NAME, 421)
    if (!admits(c)) return c.text('Too many requests. Wait a little.\n', 429, { 'Retry-After': RETRY_AFTER_S })
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD')
      return c.text('This page is for reading only.\n', 405, { Allow: 'GET, HEAD' })
    return next()
  })
  app.get('/', (c) => {
    const now = view()
    const reader = readerOf(c, defaults)
    c.header('Vary', 'HX-Request, HX-Request-Type, Accept-Language, Cookie')
    if (c.req.header('HX-Request') !== 'true' || c.req.header('HX-Request-Type') !== 'partial')
      return c.html(String(page(now, assets, reader)))
    // A page that stayed open over an upgrade of the agent loads itself again.
    if (c.req.query('of') !== assets.css.path) c.header('HX-Refresh', 'true')
    c.header('HX-Trigger', asciiJson({ tick: { data: crewClock(now.at, reader) } }))
    return c.html(partials(crewPieces(now, reader)))
  })
  app.get('/status.json', (c) => c.json(view()))
  app.get('/healthz', (c) => c.json({ status: 'ok' }))
  app.get('/static/*', (c) => {
    const file = files.get(c.req.path)
    if (!file) return c.notFound()
    return c.body(file.body, 200, { 'Content-Type': file.type, 'Cache-Control': 'public, max-age=31536000, immutable' })
  })
  app.notFound((c) => c.text('There is no such page. The crew page is at /.\n', 404))
  app.onError((error, c) => {
    log.error({ err: error, path: c.req.path }, 'the crew page could not be made')
    return c.text('The page could not be made. The agent goes on measuring; its log says more.\n', 500)
  })
  return app
}

/** A header carries no letters beyond Latin. */
const asciiJson = (value: object): string =>
  JSON.stringify(value).replace(/[^\x20-\x7e]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)

type Assets = Readonly<Record<'css' | 'app' | 'icon' | 'htmx', { readonly path: string }>>

const page = (view: CrewView, assets: Assets, reader: Reader) =>
  layout({
    title: view.name,
    assets: {
      css: assets.css.path,
      app: assets.app.path,
      icon: assets.icon.path,
      htmx: assets.htmx.path,
    },
    at: view.at,
    clock: crewClock(view.at, reader),
    brand: { name: view.name, href: '/' },
    nav: [],
    live: null,
    reloadWithoutScriptS: 30,
    words: reader.words.frame,
    theme: reader.theme,
    main: html`${crewMain(view, reader)}${crewChoices(reader)}<div id="live" hx-get="${`/?of=${assets.css.path}`}" hx-trigger="load, every 5s" hx-swap="none" hidden></div>`,
    face: 'crew',
  })
