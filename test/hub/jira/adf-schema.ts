import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Draft 4 of JSON Schema, as far as the schema of the Atlassian Document Format uses it. */
type Schema = { readonly [keyword: string]: unknown }
type Root = Schema & { readonly definitions: Readonly<Record<string, Schema>> }

const file = fileURLToPath(import.meta.resolve('@atlaskit/adf-schema/dist/json-schema/v1/full.json'))
const root: Root = JSON.parse(readFileSync(file, 'utf8'))

/** What Atlassian's own schema says against a document. */
export const adfFaults = (document: unknown): string[] => faultsOf(document, root, '$')

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
}

function faultsOf(value: unknown, schema: Schema, path: string): string[] {
  return Object.entries(schema).flatMap(([keyword, wanted]) => check(keyword, wanted, value, schema, path))
}

function check(keyword: string, wanted: unknown, value: unknown, schema: Schema, path: string): string[] {
  const unless = (holds: boolean): string[] => (holds ? [] : [`${path}: ${keyword} ${JSON.stringify(wanted)}`])
  switch (keyword) {
    case '$schema':
    case 'description':
    case 'definitions':
      return []
    case '$ref': {
      const target = root.definitions[String(wanted).replace('#/definitions/', '')]
      return target === undefined ? [`${path}: ${wanted} leads nowhere`] : faultsOf(value, target, path)
    }
    case 'type':
      return unless(TYPES[String(wanted)]?.(value) ?? false)
    case 'enum':
      return unless((wanted as unknown[]).includes(value))
    case 'pattern':
      return unless(typeof value !== 'string' || new RegExp(String(wanted)).test(value))
    case 'minLength':
      return unless(typeof value !== 'string' || value.length >= Number(wanted))
    case 'minimum':
      return unless(typeof value !== 'number' || value >= Number(wanted))
    case 'maximum':
      return unless(typeof value !== 'number' || value <= Number(wanted))
    case 'minItems':
      return unless(!Array.isArray(value) || value.length >= Number(wanted))
    case 'maxItems':
      return unless(!Array.isArray(value) || value.length <= Number(wanted))
    case 'allOf':
      return (wanted as Schema[]).flatMap((one) => faultsOf(value, one, path))
    case 'anyOf':
      return unless((wanted as Schema[]).some((one) => faultsOf(value, one, path).length === 0))
    case 'items':
      return itemFaults(wanted, value, path)
    case 'required':
      return isObject(value)
        ? (wanted as string[]).filter((name) => !(name in value)).map((name) => `${path}.${name}: missing`)
        : []
    case 'properties':
      return isObject(value)
        ? Object.entries(wanted as Record<string, Schema>).flatMap(([name, inner]) =>
            name in value ? faultsOf(value[name], inner, `${path}.${name}`) : [],
          )
        : []
    case 'additionalProperties': {
      const known = Object.keys((schema.properties as object | undefined) ?? {})
      const more = isObject(value) && wanted === false ? Object.keys(value).filter((name) => !known.includes(name)) : []
      return more.map((name) => `${path}.${name}: not in the schema`)
    }
    default:
      throw new Error(`the validator does not know ${keyword}`)
  }
}

/** One schema for all items, or one for each place. */
function itemFaults(wanted: unknown, value: unknown, path: string): string[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((item, at) => {
    const one = Array.isArray(wanted) ? wanted[at] : wanted
    return one === undefined ? [] : faultsOf(item, one as Schema, `${path}[${at}]`)
  })
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
