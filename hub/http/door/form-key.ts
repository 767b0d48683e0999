import type { Context, MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import { Fault } from '../../../shared/fault.ts'
import { fieldsOf, isForm } from '../form.ts'
import { changes, visitorOf } from './door.ts'
import { needsOf } from './roles.ts'

/**
 * Behind the door: what is sent to change something takes the key that stands in the pages of this very session alone. Programs
 * show a token, which no browser adds to what a foreign page sends; where everybody may come in there is no session to protect.
 */
export const asksForKey: MiddlewareHandler = async (c, next) => {
  const session = visitorOf(c)?.session ?? null
  if (session !== null && changes(c) && isForSomebody(c) && (await keyIn(c)) !== session.formKey)
    throw new Fault('forbidden', 'This page is not of your present session: you may have signed in anew since.', {
      hint: 'Load the page again, and do it there. A program shows a token, and no cookie.',
    })
  return next()
}

const FIELD = 'form-key'

const keyIn = async (c: Context): Promise<string | undefined> => (isForm(c) ? (await fieldsOf(c))[FIELD] : undefined)

function isForSomebody(c: Context): boolean {
  const needs = needsOf(matchedRoutes(c))
  return needs !== null && needs !== 'open'
}

/** The page with the key in each of its forms that change something. Nothing but our own templates writes a `<form`. */
export const withFormKey = (page: string, key: string): string =>
  page.replaceAll(
    /<form\b[^>]* method="post"[^>]*>/g,
    (form) => `${form}<input type="hidden" name="${FIELD}" value="${key}">`,
  )
