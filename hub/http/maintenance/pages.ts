import { type Context, Hono } from 'hono'
import { WEEKDAYS } from '../../../shared/pattern.ts'
import type { Clock } from '../../../shared/runtime/clock.ts'
import { toSeconds } from '../../../shared/time.ts'
import { groupsOf } from '../../../web/filter.ts'
import type { Entry } from '../../../web/pages/maintenance/fields.ts'
import { beginning, type EntryForm, type Refused } from '../../../web/pages/maintenance/forms.ts'
import { maintenanceMain } from '../../../web/pages/maintenance/maintenance.ts'
import { previewPiece } from '../../../web/pages/maintenance/preview.ts'
import type { MaintenanceQuery, Views } from '../../ports/views.ts'
import { byOf, may } from '../door/door.ts'
import { fieldsOf } from '../form.ts'
import { type Frame, failurePage } from '../frame.ts'
import { openAlerts } from '../pictures.ts'
import { maintenanceQuery, parseQuery } from '../query.ts'
import { type Asked, createMaintenanceDeeds, type MaintenanceDoors, type Outcome } from './deeds.ts'
import { EXCUSE_ACTIONS, type MaintenanceFields } from './input.ts'
import { previewOf } from './preview.ts'

type MaintenanceOptions = MaintenanceDoors & { readonly views: Views; readonly clock: Clock; readonly frame: Frame }

const ALL = { state: null, group: null, vessel: null } as const

/**
 * `/maintenance`, and what its forms send. Done: back to the page (303). Refused: 422, and the form says at which field;
 * what cannot be done as things are: 409, and why.
 */
export function createMaintenance({ clock, frame, ...doors }: MaintenanceOptions): Hono {
  const { views } = doors
  const deeds = createMaintenanceDeeds(doors)
  const page = createPage(views, frame)
  const maintenance = new Hono()
  const now = () => toSeconds(clock.now())

  maintenance.get('/maintenance', async (c) => {
    const { live: _, ...queries } = c.req.queries()
    const query = parseQuery(maintenanceQuery, queries)
    if (!query.ok) return c.html(failurePage(frame, c, noChoice), 400)
    return c.html(await page(c, query.value, {}))
  })

  maintenance.post('/maintenance', async (c) => {
    const fields = await sent(c)
    const entry = { values: fields, errors: {}, refusal: null, preview: await preview(fields) }
    if (fields.step === 'preview') return c.html(await page(c, ALL, { entry }))
    const outcome = await deeds.enter(fields, byOf(c))
    if (outcome.kind === 'done') return back(c, outcome)
    if (outcome.kind === 'missing') {
      const isChosen = (fields.vessel ?? fields.group ?? '') !== ''
      if (isChosen) return c.html(failurePage(frame, c, { status: 404, detail: outcome.words }), 404)
      return c.html(await page(c, ALL, { entry: { ...entry, errors: nobody } }), 422)
    }
    return c.html(await page(c, ALL, { entry: { ...entry, ...toldOf(outcome) } }), statusOf(outcome))
  })

  maintenance.post('/maintenance/preview', async (c) => {
    const fields = await sent(c)
    const form = (c.req.header('HX-Target') ?? '').replace(/^.*#/, '').replace(/-preview$/, '')
    return c.html(previewPiece(form || 'entry', await preview(fields)).toString())
  })

  maintenance.post('/maintenance/groups/:excuse/:action', (c) => acted(c, { vessel: null, ...c.req.param() }))
  maintenance.post('/vessels/:vessel/maintenance/:excuse/:action', (c) => acted(c, c.req.param()))

  const preview = async (fields: MaintenanceFields) => previewOf(fields, await deeds.whose(fields), now())

  async function acted(c: Context, asked: Asked): Promise<Response> {
    const fields = await sent(c)
    const action = EXCUSE_ACTIONS.find((one) => one === asked.action)
    if (action === undefined) return c.html(failurePage(frame, c, nothing), 404)
    const tried = async (entry: Entry): Promise<Refused> => ({
      ...entry,
      ...asked,
      action,
      preview: action === 'change' ? await preview(fields) : null,
    })
    const shown = { values: fields, errors: {}, refusal: null }
    if (fields.step === 'preview') return c.html(await page(c, ALL, { refused: await tried(shown) }))
    const outcome = await deeds.act(asked, fields, byOf(c))
    if (outcome.kind === 'done') return back(c, outcome)
    if (outcome.kind === 'missing') return c.html(failurePage(frame, c, { status: 404, detail: outcome.words }), 404)
    const refused = await tried({ ...shown, ...toldOf(outcome) })
    return c.html(await page(c, ALL, { refused }), statusOf(outcome))
  }
  return maintenance
}

type Shown = { readonly entry?: EntryForm; readonly refused?: Refused }

/** Draws it, with forms for who may act. */
const createPage =
  (views: Views, frame: Frame) =>
  async (c: Context, filter: MaintenanceQuery, shown: Shown): Promise<string> => {
    const { at, vessels } = await views.fleet()
    const mayAct = may(c, 'operator')
    const fresh = { values: beginning(at, filter), errors: {}, refusal: null, preview: null }
    const components = new Map(vessels.flatMap((one) => one.components.map(({ id, name }) => [id, { id, name }])))
    const groups = groupsOf(vessels)
    const main = maintenanceMain({
      maintenance: await views.maintenance(filter),
      health: views.health(),
      choices: { vessels, groups, components: [...components.values()] },
      filter,
      entry: mayAct ? (shown.entry ?? fresh) : null,
      refused: shown.refused ?? null,
    })
    return frame(c, { title: 'Maintenance', main, stream: null, open: await openAlerts(views) })
  }

/** A choice of a form is a vessel or a group, boxes are a list. */
async function sent(c: Context): Promise<MaintenanceFields> {
  const { of = '', ...fields } = await fieldsOf(c)
  const [, kind, name = ''] = /^(vessel|group):(.*)$/.exec(of) ?? []
  const weekdays = WEEKDAYS.filter((day) => fields[`on-${day}`] === 'yes').join()
  return {
    ...fields,
    ...(kind === 'vessel' && { vessel: name }),
    ...(kind === 'group' && { group: name }),
    ...(weekdays !== '' && { weekdays }),
  }
}

const back = (c: Context, outcome: Extract<Outcome, { kind: 'done' }>): Response =>
  'vessel' in outcome
    ? c.redirect(`/maintenance?vessel=${outcome.vessel}`, 303)
    : c.redirect(`/maintenance#excuse-${outcome.groupExcuse}`, 303)

type Undone = Exclude<Outcome, { kind: 'done' | 'missing' }>

const toldOf = (outcome: Undone): Partial<Entry> =>
  outcome.kind === 'wrong' ? { errors: outcome.errors } : { refusal: outcome.words }

const statusOf = ({ kind }: Undone): 409 | 422 => (kind === 'wrong' ? 422 : 409)

const nobody = { vessel: 'choose a vessel or a group' } as const

const nothing = { status: 404, detail: 'There is nothing at this address.' } as const

const noChoice = {
  status: 400,
  detail: 'The address names a choice of maintenance that there is not.',
  hint: 'Choose again from /maintenance.',
} as const
