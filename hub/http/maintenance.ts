import { type Context, Hono } from 'hono'
import type { Vessel } from '../../shared/api/vessel.ts'
import { isVesselId } from '../../shared/model.ts'
import { maintenanceMain } from '../../web/pages/maintenance.ts'
import type { Entry, EntryForm, Refused } from '../../web/pages/maintenance-forms.ts'
import type { Maintain } from '../ports/deeds.ts'
import type { Views } from '../ports/views.ts'
import { byOf } from './door.ts'
import { fieldsOf, ownPagesOnly } from './form.ts'
import { type Frame, failurePage } from './frame.ts'
import { EXCUSE_ACTIONS, type MaintenanceRead, readAction, readEntry, refusalWords } from './maintenance-input.ts'
import { openAlerts } from './pictures.ts'
import { maintenanceQuery, parseQuery } from './query.ts'

type MaintenanceOptions = { readonly views: Views; readonly maintain: Maintain; readonly frame: Frame }

type Fields = Readonly<Record<string, string>>

/**
 * `/maintenance`, and what its forms send. Done: back to the page (303). Refused: 422, and the form says at which field;
 * what cannot be done as things are: 409, and why.
 */
export function createMaintenance({ views, maintain, frame }: MaintenanceOptions): Hono {
  const maintenance = new Hono()

  maintenance.get('/maintenance', async (c) => {
    const query = parseQuery(maintenanceQuery, c.req.queries())
    if (!query.ok) return c.html(failurePage(frame, c, noChoice), 400)
    const chosen = query.value.vessel === null ? null : await views.vessel(query.value.vessel)
    const fresh: Entry = { values: {}, errors: {}, refusal: null }
    return c.html(await page(c, chosen, fresh, null))
  })

  maintenance.post('/maintenance', ownPagesOnly, async (c) => {
    const fields = await fieldsOf(c)
    const vessel = await vesselOf(fields.vessel ?? '')
    if (vessel === null) return c.html(failurePage(frame, c, nothing), 404)
    const done = await carryOut(c, vessel, fields, readEntry(fields, vessel.zone))
    return done.kind === 'done' ? back(c, vessel) : c.html(await page(c, vessel, done.entry, null), done.status)
  })

  maintenance.post('/vessels/:vessel/maintenance/:excuse/:action', ownPagesOnly, async (c) => {
    const { excuse, ...asked } = c.req.param()
    const vessel = await vesselOf(asked.vessel)
    const action = EXCUSE_ACTIONS.find((one) => one === asked.action)
    if (vessel === null || action === undefined) return c.html(failurePage(frame, c, nothing), 404)
    const fields = await fieldsOf(c)
    const done = await carryOut(c, vessel, fields, readAction(action, excuse, fields, vessel.zone))
    if (done.kind === 'done') return back(c, vessel)
    const fresh: Entry = { values: {}, errors: {}, refusal: null }
    return c.html(await page(c, vessel, fresh, { ...done.entry, vessel: vessel.id, excuse, action }), done.status)
  })

  const vesselOf = async (id: string): Promise<Vessel | null> => (isVesselId(id) ? views.vessel(id) : null)

  const back = (c: Context, { id }: Vessel): Response => c.redirect(`/maintenance?vessel=${id}`, 303)

  async function carryOut(c: Context, { id }: Vessel, fields: Fields, read: MaintenanceRead): Promise<CarriedOut> {
    const entry = { values: fields, errors: {}, refusal: null }
    if (!read.ok) return { kind: 'refused', status: 422, entry: { ...entry, errors: read.errors } }
    const answer = isVesselId(id) ? await maintain(id, read.command(byOf(c))) : NO_VESSEL
    if (answer.kind === 'done') return { kind: 'done' }
    return { kind: 'refused', status: 409, entry: { ...entry, refusal: refusalWords(answer) } }
  }

  async function page(c: Context, vessel: Vessel | null, entry: Entry, refused: Refused | null): Promise<string> {
    const { vessels } = await views.fleet()
    const id = vessel !== null && isVesselId(vessel.id) ? vessel.id : null
    const main = maintenanceMain({
      maintenance: await views.maintenance({ state: null, group: null, vessel: id }),
      health: views.health(),
      vessels,
      entry: vessel && entryOf(vessel, entry),
      refused,
    })
    return frame(c, { title: 'Maintenance', main, stream: null, open: await openAlerts(views) })
  }
  return maintenance
}

const NO_VESSEL = { kind: 'refused', reason: 'no-vessel' } as const

type CarriedOut =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly status: 409 | 422; readonly entry: Entry }

const entryOf = ({ id, name, zone, components }: Vessel, entry: Entry): EntryForm => ({
  ...entry,
  vessel: { id, name, zone, components },
})

const nothing = { status: 404, detail: 'There is nothing at this address.' } as const

const noChoice = {
  status: 400,
  detail: 'The address names a choice of maintenance that there is not.',
  hint: 'Choose again from /maintenance.',
} as const
