import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Problem } from '../../shared/api/problem.ts'
import { Fault, type FaultCode } from '../../shared/fault.ts'

/** The one place where faults become HTTP. */
const STATUS: Readonly<Record<FaultCode, ContentfulStatusCode>> = {
  invalid: 400,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  unavailable: 503,
  corrupt: 500,
  'newer-version': 500,
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'The request is not valid',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Not this way',
  409: 'Something else was faster',
  413: 'Too large',
  421: 'Wrong host',
  503: 'The hub cannot answer now',
}

export type Refusal = {
  readonly status: ContentfulStatusCode
  readonly detail: string
  readonly hint?: string | undefined
  readonly errors?: Problem['errors']
}

export function refusalOf(error: unknown, isAborted: boolean): Refusal {
  if (error instanceof HTTPException)
    return { status: error.status, detail: error.message || `${titleOf(error.status)}.` }
  if (error instanceof Fault) return { status: STATUS[error.code], detail: error.message, hint: error.hint }
  // Whoever sends it went away in the middle: nobody reads this, and the hub did not fail. Other connections break as well.
  if (isAborted && Object(error).code === 'ECONNRESET')
    return { status: 400, detail: 'The request did not come to its end.' }
  return { status: 500, detail: 'The hub failed on this request. Its log says why.' }
}

export const titleOf = (status: number): string => TITLES[status] ?? 'The hub failed'

/** RFC 9457. */
export function problem(c: Context, { status, detail, hint, errors }: Refusal): Response {
  const body: Problem = {
    type: 'about:blank',
    title: titleOf(status),
    status,
    detail,
    ...(hint !== undefined && { hint }),
    ...(errors !== undefined && { errors }),
  }
  if (status === 503) c.header('Retry-After', '5')
  return c.body(JSON.stringify(body), status, { 'Content-Type': 'application/problem+json' })
}

/** To a program that asks for a vessel. */
export const unknownVessel = (c: Context): Response =>
  problem(c, { status: 404, detail: 'No vessel of this id is known.', hint: '/api/v1/fleet lists them all.' })
