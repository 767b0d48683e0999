import { type Context, Hono } from 'hono'
import type { Fleet, FleetPage } from '../../shared/api/fleet.ts'
import type { Problem } from '../../shared/api/problem.ts'
import { isComponentId, isVesselId } from '../../shared/model.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { toSeconds } from '../../shared/time.ts'
import type { Views } from '../ports/views.ts'
import { problem, unknownVessel } from './answer.ts'
import type { Board } from './live/board.ts'
import type { Live } from './live/live.ts'
import type { News, Picture } from './live/versions.ts'
import { alertsQuery, noQuery, pageQuery, parseQuery, timelineQuery } from './query.ts'

type ApiOptions = {
  readonly views: Views
  readonly clock: Clock
  readonly live: Live
  readonly news: Board<ApiNews>
}

/** `/api/v1`: JSON. */
export function createApi({ views, clock, live, news }: ApiOptions): Hono {
  const api = new Hono()

  api.get('/fleet', async (c) => {
    const query = parseQuery(pageQuery, c.req.queries())
    if (!query.ok) return invalid(c, query.errors)
    return c.json(pageOf(await views.fleet(), query.value.page, query.value.size))
  })

  api.get('/vessels/:id', async (c) => {
    const query = parseQuery(noQuery, c.req.queries())
    if (!query.ok) return invalid(c, query.errors)
    const id = c.req.param('id')
    const vessel = isVesselId(id) ? await views.vessel(id) : null
    return vessel === null ? unknownVessel(c) : c.json(vessel)
  })

  api.get('/vessels/:id/timeline', async (c) => {
    const query = parseQuery(timelineQuery(toSeconds(clock.now())), c.req.queries())
    if (!query.ok) return invalid(c, query.errors)
    const id = c.req.param('id')
    const { from, to, component } = query.value
    const asked = component !== undefined && isComponentId(component) ? component : null
    const timeline = isVesselId(id) ? await views.timeline(id, { from, to, component: asked }) : null
    if (timeline === null) return unknownVessel(c)
    if (asked !== null && timeline.components.length === 0)
      return problem(c, {
        status: 404,
        detail: 'This vessel has no component of this id.',
        hint: `/api/v1/vessels/${id} names those it has.`,
      })
    return c.json(timeline)
  })

  api.get('/vessels/:id/reckoning', async (c) => {
    const query = parseQuery(timelineQuery(toSeconds(clock.now())), c.req.queries())
    if (!query.ok) return invalid(c, query.errors)
    const id = c.req.param('id')
    const { component: asked } = query.value
    const component = asked !== undefined && isComponentId(asked) ? asked : null
    const reckoning = isVesselId(id) ? await views.reckoning(id, { ...query.value, component }) : null
    return reckoning === null ? unknownVessel(c) : c.json(reckoning)
  })

  api.get('/proposals', async (c) => {
    const query = parseQuery(noQuery, c.req.queries())
    return query.ok ? c.json(await views.proposals()) : invalid(c, query.errors)
  })

  api.get('/alerts', async (c) => {
    const query = parseQuery(alertsQuery, c.req.queries())
    return query.ok ? c.json(await views.alerts(query.value)) : invalid(c, query.errors)
  })

  api.get('/events', (c) => live.stream(c, news))
  return api
}

const invalid = (c: Context, errors: Problem['errors']): Response =>
  problem(c, { status: 400, detail: 'Some parameters cannot be used.', errors })

function pageOf(fleet: Fleet, number: number, size: number): FleetPage {
  const total = fleet.vessels.length
  return {
    ...fleet,
    vessels: fleet.vessels.slice((number - 1) * size, number * size),
    page: { number, size, pages: Math.ceil(total / size), total },
  }
}

/** One event of `/api/v1/events`, ready to be sent. */
export type ApiNews = { readonly event: 'fleet' | 'counts' | 'vessel'; readonly data: string }

const apiNews = (event: ApiNews['event'], value: unknown): ApiNews => ({ event, data: JSON.stringify(value) })

export function apiPicture(fleet: Fleet): Picture<ApiNews> {
  return {
    parts: new Map([
      ['counts', apiNews('counts', fleet.counts)],
      ...fleet.vessels.map((vessel) => [vessel.id, apiNews('vessel', vessel)] as const),
    ]),
    whole: apiNews('fleet', fleet),
  }
}

export const apiMessages = (news: News<ApiNews>): readonly ApiNews[] =>
  news.kind === 'whole' ? [news.whole] : news.parts
