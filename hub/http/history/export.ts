import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import type { History } from '../../ports/history.ts'
import type { Views } from '../../ports/views.ts'
import { readCursor, readPlace } from '../../projections/history/page.ts'
import { problem } from '../answer.ts'
import { csvLine } from '../csv.ts'
import { alertsQuery, maintenanceQuery, parseQuery } from '../query.ts'
import { withheld } from './api.ts'
import {
  ALERT_COLUMNS,
  AUDIT_COLUMNS,
  type Column,
  EXCUSE_COLUMNS,
  INCIDENT_COLUMNS,
  TICKET_COLUMNS,
} from './export-columns.ts'
import { auditQuery, incidentsQuery, ticketsQuery } from './query.ts'

/** A list that can be taken away whole. */
type List<S extends v.GenericSchema, R> = {
  readonly name: string
  readonly schema: S
  readonly columns: readonly Column<R>[]
  /** The page behind `after`; the first one with an empty text. */
  readonly page: (query: v.InferOutput<S>, after: string, c: Context) => Promise<Page<R>>
}

type Page<R> = { readonly at: string; readonly rows: readonly R[]; readonly next: string | null }

/** `/api/v1/<list>.csv` and `.jsonl`: all that fits the filter, written page by page, so that its length costs no memory. */
export function createExport(views: Views, history: History): Hono {
  const app = new Hono()

  function serve<S extends v.GenericSchema, R>(list: List<S, R>): void {
    app.get(`/${list.name}.csv`, (c) =>
      take(c, list, 'csv', (rows, isFirst) =>
        [
          ...(isFirst ? [list.columns.map(([name]) => name)] : []),
          ...rows.map((row) => list.columns.map(([, of]) => of(row))),
        ]
          .map(csvLine)
          .join(''),
      ),
    )
    app.get(`/${list.name}.jsonl`, (c) =>
      take(c, list, 'jsonl', (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join('')),
    )
  }

  serve({
    name: 'alerts',
    schema: alertsQuery,
    columns: ALERT_COLUMNS,
    async page(query, after) {
      const { at, alerts: rows, next } = await views.alerts({ ...query, after: readCursor(after) })
      return { at, rows, next }
    },
  })
  serve({
    name: 'incidents',
    schema: incidentsQuery,
    columns: INCIDENT_COLUMNS,
    async page(query, after) {
      const { at, incidents: rows, next } = await history.incidents({ ...query, after: readCursor(after) })
      return { at, rows, next }
    },
  })
  serve({
    name: 'tickets',
    schema: ticketsQuery,
    columns: TICKET_COLUMNS,
    async page(query, after) {
      const { at, tickets: rows, next } = await history.tickets({ ...query, after: readCursor(after) })
      return { at, rows, next }
    },
  })
  serve({
    name: 'audit',
    schema: auditQuery,
    columns: AUDIT_COLUMNS,
    async page(query, after, c) {
      const asked = { ...query, except: withheld(c), after: readPlace(after) }
      const { at, entries: rows, next } = await history.audit(asked)
      return { at, rows, next }
    },
  })
  serve({
    name: 'maintenance',
    schema: v.strictObject({ ...maintenanceQuery.entries, size: v.string() }),
    columns: EXCUSE_COLUMNS,
    async page({ state, group, vessel }) {
      const { at, excuses: rows } = await views.maintenance({ state, group, vessel })
      return { at, rows, next: null }
    },
  })
  return app
}

/** As many rows at a time as are read, written and forgotten together. */
const ROWS = 200

const TYPES = { csv: 'text/csv; charset=utf-8; header=present', jsonl: 'application/x-ndjson' } as const

async function take<S extends v.GenericSchema, R>(
  c: Context,
  { name, schema, page }: List<S, R>,
  format: keyof typeof TYPES,
  write: (rows: readonly R[], isFirst: boolean) => string,
): Promise<Response> {
  const { size, after, ...queries } = c.req.queries()
  const whole = Object.entries({ size, after }).flatMap(([parameter, given]) =>
    given === undefined ? [] : [parameter],
  )
  const query = parseQuery(schema, { ...queries, size: [String(ROWS)] })
  if (!query.ok || whole.length > 0) {
    const errors = whole.map((parameter) => ({ parameter, detail: 'is not a parameter of this address: it gives all' }))
    const detail = 'Some parameters cannot be used.'
    return problem(c, { status: 400, detail, errors: [...errors, ...(query.ok ? [] : query.errors)] })
  }
  // The first page is read while a failure is still a status.
  const first = await page(query.value, '', c)
  const pages = onward(first, (next) => page(query.value, next, c), write)
  c.header('Content-Disposition', `attachment; filename="watchkeeper-${name}-${first.at.slice(0, 10)}.${format}"`)
  return c.body(streamed(pages), 200, { 'Content-Type': TYPES[format] })
}

async function* onward<R>(
  first: Page<R>,
  read: (after: string) => Promise<Page<R>>,
  write: (rows: readonly R[], isFirst: boolean) => string,
): AsyncGenerator<string> {
  yield write(first.rows, true)
  for (let { next } = first; next !== null; ) {
    const page = await read(next)
    yield write(page.rows, false)
    next = page.next
  }
}

/** Reads on only when what was read has been taken; who leaves ends it. */
function streamed(texts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await texts.next()
      if (done === true) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await texts.return(undefined)
    },
  })
}
