import { type Context, Hono } from 'hono'
import type { Reckoning } from '../../shared/api/reckoning.ts'
import { isComponentId, isVesselId } from '../../shared/model.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { DAY_S, type Seconds, toSeconds } from '../../shared/time.ts'
import { RECKONED_COLUMNS, reckonedRows } from '../../web/pages/reckoning/reckoned.ts'
import { reckoningMain } from '../../web/pages/reckoning/reckoning.ts'
import type { Views } from '../ports/views.ts'
import type { Refusal } from './answer.ts'
import { csvOf } from './csv.ts'
import { type Frame, failurePage } from './frame.ts'
import { momentOf } from './maintenance/when.ts'
import { openAlerts } from './pictures.ts'
import { MOST_DAYS } from './query.ts'

type ReckoningOptions = { readonly views: Views; readonly frame: Frame; readonly clock: Clock }

type Asked =
  | {
      readonly kind: 'reckoned'
      readonly reckoning: Reckoning
      readonly components: readonly Named[]
      readonly zone: string
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

type Named = { readonly id: string; readonly name: string }

/** The figures of any period, opened to the intervals that they come from: as a page, and as a table to take away. */
export function createReckoning({ views, frame, clock }: ReckoningOptions): Hono {
  const app = new Hono()

  async function asked(c: Context): Promise<Asked> {
    const id = c.req.param('id') ?? ''
    const vessel = isVesselId(id) ? await views.vessel(id) : null
    if (vessel === null || !isVesselId(id)) return noVessel
    const zone = c.req.query('zone') === 'vessel' ? vessel.zone : 'UTC'
    const span = spanOf(c, zone, toSeconds(clock.now()))
    if (span === null) return noPeriod
    const component = c.req.query('component') ?? ''
    if (component !== '' && !isComponentId(component)) return noComponent
    const query = { ...span, component: isComponentId(component) ? component : null }
    const reckoning = await views.reckoning(id, query)
    return reckoning === null ? noComponent : { kind: 'reckoned', reckoning, components: vessel.components, zone }
  }

  app.get('/vessels/:id/reckoning', async (c) => {
    const answer = await asked(c)
    if (answer.kind === 'refused') return c.html(failurePage(frame, c, answer.refusal), answer.refusal.status)
    const { vessel, component } = answer.reckoning
    const title = `${component?.name ?? 'All'} · ${vessel.name}`
    return c.html(frame(c, { title, main: reckoningMain(answer), stream: null, open: await openAlerts(views) }))
  })

  app.get('/vessels/:id/reckoning.csv', async (c) => {
    const answer = await asked(c)
    if (answer.kind === 'refused') return c.text(`${answer.refusal.detail}\n`, answer.refusal.status)
    const { vessel, component, from, to } = answer.reckoning
    const name = [vessel.id, component?.id ?? 'all', from.slice(0, 10), to.slice(0, 10)].join('_')
    c.header('Content-Disposition', `attachment; filename="${name}.csv"`)
    return c.body(csvOf(RECKONED_COLUMNS, reckonedRows(answer.reckoning)), 200, {
      'Content-Type': 'text/csv; charset=utf-8',
    })
  })
  return app
}

/** The last day unless given; null for what is no period. */
function spanOf(c: Context, zone: string, now: Seconds): { readonly from: Seconds; readonly to: Seconds } | null {
  const read = (name: string, otherwise: Seconds): Seconds | null => {
    const text = c.req.query(name) ?? ''
    return text === '' ? otherwise : momentOf(text, zone)
  }
  const to = read('to', now)
  const from = read('from', (to ?? now) - DAY_S)
  return to === null || from === null || from >= to || to - from > MOST_DAYS * DAY_S ? null : { from, to }
}

const refused = (status: 400 | 404, detail: string, hint: string): Asked => ({
  kind: 'refused',
  refusal: { status, detail, hint },
})
const noVessel = refused(404, 'No vessel of this id is known.', 'It may have been retired, or the address is mistyped.')
const noComponent = refused(404, 'This vessel has no such component.', 'Its page names those it has.')
const noPeriod = refused(
  400,
  `The period must begin before it ends, and may last ${MOST_DAYS} days.`,
  'Write its times as 2026-11-26T15:00, or with a Z at the end for UTC.',
)
