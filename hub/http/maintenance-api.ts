import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { Fault } from '../../shared/fault.ts'
import { isVesselId, type VesselId } from '../../shared/model.ts'
import type { By } from '../core/events.ts'
import type { Maintain } from '../ports/deeds.ts'
import type { Views } from '../ports/views.ts'
import { problem } from './answer.ts'
import { byOf } from './door.ts'
import {
  EXCUSE_ACTIONS,
  type MaintenanceFields,
  type MaintenanceRead,
  readAction,
  readEntry,
  refusalWords,
} from './maintenance-input.ts'
import { maintenanceQuery, parseQuery } from './query.ts'

type MaintenanceApiOptions = { readonly views: Views; readonly maintain: Maintain }

/** `/api/v1/maintenance`: the list, what is entered, changed and withdrawn; the fields of the forms, as JSON. */
export function createMaintenanceApi({ views, maintain }: MaintenanceApiOptions): Hono {
  const api = new Hono()

  api.get('/', async (c) => {
    const query = parseQuery(maintenanceQuery, c.req.queries())
    if (query.ok) return c.json(await views.maintenance(query.value))
    return problem(c, { status: 400, detail: 'Some parameters cannot be used.', errors: query.errors })
  })

  api.post('/', async (c) => {
    const fields = await jsonFields(c)
    return carryOut(c, fields.vessel ?? '', (zone) => readEntry(fields, zone))
  })

  api.post('/:vessel/:excuse/:action', async (c) => {
    const { vessel, excuse, action: name } = c.req.param()
    const action = EXCUSE_ACTIONS.find((one) => one === name)
    if (action === undefined) return problem(c, { status: 404, detail: 'There is nothing at this address.' })
    const fields = await jsonFields(c)
    return carryOut(c, vessel, (zone) => readAction(action, excuse, fields, zone))
  })

  async function carryOut(c: Context, vessel: string, readIn: (zone: string) => MaintenanceRead): Promise<Response> {
    const known = isVesselId(vessel) ? await views.vessel(vessel) : null
    if (known === null || !isVesselId(vessel))
      return problem(c, {
        status: 404,
        detail: 'No vessel of this id is known.',
        hint: '/api/v1/fleet lists them all.',
      })
    const read = readIn(known.zone)
    if (read.ok) return answered(c, vessel, read, byOf(c))
    const errors = Object.entries(read.errors).map(([parameter, detail]) => ({ parameter, detail }))
    return problem(c, { status: 400, detail: 'Some fields cannot be used.', errors })
  }

  async function answered(
    c: Context,
    vessel: VesselId,
    read: Extract<MaintenanceRead, { ok: true }>,
    by: By,
  ): Promise<Response> {
    const answer = await maintain(vessel, read.command(by))
    if (answer.kind === 'done') return c.json({ vessel, excuse: answer.excuse })
    const isMissing = answer.kind === 'refused' && (answer.reason === 'no-excuse' || answer.reason === 'no-vessel')
    const status = answer.kind === 'withdrawn-already' ? 409 : isMissing ? 404 : 400
    return problem(c, { status, detail: refusalWords(answer) })
  }
  return api
}

const fieldsSchema = v.record(v.string(), v.nullable(v.string()))

/** An object of texts; what is null is not given. Only JSON: a browser does not send that for a foreign page. */
async function jsonFields(c: Context): Promise<MaintenanceFields> {
  const wrong = new Fault('invalid', 'This address takes an object of texts as application/json.')
  if (!/^application\/json\b/i.test(c.req.header('Content-Type') ?? '')) throw wrong
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), fieldsSchema), await c.req.text())
  if (!read.success) throw wrong
  return Object.fromEntries(
    Object.entries(read.output).flatMap(([name, text]) => (text === null ? [] : [[name, text]])),
  )
}
