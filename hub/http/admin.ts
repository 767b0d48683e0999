import { type Context, Hono } from 'hono'
import type { Admin as View } from '../../shared/api/admin.ts'
import { Fault } from '../../shared/fault.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { toSeconds } from '../../shared/time.ts'
import type { Piece } from '../../web/layout.ts'
import { adminMain, adminPiece } from '../../web/pages/admin.ts'
import type { Admin, HostFacts } from '../ports/admin.ts'
import type { Views } from '../ports/views.ts'
import { adminView } from '../projections/admin-view.ts'
import { byOf } from './door/door.ts'
import { isOfHtmx } from './form.ts'
import type { Frame } from './frame.ts'
import type { Boards } from './live/boards.ts'
import type { Live } from './live/live.ts'
import { openAlerts } from './pictures.ts'

type AdminOptions = {
  readonly views: Views
  readonly admin: Admin
  readonly host: () => Promise<HostFacts>
  readonly frame: Frame
  readonly live: Live
  readonly boards: Pick<Boards, 'single'>
  readonly clock: Clock
}

/** `/admin`, as a page and as data: what the hub leans on; a test message for each channel, and the checklist asked again. */
export function createAdminPages({ views, admin, host, frame, live, boards, clock }: AdminOptions): Hono {
  const pages = new Hono()
  const look = async (): Promise<View> => adminView(await views.figures(), await host(), toSeconds(clock.now()))
  const piece = async (): Promise<Piece> => adminPiece(await view())
  const view = async () => ({ admin: await look(), counts: await openAlerts(views), health: views.health() })
  const board = boards.single('admin', piece)

  pages.get('/api/v1/admin', async (c) => c.json(await look()))
  pages.get('/admin', async (c) => {
    const shown = await view()
    return c.html(frame(c, { title: 'Admin', main: adminMain(shown), stream: streamOf(c), open: shown.counts }))
  })
  pages.get('/live/admin', (c) => live.stream(c, board))

  const done = async (c: Context): Promise<Response> =>
    isOfHtmx(c) ? c.html((await piece()).html.toString()) : c.redirect('/admin', 303)

  pages.post('/admin/channels/:channel/test', async (c) => {
    if (await admin.test(c.req.param('channel'), byOf(c))) return done(c)
    throw new Fault('not-found', 'There is no such channel under notify in hub.yaml.')
  })
  pages.post('/admin/tickets/ask', async (c) => {
    if (admin.askTracker()) return done(c)
    throw new Fault('not-found', 'Nothing in hub.yaml says where tickets go.')
  })
  return pages
}

const streamOf = (c: Context): string | null => (c.req.query('live') === '0' ? null : '/live/admin')
