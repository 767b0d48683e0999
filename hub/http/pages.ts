import { type Context, Hono } from 'hono'
import { etag } from 'hono/etag'
import * as v from 'valibot'
import { isVesselId } from '../../shared/model.ts'
import { addressWith, groupsOf } from '../../web/filter.ts'
import type { Html } from '../../web/html.ts'
import { alertsMain } from '../../web/pages/alerts/alerts.ts'
import { type FleetChoice, fleetAddress } from '../../web/pages/fleet/choice.ts'
import type { AlertQuery } from '../ports/views.ts'
import { may } from './door/door.ts'
import { type Frame, failurePage } from './frame.ts'
import type { Boards } from './live/boards.ts'
import type { Live } from './live/live.ts'
import { alertsAsked, drawAlerts, drawVessel, noVessel, openAlerts, type VesselSources } from './pictures.ts'
import { alertsQuery, fleetQuery, parseQuery } from './query.ts'

type PagesOptions = {
  readonly sources: VesselSources
  readonly frame: Frame
  readonly live: Live
  readonly boards: Pick<Boards, 'fleet' | 'vessel' | 'alerts'>
}

/** The pages, and beside each the stream that keeps it fresh. `?live=0` gives a page that stands still. */
export function createPages({ sources, frame, live, boards }: PagesOptions): Hono {
  const { views } = sources
  const pages = new Hono()
  const page = async (c: Context, title: string, main: Html, stream: string | null, wall = false): Promise<string> =>
    frame(c, { title, main, stream: c.req.query('live') === '0' ? null : stream, open: await openAlerts(views), wall })

  pages.get('/', etag(), async (c) => {
    const choice = fleetAsked(c)
    const { whole, mark } = await boards.fleet(choice).look()
    const asked = fleetAddress(choice).slice(1)
    const stream = `/live/fleet${asked}${asked === '' ? '?' : '&'}seen=${encodeURIComponent(mark)}`
    return c.html(await page(c, 'Fleet', whole.html, stream, choice.wall))
  })
  pages.get('/live/fleet', (c) => live.stream(c, boards.fleet(fleetAsked(c))))

  pages.get('/vessels/:id', etag(), async (c) => {
    const id = c.req.param('id')
    const drawn = isVesselId(id) ? await drawVessel(sources, id, mayAct(c)) : null
    if (drawn === null) return c.html(await page(c, 'No such vessel', noVessel(), null), 404)
    return c.html(await page(c, drawn.name, drawn.main, `/live/vessels/${id}`))
  })
  pages.get('/live/vessels/:id', async (c) => {
    const id = c.req.param('id')
    if (!isVesselId(id) || (await views.vessel(id)) === null) return c.text('No vessel of this id is known.\n', 404)
    return live.stream(c, boards.vessel(id, mayAct(c)))
  })

  pages.get('/alerts', etag(), async (c) => {
    const query = alertsChosen(c)
    if (query === null) return c.html(failurePage(frame, c, noChoice), 400)
    const { vessels } = await views.fleet()
    const groups = groupsOf(vessels)
    const main = alertsMain(await drawAlerts(views, query, mayAct(c)), { groups, vessels })
    return c.html(await page(c, 'Alerts', main, addressWith('/live/alerts', alertsAsked(query))))
  })
  pages.get('/live/alerts', async (c) => {
    const query = alertsChosen(c)
    return query === null ? c.text('No such choice of alerts.\n', 400) : live.stream(c, boards.alerts(query, mayAct(c)))
  })
  return pages
}

/** About alerts. */
const mayAct = (c: Context): boolean => may(c, 'operator')

const fleetAsked = (c: Context): FleetChoice => v.parse(fleetQuery, c.req.query())

/** Null for what cannot be chosen. */
function alertsChosen(c: Context): AlertQuery | null {
  const { live: _, seen: __, ...queries } = c.req.queries()
  const query = parseQuery(alertsQuery, queries)
  return query.ok ? query.value : null
}

const noChoice = {
  status: 400,
  detail: 'The address names a choice of alerts that there is not.',
  hint: 'Choose again from /alerts.',
} as const
