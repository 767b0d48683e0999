import { type Context, Hono } from 'hono'
import type { Report } from '../../../shared/api/report.ts'
import { isVesselId } from '../../../shared/model.ts'
import { reportsMain } from '../../../web/pages/reports/list.ts'
import { nameOf, reportMain } from '../../../web/pages/reports/report.ts'
import { type Period, parsePeriod } from '../../core/reports/period.ts'
import type { ReportScope, Reports } from '../../ports/reports.ts'
import type { Views } from '../../ports/views.ts'
import { problem, type Refusal } from '../answer.ts'
import { byOf, may } from '../door/door.ts'
import { type Frame, type FramedPage, failurePage } from '../frame.ts'
import { openAlerts } from '../pictures.ts'
import { REPORT_FILES } from './file.ts'

type ReportsOptions = { readonly reports: Reports; readonly views: Views; readonly frame: Frame }

/** The pages of the SLA reports, the same as CSV and JSON, and the one deed: to freeze one. */
export function createReportPages({ reports, views, frame }: ReportsOptions): Hono {
  const app = new Hono()

  const page = async (c: Context, what: Pick<FramedPage, 'main' | 'document'>) =>
    frame(c, { title: 'Reports', ...what, stream: null, open: await openAlerts(views) })

  app.get('/reports', async (c) => c.html(await page(c, { main: reportsMain(await reports.list(), views.health()) })))

  app.get('/reports/:period', async (c) => {
    const [label, format] = formatOf(c.req.param('period'))
    const { live: _, ...query } = c.req.query()
    const asked = await ask(label, query)
    if (asked.kind === 'refused') return c.html(failurePage(frame, c, asked.refusal), asked.refusal.status)
    const { report } = asked
    if (format === 'csv') {
      const lines = c.req.query('lines') === 'groups' ? 'groups' : 'vessels'
      const name = lines === 'groups' ? `sla-${report.period.label}-groups.csv` : `sla-${report.period.label}.csv`
      c.header('Content-Disposition', `attachment; filename="${name}"`)
      return c.body(REPORT_FILES[lines](report), 200, { 'Content-Type': 'text/csv; charset=utf-8' })
    }
    const mayFreeze = report.status === 'final' && report.scope.kind === 'fleet' && may(c, 'approver')
    const main = reportMain(report, { health: views.health(), mayFreeze })
    return c.html(await page(c, { document: nameOf(report), main }))
  })

  app.post('/reports/:period/freeze', async (c) => {
    const period = parsePeriod(c.req.param('period'))
    if (period === null) return c.html(failurePage(frame, c, noPeriod), 404)
    const froze = await reports.freeze(period, byOf(c))
    switch (froze.kind) {
      case 'frozen':
      case 'already':
        return c.redirect(`/reports/${period.label}`, 303)
      case 'not-final':
        return c.html(failurePage(frame, c, notFinal), 409)
      case 'gone':
        return c.html(failurePage(frame, c, gone), 409)
      case 'overtaken':
        return c.html(failurePage(frame, c, overtaken), 409)
    }
  })

  app.get('/api/v1/reports', async (c) => c.json(await reports.list()))
  app.get('/api/v1/reports/:period', async (c) => {
    const asked = await ask(c.req.param('period'), c.req.query())
    return asked.kind === 'refused' ? problem(c, asked.refusal) : c.json(asked.report)
  })

  async function ask(label: string, query: Query): Promise<Asked> {
    const period = parsePeriod(label)
    const scope = scopeOf(query)
    if (period === null) return { kind: 'refused', refusal: noPeriod }
    if (scope === null) return { kind: 'refused', refusal: noScope }
    const reported = await reports.report(period, scope)
    return reported.kind === 'report' ? reported : { kind: 'refused', refusal: REFUSALS[reported.kind](period) }
  }
  return app
}

type Asked =
  | { readonly kind: 'report'; readonly report: Report }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/** `2026-10.csv` is the same as a file. */
const formatOf = (asked: string): [label: string, format: 'csv' | 'page'] =>
  asked.endsWith('.csv') ? [asked.slice(0, -4), 'csv'] : [asked, 'page']

type Query = Readonly<Record<string, string>>

function scopeOf({ group, vessel, lines, ...others }: Query): ReportScope | null {
  if (Object.keys(others).length > 0 || (group && vessel) || (lines !== undefined && lines !== 'groups')) return null
  if (vessel) return isVesselId(vessel) ? { kind: 'vessel', vessel } : null
  return group ? { kind: 'group', group } : { kind: 'fleet' }
}

const noPeriod: Refusal = {
  status: 404,
  detail: 'There is no such period.',
  hint: 'A month is 2026-10, a quarter 2026-Q4, a year 2026.',
}
const noScope: Refusal = {
  status: 400,
  detail: 'A report is of the fleet, of one group or of one vessel.',
  hint: 'Give ?group= or ?vessel=, or neither.',
}
const gone: Refusal = {
  status: 404,
  detail: 'So long ago only daily sums are kept, and no report was frozen.',
  hint: 'Freeze reports while they can be made: the detail of 400 days is kept.',
}
const notFinal: Refusal = {
  status: 409,
  detail: 'The report is not final: the period is not over, or a vessel has not told all of it.',
  hint: 'It names the vessels that it waits for.',
}
const overtaken: Refusal = {
  status: 409,
  detail: 'Somebody else froze a report at the same moment: this one is not frozen.',
  hint: 'Open it again: it may be the one that they froze.',
}

const REFUSALS: Readonly<Record<'gone' | 'nobody' | 'to-come', (period: Period) => Refusal>> = {
  gone: () => gone,
  nobody: ({ label }) => ({ status: 404, detail: `Nobody of these served in ${label}.` }),
  'to-come': ({ label }) => ({ status: 404, detail: `${label} has not begun.` }),
}
