import { type Context, Hono } from 'hono'
import type { Views } from '../../ports/views.ts'
import { problem } from '../answer.ts'
import { byOf } from '../door/door.ts'
import { jsonFields } from '../json-fields.ts'
import { maintenanceQuery, parseQuery } from '../query.ts'
import { createMaintenanceDeeds, type MaintenanceDoors, type Outcome } from './deeds.ts'

/** `/api/v1/maintenance`, and of groups `/api/v1/group-maintenance`: the list, what is entered, changed and withdrawn; the fields of the forms, as JSON. */
export function createMaintenanceApi(doors: MaintenanceDoors & { readonly views: Views }): Hono {
  const { views } = doors
  const deeds = createMaintenanceDeeds(doors)
  const api = new Hono()

  api.get('/maintenance', async (c) => {
    const query = parseQuery(maintenanceQuery, c.req.queries())
    if (query.ok) return c.json(await views.maintenance(query.value))
    return problem(c, { status: 400, detail: 'Some parameters cannot be used.', errors: query.errors })
  })
  api.post('/maintenance', async (c) => answered(c, await deeds.enter(await jsonFields(c), byOf(c))))
  api.post('/group-maintenance/:excuse/:action', async (c) =>
    answered(c, await deeds.act({ vessel: null, ...c.req.param() }, await jsonFields(c), byOf(c))),
  )
  api.post('/maintenance/:vessel/:excuse/:action', async (c) =>
    answered(c, await deeds.act(c.req.param(), await jsonFields(c), byOf(c))),
  )
  return api
}

const STATUS = { missing: 404, conflict: 409, refused: 400 } as const

function answered(c: Context, outcome: Outcome): Response {
  switch (outcome.kind) {
    case 'done': {
      const { kind: _, ...named } = outcome
      return c.json(named)
    }
    case 'wrong': {
      const errors = Object.entries(outcome.errors).map(([parameter, detail]) => ({ parameter, detail }))
      return problem(c, { status: 400, detail: 'Some fields cannot be used.', errors })
    }
    default:
      return problem(c, { status: STATUS[outcome.kind], detail: outcome.words })
  }
}
