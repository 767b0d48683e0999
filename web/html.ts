import { html as hono } from 'hono/html'

/** Markup that is safe to put on a page: only `html` makes it. */
export type Html = { readonly isEscaped: true; toString(): string }
export type Hole = string | number | Html | false | null | undefined | readonly Hole[]

const HOLE = '\0'
type Place = 'text' | 'attribute' | 'address'
const checked = new WeakMap<TemplateStringsArray, readonly Place[]>()

/**
 * The one door to HTML. What is put into a hole is escaped; a template that could still be broken out of, or that
 * a page with the policy `default-src 'self'` would refuse to run, throws when it is first used.
 */
export function html(strings: TemplateStringsArray, ...holes: readonly Hole[]): Html {
  let places = checked.get(strings)
  if (places === undefined) {
    places = check(strings.join(HOLE))
    checked.set(strings, places)
  }
  places.forEach((place, at) => {
    if (place !== 'text') checkValue(place, holes[at])
  })
  const made = hono(strings, ...holes)
  if (made instanceof Promise) throw new Error('a hole of a page template holds a promise: await it first')
  return made
}

/** A yes or no in an attribute; a bare boolean prints nothing. */
export const flag = (on: boolean): string => (on ? 'true' : 'false')

/** Where each hole stands. */
function check(template: string): Place[] {
  if (template.includes('<!--')) refuse('a comment', template)
  const places: Place[] = [...template].filter((letter) => letter === HOLE).map(() => 'text')
  const rest = template.replace(/<\/?[a-zA-Z](?:"[^"]*"|[^"<>])*>/g, (tag, offset: number) => {
    checkTag(tag)
    let at = template.slice(0, offset).split(HOLE).length - 1
    for (const hole of tag.matchAll(/([\w:-]+)="([^"]*)"/g)) {
      hole[2]?.split(HOLE).forEach((_, part, parts) => {
        if (part === parts.length - 1) return
        const begins = part === 0 && parts[0] === '' && /^(href|src|action|formaction)$/.test(hole[1] ?? '')
        places[at++] = begins ? 'address' : 'attribute'
      })
    }
    return ''
  })
  if (/<(?!!doctype html>)/.test(rest)) refuse('a tag that does not end in the same template', template)
  if (/<(script|style)\b[^>]*>(?!<\/\1>)/i.test(template)) refuse('an inline script or style', template)
  return places
}

function checkTag(tag: string): void {
  const bare = tag.replace(/"[^"]*"/g, '""')
  if (bare.includes(HOLE)) refuse('a hole that is not a double-quoted attribute value', tag)
  if (bare.includes("'")) refuse('single quotes around an attribute', tag)
  if (/\s(style|on\w+|(data-)?hx-on[^\s=]*|(data-)?hx-vals)\s*=/i.test(bare))
    refuse('an attribute that the content security policy forbids', tag)
}

function checkValue(place: Place, value: Hole): void {
  if (Array.isArray(value) || (typeof value === 'object' && value !== null))
    throw new Error('markup or a list cannot stand in an attribute: give it text')
  if (place === 'address' && !/^([/?#]|https?:\/\/)/.test(String(value)))
    throw new Error(`an address must begin with /, ?, #, http:// or https://, not ${JSON.stringify(value)}`)
}

function refuse(what: string, template: string): never {
  throw new Error(`page template with ${what}: ${template.replaceAll(HOLE, '…').trim().slice(0, 120)}`)
}
