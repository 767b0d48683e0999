import { Hono } from 'hono'
import { etag } from 'hono/etag'
import type { SSEMessage } from 'hono/streaming'
import { isVesselId, type VesselId } from '../../shared/model.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { DAY_S, iso, toSeconds } from '../../shared/time.ts'
import { secondsOf } from '../../web/format.ts'
import type { Html } from '../../web/html.ts'
import { type AssetPaths, layout, type Piece, partials } from '../../web/layout.ts'
import { errorMain } from '../../web/pages/error.ts'
import { type FleetView, fleetMain, fleetPieces } from '../../web/pages/fleet.ts'
import { vesselMain } from '../../web/pages/vessel.ts'
import type { Views } from '../ports.ts'
import { type Refusal, titleOf } from './answer.ts'
import type { Board } from './board.ts'
import type { Live } from './live.ts'
import type { News, Picture } from './versions.ts'

type PagesOptions = {
  readonly views: Views
  readonly clock: Clock
  readonly assets: AssetPaths
  readonly live: Live
  readonly fleet: Board<Piece>
  readonly vessel: (id: VesselId) => Board<Piece>
}

/** The pages, and beside each the stream that keeps it fresh. `?live=0` gives a page that stands still. */
export function createPages({ views, clock, assets, live, fleet, vessel }: PagesOptions): Hono {
  const pages = new Hono()
  const page = (title: string, main: Html, stream: string | null): string =>
    shorePage({ title, assets, at: iso(toSeconds(clock.now())), stream, main })

  pages.get('/', etag(), async (c) => {
    const { whole, mark } = await fleet.look()
    const stream = c.req.query('live') === '0' ? null : `/live/fleet?seen=${mark}`
    return c.html(page('Fleet', whole.html, stream))
  })
  pages.get('/live/fleet', (c) => live.stream(c, fleet, pageMessages))

  pages.get('/vessels/:id', etag(), async (c) => {
    const id = c.req.param('id')
    const drawn = isVesselId(id) ? await drawVessel(views, id) : null
    if (drawn === null) return c.html(page('No such vessel', noVessel(), null), 404)
    return c.html(page(drawn.name, drawn.main, c.req.query('live') === '0' ? null : `/live/vessels/${id}`))
  })
  pages.get('/live/vessels/:id', async (c) => {
    const id = c.req.param('id')
    if (!isVesselId(id) || (await views.vessel(id)) === null) return c.text('No vessel of this id is known.\n', 404)
    return live.stream(c, vessel(id), pageMessages)
  })
  return pages
}

type ShorePage = {
  readonly title: string
  readonly assets: AssetPaths
  readonly at: string
  readonly stream: string | null
  readonly main: Html
}

const shorePage = ({ title, assets, at, stream, main }: ShorePage): string =>
  layout({
    title,
    assets,
    at,
    brand: { name: 'Watchkeeper', href: '/' },
    nav: [{ name: 'Fleet', href: '/', current: title === 'Fleet' }],
    live: stream,
    main,
    face: 'ops',
  }).toString()

/** A failure as a page, for people. */
export const failurePage = ({ status, detail, hint }: Refusal, assets: AssetPaths, at: string): string =>
  shorePage({
    title: titleOf(status),
    assets,
    at,
    stream: null,
    main: errorMain({ status, title: titleOf(status), detail, hint }),
  })

const noVessel = (): Html =>
  errorMain({
    status: 404,
    title: titleOf(404),
    detail: 'No vessel of this id is known.',
    hint: 'It may have been retired, or the address is mistyped.',
  })

export function fleetPicture(view: FleetView): Picture<Piece> {
  const pieces = fleetPieces(view)
  return { parts: new Map(pieces.map((piece) => [piece.id, piece])), whole: { id: 'main', html: fleetMain(view) } }
}

export async function vesselPicture(views: Views, id: VesselId): Promise<Picture<Piece>> {
  const main = (await drawVessel(views, id))?.main ?? noVessel()
  const piece = { id: 'main', html: main }
  return { parts: new Map([['main', piece]]), whole: piece }
}

async function drawVessel(views: Views, id: VesselId): Promise<{ name: string; main: Html } | null> {
  const vessel = await views.vessel(id)
  if (vessel === null) return null
  const to = secondsOf(vessel.at)
  const timeline = await views.timeline(id, { from: to - DAY_S, to, component: null })
  return timeline && { name: vessel.name, main: vesselMain({ vessel, timeline, health: views.health() }) }
}

/** Unnamed, so that htmx puts the pieces in their places. */
const pageMessages = (news: News<Piece>): readonly SSEMessage[] => [
  { data: partials(news.kind === 'whole' ? [news.whole] : news.parts) },
]
